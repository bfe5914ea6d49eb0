package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What the forms of Kayenta's Prometheus queries become; the expected expressions are what Kayenta makes of them. */
public class PrometheusExpressionTest {
    private static final Map<String, String> TEMPLATES =
            Map.of("by-group", "group=\"${scope}\"", "kept", "group=\"$\\{scope}\"", "odd", "q=\"${quantile}\"");

    private static String of(String query) {
        return of(query, Map.of());
    }

    private static String of(String query, Map<String, String> parameters) {
        return PrometheusExpression.of(Queries.of(query, TEMPLATES, Queries.scope(parameters)));
    }

    private static Problem wrong(String query, Map<String, String> parameters) {
        return assertThrows(MetricException.class, () -> of(query, parameters))
                .problems()
                .get(0);
    }

    @Test
    public void aFilterByNameComesBeforeTheBindings() {
        assertEquals(
                "avg(requests{group=\"web-canary\",code=~\"5..\"})",
                of(
                        "{'metricName': 'requests', 'labelBindings': ['code=~\"5..\"'], 'customFilterTemplate': 'by-group'}"));
    }

    @Test
    public void anInlineFilterGoesBeforeANamedOne() {
        assertEquals(
                "avg(requests{app='x',b='y'} by) by (a,b)".replace(" by)", ")"),
                of("{'metricName': 'requests', 'customInlineTemplate': \"app='x',b='y'\","
                        + "'customFilterTemplate': 'by-group', 'groupByFields': ['a', 'b']}"));
    }

    @Test
    public void aTemplateAsKayentaKeepsItIsTheSame() {
        assertEquals(
                "avg(requests{group=\"web-canary\"})",
                of("{'metricName': 'requests', 'customFilterTemplate': 'kept'}"));
    }

    @Test
    public void resourceTypesStandForTheirLabels() {
        assertEquals(
                "avg(cpu{a=\"b\",instance=~\"web-canary-.{4}\",zone=~\".+/zones/shop-.{1}\"})",
                of("{'metricName': 'cpu', 'resourceType': 'gce_instance', 'labelBindings': ['a=\"b\"']}"));
        assertEquals(
                "avg(cpu{instance=~\"web-canary-.{4}\",zone=~\".+/projects/p/zones/shop-.{1}\"})",
                of("{'metricName': 'cpu'}", Map.of("project", "p", "resourceType", "gce_instance")));
        assertEquals(
                "avg(cpu{asg_groupName=\"web-canary\",zone=~\"shop.{1}\"})",
                of("{'metricName': 'cpu', 'resourceType': 'aws_ec2_instance'}"));
        assertEquals(
                "canary.query-resource-type",
                wrong("{'metricName': 'cpu', 'resourceType': 'k8s_container'}", Map.of())
                        .code());
    }

    @Test
    public void aResourceTypeBesideAFilterIsAWarning() {
        MetricQuery query = Queries.of(
                "{'metricName': 'cpu', 'resourceType': 'gce_instance', 'customFilterTemplate': 'by-group'}",
                TEMPLATES,
                Queries.scope(Map.of()));
        assertEquals(
                "The resource type gce_instance has no effect, because the query has a filter of its own.",
                PrometheusExpression.warnings(query).get(0).message());
        MetricQuery used = Queries.of(
                "{'metricName': 'cpu', 'resourceType': 'x', 'customInlineTemplate': 'a=\"${resourceType}\"'}");
        assertEquals(List.of(), PrometheusExpression.warnings(used));
    }

    @Test
    public void parametersOfTheScopeAreVariablesAndGoFirst() {
        assertEquals(
                "histogram_quantile(0.99, x{handler=\"/graph\"})",
                of(
                        "{'customInlineTemplate': 'PromQL:histogram_quantile(${quantile}, x{handler=\"${scope}\"})'}",
                        Map.of("quantile", "0.99", "scope", "/graph")));
    }

    @Test
    public void theTimesAreVariables() {
        MetricScope scope = new MetricScope(
                "s", "", Instant.ofEpochMilli(1_500), Instant.ofEpochSecond(61), Duration.ofMillis(500), Map.of());
        MetricQuery query = Queries.of(
                "{'customInlineTemplate': 'PromQL:x{} @ ${start} ${end} ${step}s ${startMillis} ${endMillis}"
                        + " \"${startTime}\"'}",
                Map.of(),
                scope);
        assertEquals("x{} @ 1.5 61 0.5s 1500 61000 \"1970-01-01T00:00:01.500Z\"", PrometheusExpression.of(query));
    }

    @Test
    public void aMissingVariableIsNamed() {
        Problem missing = wrong("{'metricName': 'x', 'customFilterTemplate': 'odd'}", Map.of());
        assertEquals("canary.query-variable", missing.code());
        assertEquals("errors", missing.where());
        assertTrue(missing.message(), missing.message().startsWith("The query mentions the variable quantile, which"));
        Problem near = wrong("{'customInlineTemplate': 'PromQL:x{a=\"${scpoe}\"}'}", Map.of());
        assertTrue(near.message(), near.message().contains("did you mean scope?"));
        assertEquals(
                "canary.query-variable-open",
                wrong("{'customInlineTemplate': 'PromQL:x{a=\"${scope\"}'}".replace("}'}", "'}"), Map.of())
                        .code());
    }

    @Test
    public void whatIsEmptyHasNoValue() {
        MetricScope nowhere =
                new MetricScope("s", "", Queries.START, Queries.START.plusSeconds(60), Queries.STEP, Map.of());
        MetricQuery query =
                Queries.of("{'metricName': 'x', 'customInlineTemplate': 'a=\"${location}\"'}", Map.of(), nowhere);
        assertThrows(MetricException.class, () -> PrometheusExpression.of(query));
    }

    @Test
    public void aVariableMayHaveADefaultAndADollarMayBeOne() {
        assertEquals(
                "x{a=\"east\",b=\"${scope}\"}",
                of("{'customInlineTemplate': 'PromQL:x{a=\"${region:-east}\",b=\"$${scope}\"}'}"));
    }

    @Test
    public void valuesAreEscapedByTheQuotesAroundThem() {
        Map<String, String> odd = Map.of("v", "a\"b'c`d\\e\nf");
        assertEquals("x{a=\"a\\\"b'c`d\\\\e\\nf\"}", of("{'customInlineTemplate': 'PromQL:x{a=\"${v}\"}'}", odd));
        assertEquals("x{a='a\"b\\'c`d\\\\e\\nf'}", of("{'customInlineTemplate': \"PromQL:x{a='${v}'}\"}", odd));
        assertEquals(
                "canary.query-value-backtick",
                wrong("{'customInlineTemplate': 'PromQL:x{a=`${v}`}'}", odd).code());
        assertEquals(
                "canary.query-value-unquoted",
                wrong("{'customInlineTemplate': 'PromQL:x{a=\"\\\\\\\\\"} ${v}'}", odd)
                        .code());
    }

    @Test
    public void anEscapedQuoteEndsNoString() {
        assertEquals(
                "x{a=\"\\\"web-canary y\"}".replace("web-canary y", "v w"),
                of("{'customInlineTemplate': 'PromQL:x{a=\"\\\\\"${v}\"}'}", Map.of("v", "v w")));
    }

    @Test
    public void aValueIsNoTemplate() {
        assertEquals(
                "x{a=\"${location}\"}",
                of("{'customInlineTemplate': 'PromQL:x{a=\"${v}\"}'}", Map.of("v", "${location}")));
    }

    @Test
    public void whatIsNoQueryIsRefused() {
        Map<String, String> none = Map.of();
        assertEquals(
                "canary.query-no-name",
                wrong("{'customFilterTemplate': 'by-group'}", none).code());
        assertEquals(
                "canary.query-no-filter", wrong("{'metricName': 'x'}", none).code());
        assertEquals(
                "canary.query-custom-filter",
                wrong("{'metricName': 'x', 'customFilter': 'a=\"b\"'}", none).code());
        assertEquals(
                "canary.query-empty",
                wrong("{'customInlineTemplate': 'PromQL: '}", none).code());
        assertEquals("canary.query-no-text", wrong("{'metricName': 7}", none).code());
        assertEquals(
                "canary.query-no-texts",
                wrong("{'metricName': 'x', 'customFilterTemplate': 'by-group', 'labelBindings': 'a=\"b\"'}", none)
                        .code());
        Problem template = wrong("{'metricName': 'x', 'customFilterTemplate': 'by-grup'}", none);
        assertEquals(
                "The query refers to the template by-grup, which the configuration does not have. It has: by-group,"
                        + " kept, odd.",
                template.message());
    }
}
