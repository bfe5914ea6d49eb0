package io.jenkins.plugins.spindelivery.engine.canary.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Classification;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Authorization;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceSpec;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceTypes;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.ScriptedServer;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis.Scope;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a metric source may do to a canary, and what may be odd about its numbers; nothing is deployed for that. */
public class CanaryFaultsTest {
    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    private CanaryDriver driver;

    private static CanaryRequest past(long lookback) {
        Scope scope = new Scope("web-baseline", "shop", "web-canary", "shop", Map.of());
        Analysis analysis = new Analysis(
                "metrics",
                Map.of("default", scope),
                null,
                0,
                lookback,
                0,
                0,
                60,
                1_767_261_600_000L,
                1_767_265_200_000L);
        return new CanaryRequest(null, 1, List.of(), "", null, null, analysis, 0, false);
    }

    private CanaryResult run(MetricSource source) throws IOException {
        driver = new CanaryDriver(
                account -> {
                    throw new AssertionError("no cluster is asked");
                },
                Runnable::run,
                source);
        return driver.run(past(0), List.of(), Shop.CONFIG, folder.newFolder().toPath());
    }

    private MetricSource prometheus() {
        MetricSourceSpec spec = new MetricSourceSpec(
                "metrics", "prometheus", server.address(), Authorization.NONE, "", 8, Duration.ofSeconds(1));
        return MetricSourceTypes.open(spec, HttpClient.newBuilder());
    }

    private CanaryResult judged(double[] control, double... experiment) throws IOException {
        return run(new ScriptedSource(
                query -> ScriptedSource.series(query, ScriptedSource.isCanary(query) ? experiment : control)));
    }

    private static void isJudged(CanaryResult result, Classification metric, double score, Verdict verdict) {
        assertEquals(metric, result.judged().metrics().get(0).classification());
        assertEquals(score, result.score(), 0);
        assertEquals(verdict, result.verdict());
        assertEquals(verdict == Verdict.PASS ? Status.SUCCEEDED : Status.FAILED, result.status());
    }

    private void isNotJudged(CanaryResult result, Category category) {
        assertEquals(Status.FAILED, result.status());
        assertEquals(category, result.category());
        assertNull(result.verdict());
        assertNull(result.score());
        assertEquals(
                "So interval 1 of 1 could not be judged, and nothing is known about the canary.",
                result.errors().get(result.errors().size() - 1).message());
    }

    private long retries() {
        return driver.events().stream().filter(Event.Retrying.class::isInstance).count();
    }

    @Test
    public void aWrongQueryFailsAtOnceInTheSourcesOwnWords() throws IOException {
        server.answers(
                400,
                "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:3: parse error: unexpected \\\"}\\\"\"}");
        CanaryResult result = run(prometheus());
        isNotJudged(result, Category.INPUT);
        String why = result.errors().get(0).message();
        assertTrue(why, why.contains("parse error: unexpected \"}\""));
        assertEquals(0, retries());
    }

    @Test
    public void aQueryThatCannotBeAskedIsRefusedWithoutAsking() throws IOException {
        driver = new CanaryDriver(
                account -> {
                    throw new AssertionError("no cluster is asked");
                },
                Runnable::run,
                prometheus());
        String text = new String(Shop.CONFIG.content(), StandardCharsets.UTF_8).replace("${scope}", "${pod}");
        CanaryResult result = driver.run(
                past(0), List.of(), Shop.config(text), folder.newFolder().toPath());
        assertEquals(Status.REFUSED, result.status());
        assertEquals(
                List.of("canary.query-variable"),
                result.errors().stream().map(Problem::code).toList());
        assertEquals(List.of(), server.requests());
    }

    @Test
    public void aSourceThatIsBusyIsAskedAgain() throws IOException {
        server.answers(503, "{}");
        CanaryResult result = run(prometheus());
        isNotJudged(result, Category.ACCESS);
        assertEquals(3, retries());
    }

    @Test
    public void aSlowSourceIsAskedAgainAndThenGivenUp() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        server.answers(exchange -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        CanaryResult result = run(prometheus());
        isNotJudged(result, Category.ACCESS);
        assertEquals(3, retries());
        never.countDown();
    }

    @Test
    public void aSourceThatRecoversIsNoHarm() throws IOException {
        int[] asked = {0};
        String series =
                "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[";
        server.answers(exchange -> {
            boolean down = asked[0]++ == 0;
            ScriptedServer.answer(
                    exchange, down ? 503 : 200, down ? "{}" : series + "[1767261600,\"1\"],[1767261660,\"2\"]]}]}}");
        });
        isJudged(run(prometheus()), Classification.PASS, 100, Verdict.PASS);
        assertEquals(1, retries());
    }

    @Test
    public void nothingButNaNIsNoDataAndTheScoreIsNothing() throws IOException {
        isJudged(
                judged(new double[] {Double.NaN, Double.NaN}, Double.NaN, Double.NaN),
                Classification.NODATA,
                0,
                Verdict.FAIL);
    }

    @Test
    public void noPointsAtAllAreNoDataEither() throws IOException {
        isJudged(judged(new double[0]), Classification.NODATA, 0, Verdict.FAIL);
    }

    @Test
    public void sidesOfUnequalLengthsAreCompared() throws IOException {
        isJudged(judged(new double[] {10, 11, 12, 11, 10, 12, 11}, 11, 10, 12), Classification.PASS, 100, Verdict.PASS);
    }

    @Test
    public void constantSeriesAreCompared() throws IOException {
        double[] five = {5, 5, 5, 5, 5, 5, 5, 5};
        isJudged(judged(five, five), Classification.PASS, 100, Verdict.PASS);
        isJudged(judged(five, 9, 9, 9, 9, 9, 9, 9, 9), Classification.HIGH, 0, Verdict.FAIL);
    }

    @Test
    public void twoPointsAreEnoughToBeHigh() throws IOException {
        isJudged(judged(new double[] {1, 2}, 10, 11), Classification.HIGH, 0, Verdict.FAIL);
        isJudged(judged(new double[] {1, 2}, 1, 2), Classification.PASS, 100, Verdict.PASS);
    }

    @Test
    public void thePastIsJudgedIntervalByIntervalAndStopsAtTheFirstBadOne() throws IOException {
        Scope scope = new Scope("web-baseline", "shop", "web-canary", "shop", Map.of());
        Analysis analysis = new Analysis(
                "metrics", Map.of("default", scope), null, 900, 0, 0, 0, 60, 1_767_261_600_000L, 1_767_265_200_000L);
        CanaryRequest request = new CanaryRequest(null, 1, List.of(), "", null, null, analysis, 0, false);
        long bad = 1_767_261_600_000L + 1_800_000;
        CanaryDriver judging = new CanaryDriver(
                account -> null,
                Runnable::run,
                new ScriptedSource(query -> ScriptedSource.wave(
                        query,
                        ScriptedSource.isCanary(query) && query.scope().end().toEpochMilli() >= bad ? 9 : 1)));
        CanaryResult result =
                judging.run(request, List.of(), Shop.CONFIG, folder.newFolder().toPath());
        assertEquals(
                List.of(Verdict.PASS, Verdict.FAIL),
                result.intervals().stream().map(CanaryResult.Interval::verdict).toList());
        assertEquals(bad, result.intervals().get(1).endMillis());
    }

    @Test
    public void fewPointsAreAWarning() throws IOException {
        driver = new CanaryDriver(account -> null, Runnable::run, ScriptedSource.factor(1));
        CanaryResult result =
                driver.run(past(600), List.of(), Shop.CONFIG, folder.newFolder().toPath());
        assertEquals("canary.few-points", result.warnings().get(0).code());
        assertEquals(Status.SUCCEEDED, result.status());
    }
}
