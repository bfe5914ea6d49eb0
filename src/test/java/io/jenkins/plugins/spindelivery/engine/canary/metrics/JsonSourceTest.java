package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Any HTTP service with JSON; five points from 10:00 on, a minute apart. */
public class JsonSourceTest {
    private static final double NONE = Double.NaN;

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    private MetricSource source;

    @Before
    public void open() {
        source = Queries.open("json", server.address() + "/metrics/v1");
    }

    private double[] values(String query, String answer) {
        server.answers(200, answer);
        return Queries.series(source, Queries.of(query)).values();
    }

    private Problem wrong(String query, String answer) {
        server.answers(200, answer);
        return Queries.failure(source, Queries.of(query)).problems().get(0);
    }

    @Test
    public void aListIsOnePointForEachStep() {
        assertArrayEquals(
                new double[] {1, 2.5, NONE, Double.POSITIVE_INFINITY, NONE},
                values("{'values': '/data/values'}", "{\"data\":{\"values\":[1,\"2.5\",null,\"+Inf\"]}}"),
                0);
    }

    @Test
    public void timesBesideTheValuesDecideWhereTheyAre() {
        long start = Queries.START.getEpochSecond();
        String answer = "{\"v\":[1,2,4,8,16],\"t\":[" + (start - 1) + "," + start + "," + (start + 59) + ","
                + (start + 180) + "," + (start + 300) + "]}";
        assertArrayEquals(new double[] {3, NONE, NONE, 8, NONE}, values("{'values': '/v', 'times': '/t'}", answer), 0);
    }

    @Test
    public void timesWithinThePointsAreUnderstoodInThreeForms() {
        long start = Queries.START.toEpochMilli();
        assertArrayEquals(
                new double[] {NONE, 7, NONE, NONE, NONE},
                values(
                        "{'values': '/0/datapoints', 'value': '/0', 'time': '/1', 'timeUnit': 'milliseconds'}",
                        "[{\"datapoints\":[[7," + (start + 60_000) + "]]}]"),
                0);
        assertArrayEquals(
                new double[] {NONE, NONE, 9, NONE, NONE},
                values(
                        "{'values': '/p', 'value': '/v', 'time': '/at'}",
                        "{\"p\":[{\"v\":9,\"at\":\"2026-01-01T11:02:30+01:00\"}]}"),
                0);
        assertArrayEquals(
                new double[] {5, NONE, NONE, NONE, NONE},
                values(
                        "{'values': '/p', 'value': '/v', 'time': '/at'}",
                        "{\"p\":[{\"v\":5,\"at\":\"" + start / 1000 + "\"}]}"),
                0);
    }

    @Test
    public void anEmptyListIsNoData() {
        assertEquals(0, values("{'values': '/v'}", "{\"v\":[]}").length);
        assertEquals(0, values("{'values': '/v'}", "{\"v\":null}").length);
    }

    @Test
    public void pathAndParametersAreTemplatesWhoseValuesAreEncoded() {
        MetricQuery query = Queries.of(
                "{'type': 'json', 'path': '/series/${scope}/${what}', 'values': '/v',"
                        + "'parameters': {'from': '${start}', 'tag': ['a&b', '${what}'], 'max': 5}}",
                Map.of(),
                Queries.scope(Map.of("what", "p99 ?&#%")));
        server.answers(200, "{\"v\":[1]}");
        Queries.series(source, query);
        assertEquals(
                List.of("GET /metrics/v1/series/web-canary/p99%20%3F%26%23%25"
                        + "?from=1767261600&tag=a%26b&tag=p99%20%3F%26%23%25&max=5"),
                server.requests());
    }

    @Test
    public void aBodyIsPostedWithItsTextsFilled() {
        MetricQuery query = Queries.of(
                "{'path': '/query', 'values': '/v', 'body': {'q': 'of \"${v}\"', 'step': 60, 'in': ['${location}']}}",
                Map.of(),
                Queries.scope(Map.of("v", "a\"b")));
        server.answers(200, "{\"v\":[1]}");
        Queries.series(source, query);
        assertEquals(
                List.of("POST /metrics/v1/query {\"q\":\"of \\\"a\\\"b\\\"\",\"step\":60,\"in\":[\"shop\"]}"),
                server.requests());
    }

    @Test
    public void noValueLeavesTheAddress() {
        for (String value : List.of("..", ".", "../admin", "a/b", "..\\admin", "a\u0000b")) {
            MetricQuery query = Queries.of(
                    "{'path': '/series/${v}/x', 'values': '/v'}", Map.of(), Queries.scope(Map.of("v", value)));
            assertEquals(
                    value,
                    "canary.json-path",
                    Queries.failure(source, query).problems().get(0).code());
        }
        for (String path : List.of(
                "series",
                "//elsewhere.example/x",
                "/../x",
                "/a/%2E%2e/x",
                "/a?b=c",
                "/a#b",
                "/a b",
                "/%zz",
                "@elsewhere.example/",
                ":81/x",
                "/a/..")) {
            assertEquals(
                    path,
                    "canary.json-path",
                    wrong("{'path': '" + path + "', 'values': '/v'}", "{}").code());
        }
        assertEquals(List.of(), server.requests());
    }

    @Test
    public void aLongPathIsAPath() {
        String path = "/" + "a%2Db/".repeat(5_000);
        server.answers(200, "{\"v\":[1]}");
        Queries.series(
                source, Queries.of("{'path': '" + path + "', 'values': '/v'}", Map.of(), Queries.scope(Map.of())));
        assertEquals(List.of("GET /metrics/v1" + path), server.requests());
    }

    @Test
    public void aWrongQueryIsToldBeforeItIsAsked() {
        assertEquals("canary.json-no-pointer", wrong("{'path': '/x'}", "{}").code());
        assertEquals("canary.json-pointer", wrong("{'values': 'data'}", "{}").code());
        assertEquals(
                "canary.json-both-times",
                wrong("{'values': '/v', 'time': '/t', 'times': '/t'}", "{}").code());
        assertEquals(
                "canary.json-time-unit",
                wrong("{'values': '/v', 'timeUnit': 'hours'}", "{}").code());
        assertEquals(
                "The query has a field vaules, which there is not. Did you mean: values?",
                wrong("{'vaules': '/v'}", "{}").message());
        assertEquals(
                "canary.json-parameters",
                wrong("{'values': '/v', 'parameters': {'a': {}}}", "{}").code());
        assertEquals(
                "canary.query-type",
                wrong("{'type': 'prometheus', 'metricName': 'x'}", "{}").code());
        assertEquals(List.of(), server.requests());
        MetricQuery query = Queries.of("{'values': '/v', 'path': '/${nothing}'}");
        assertEquals(
                "canary.query-variable",
                assertThrows(MetricException.class, () -> source.check(query))
                        .problems()
                        .get(0)
                        .code());
    }

    @Test
    public void anAnswerOfAnotherShapeIsToldWithThePlace() {
        Problem list = wrong("{'values': '/data/values'}", "{\"data\":7}");
        assertEquals("The answer of the metric source numbers has no list at /data/values.", list.message());
        assertEquals("errors", list.where());
        assertEquals(
                "canary.json-no-number",
                wrong("{'values': '/v'}", "{\"v\":[{\"x\":1}]}").code());
        assertEquals(
                "canary.json-no-time",
                wrong("{'values': '/v', 'time': '/t'}", "{\"v\":[1]}").code());
        assertEquals(
                "canary.json-lengths",
                wrong("{'values': '/v', 'times': '/t'}", "{\"v\":[1],\"t\":[]}").code());
        assertEquals(
                "canary.json-too-many",
                wrong("{'values': '/v'}", "{\"v\":[1,2,3,4,5,6]}").code());
        assertTrue(wrong("{'values': '/v'}", "<html>").message().contains("text/html"));
    }
}
