package io.jenkins.plugins.spindelivery.engine.trigger;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Paths into payloads, and those that could take long. */
public class JsonPathsTest {
    private static final Map<String, Object> DOCUMENT = Payload.document(Refusals.json("{'type': 'PUSH', 'none': null, "
            + "'version': 1.10, 'count': 3, 'ok': true, 'a.b': 'dotted', "
            + "'items': [{'tag': '1.0', 'size': 1}, {'tag': '2.0', 'size': 20}, {'name': 'x'}]}"));

    @Test
    public void valuesAreTexts() {
        assertEquals(List.of("PUSH"), texts("$.type"));
        assertEquals(List.of("PUSH"), texts("$['type']"));
        assertEquals(List.of("1.10"), texts("$.version"));
        assertEquals(List.of("3"), texts("$.count"));
        assertEquals(List.of("true"), texts("$.ok"));
        assertEquals(List.of("dotted"), texts("$['a.b']"));
        assertEquals(List.of("{\"tag\":\"1.0\",\"size\":1}"), texts("$.items[0]"));
    }

    @Test
    public void severalAreFoundInTheirOrder() {
        assertEquals(List.of("1.0", "2.0"), texts("$.items[*].tag"));
        assertEquals(List.of("1.0", "2.0"), texts("$..tag"));
        assertEquals(List.of("2.0"), texts("$.items[-2:].tag"));
        assertEquals(List.of("2.0"), texts("$.items[?(@.size > 10)].tag"));
        assertEquals(List.of("1.0"), texts("$.items[?(@.tag == '1.0' && (@.size < 5))].tag"));
        assertEquals(List.of("1.0", "2.0"), texts("$.items[0,1].tag"));
    }

    @Test
    public void whatIsNotThereIsNothing() {
        assertEquals(List.of(), texts("$.missing"));
        assertEquals(List.of(), texts("$.type.deeper"));
        assertEquals(List.of(), texts("$.items[7].tag"));
        assertEquals(List.of(), texts("$.none"));
        assertEquals(List.of(), texts("$..missing"));
    }

    @Test
    public void whatCouldTakeLongIsRefused() {
        for (String path : List.of(
                "$..a..b",
                "$.a[?(@.b[?(@.c)])]",
                "$.a[?(@.b in $.c)]",
                "$[0,0,0,0,0,0,0,0,0,0]",
                "$.a[?(@.b =~ /(a+)+b/)]",
                "$.items.length()",
                "$.items[(@.length-1)]",
                "$.a'..b..c'",
                "$.a[?(@.b'..c..d' == 1)]",
                "$['a",
                "type",
                "")) {
            assertEquals(path, "trigger.path-refused", code(path));
        }
        assertEquals("trigger.path-too-long", code("$." + "a".repeat(299)));
    }

    @Test
    public void aMalformedOneIsRefused() {
        for (String path : List.of("$.", "$[", "$.items[?(@.a ==)]", "$.a b", "$[]")) {
            assertEquals(path, "trigger.path-malformed", code(path));
        }
    }

    @Test
    public void resultsAreLimited() {
        String items = "1,".repeat(100);
        assertEquals(
                100,
                JsonPaths.of("p", "$.a[*]").texts(list(items.substring(0, 199))).size());
        Map<String, Object> many = list(items + "1");
        assertEquals(
                "trigger.path-results",
                Refusals.refused(() -> JsonPaths.of("p", "$.a[*]").texts(many)).code());
        Map<String, Object> large = list("'" + "x".repeat(65_537) + "'");
        assertEquals(
                "trigger.path-text",
                Refusals.refused(() -> JsonPaths.of("p", "$.a[0]").texts(large)).code());
    }

    private static Map<String, Object> list(String items) {
        return Payload.document(Refusals.json("{'a': [" + items + "]}"));
    }

    private static List<String> texts(String path) {
        return JsonPaths.of("parameter tag", path).texts(DOCUMENT);
    }

    private static String code(String path) {
        return Refusals.refused(() -> JsonPaths.of("parameter tag", path)).code();
    }
}
