package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** Asks a real Prometheus, which scrapes two versions of a program. */
public class PrometheusTest {
    @ClassRule
    public static final PrometheusPeer PEER = new PrometheusPeer();

    private MetricSource source;

    @Before
    public void twoVersions() {
        PEER.program().behaves("shop", "web-baseline", 0.01, 0.05);
        PEER.program().behaves("shop", "web-canary", 0.2, 0.05);
        PEER.awaitAtLeast("min(count_over_time(demo_error_ratio{namespace=\"shop\"}[1m]))", 10);
        source = Queries.open("prometheus", PEER.address());
    }

    /** The last four seconds, a point for each half of one. */
    private static MetricScope scope(String workload) {
        Instant end = Instant.now();
        return new MetricScope(workload, "shop", end.minusSeconds(4), end, Duration.ofMillis(500), Map.of());
    }

    private static MetricQuery errors(String workload) {
        return Queries.of(
                "{'type': 'prometheus', 'metricName': 'demo_error_ratio', 'customFilterTemplate': 'of-scope'}",
                Map.of("of-scope", "namespace=\"${location}\",workload=\"${scope}\""),
                scope(workload));
    }

    private static double mean(Series series) {
        return Arrays.stream(series.values())
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    @Test
    public void aQueryOfAnExportedConfigurationTellsTheVersionsApart() {
        List<Outcome<Series>> both = source.fetch(List.of(errors("web-baseline"), errors("web-canary")), Runnable::run);
        assertEquals(0.01, mean(both.get(0).value()), 0.001);
        assertEquals(0.2, mean(both.get(1).value()), 0.02);
        assertEquals(8, both.get(1).value().size());
        assertEquals(500, both.get(1).value().stepMillis());
    }

    @Test
    public void aWholeExpressionIsAskedAsItIs() {
        MetricQuery share = Queries.promQl(
                "sum(rate(demo_requests_total{workload=\"${scope}\",status=\"error\"}[2s]))"
                        + " / sum(rate(demo_requests_total{workload=\"${scope}\"}[2s]))",
                scope("web-canary"));
        Series series = Queries.series(source, share);
        assertEquals(0.2, series.value(series.size() - 1), 0.0001);
    }

    @Test
    public void pointsBeforeTheFirstScrapeAreGaps() {
        Instant end = Instant.now();
        MetricScope hour =
                new MetricScope("web-canary", "shop", end.minusSeconds(3600), end, Duration.ofSeconds(1), Map.of());
        Series series = Queries.series(source, Queries.promQl("avg(demo_error_ratio{workload=\"${scope}\"})", hour));
        assertEquals(3600, series.size());
        assertTrue(Double.isNaN(series.value(0)));
        assertFalse(Double.isNaN(series.value(3599)));
    }

    @Test
    public void aMetricThatIsNotThereHasNoPoints() {
        assertEquals(0, Queries.series(source, errors("web-typo")).size());
    }

    @Test
    public void aValueThatIsNoNumberIsNaN() {
        Series series = Queries.series(source, Queries.promQl("vector(0) / 0", scope("web-canary")));
        assertEquals(8, series.size());
        assertTrue(Arrays.stream(series.values()).allMatch(Double::isNaN));
        Series infinite = Queries.series(source, Queries.promQl("-vector(1) / 0", scope("web-canary")));
        assertEquals(Double.NEGATIVE_INFINITY, infinite.value(3), 0);
    }

    @Test
    public void aWrongQueryFailsWithWhatPrometheusSays() {
        MetricException failure = Queries.failure(source, Queries.promQl("sum(rate(x[5m])", scope("web-canary")));
        assertEquals("canary.query-refused", failure.problems().get(0).code());
        assertTrue(failure.getMessage(), failure.getMessage().contains("unclosed left parenthesis"));
        assertFalse(failure.passing());
    }

    @Test
    public void severalSeriesAreNamed() {
        MetricException failure =
                Queries.failure(source, Queries.promQl("demo_error_ratio{namespace=\"shop\"}", scope("web-canary")));
        assertEquals("canary.series-several", failure.problems().get(0).code());
        assertTrue(failure.getMessage(), failure.getMessage().contains("2 series"));
        assertTrue(failure.getMessage(), failure.getMessage().contains("workload=\"web-baseline\""));
        assertFalse(failure.passing());
    }

    @Test
    public void aValueThatTriesToBecomeAQueryStaysAValue() {
        MetricScope evil = scope("web-canary\"} or vector(42) or demo_error_ratio{workload=\"");
        assertEquals(
                0,
                Queries.series(source, Queries.promQl("avg(demo_error_ratio{workload=\"${scope}\"})", evil))
                        .size());
    }

    @Test
    public void aLongQueryIsPosted() {
        String many = "avg(demo_error_ratio{workload=~\"${scope}" + "|x".repeat(3000) + "\"})";
        assertEquals(0.2, mean(Queries.series(source, Queries.promQl(many, scope("web-canary")))), 0.02);
    }

    @Test
    public void aHundredMetricsOfBothSidesAreOneCall() {
        List<MetricQuery> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(errors("web-baseline"));
            all.add(errors("web-canary"));
        }
        List<Outcome<Series>> outcomes = source.fetch(all, Runnable::run);
        assertEquals(200, outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            double expected = i % 2 == 0 ? 0.01 : 0.2;
            assertEquals(expected, mean(outcomes.get(i).value()), expected / 10);
        }
    }

    @Test
    public void aGreetingNeedsNoMetric() {
        MetricSourceTypes.greet(
                MetricSourceSpec.of("numbers", "prometheus", PEER.address() + "/"), HttpClient.newBuilder());
    }
}
