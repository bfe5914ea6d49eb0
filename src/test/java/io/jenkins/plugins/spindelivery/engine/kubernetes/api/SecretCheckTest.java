package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.Source;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import org.junit.Test;

public class SecretCheckTest {

    @Test
    public void base64AsTheServerReadsItIsFine() {
        for (String value : List.of("", "YQ==", "YWI=", "YWJj", "YWJj\\nYWJj\\r\\n", "+/+/")) {
            assertEquals(value, List.of(), check("Secret", "{\"data\":{\"k\":\"" + value + "\"}}"));
        }
        assertEquals(List.of(), check("Secret", "{\"data\":{\"k\":null},\"stringData\":{\"k\":\"p@ss word\"}}"));
    }

    @Test
    public void otherTextIsNamedByKeyWithoutItsValue() {
        for (String value : List.of("hunter2!", "YQabc", "YQab=", " YQ==", "YQ== ", "YW-j", "Y====", "=====")) {
            List<Problem> problems = check("Secret", "{\"data\":{\"pass word\":\"" + value + "\"}}");
            assertEquals(value, 1, problems.size());
            assertEquals("kubernetes.api-secret-not-base64", problems.get(0).code());
            assertEquals(
                    List.of("Secret shop/login", "data", "pass word"),
                    problems.get(0).arguments());
            assertEquals("s.yaml:3", problems.get(0).where());
            assertFalse(problems.get(0).describe().contains(value));
        }
    }

    @Test
    public void valuesThatAreNoTextAreNamed() {
        List<Problem> problems = check("Secret", "{\"data\":{\"a\":1},\"stringData\":{\"b\":true,\"c\":{}}}");
        assertEquals(
                List.of("data a", "stringData b", "stringData c"),
                problems.stream()
                        .map(p -> p.arguments().get(1) + " " + p.arguments().get(2))
                        .toList());
        problems.forEach(p -> assertEquals("kubernetes.api-secret-not-text", p.code()));
    }

    @Test
    public void otherKindsAreLeftAlone() {
        assertEquals(List.of(), check("ConfigMap", "{\"data\":{\"k\":\"hunter2!\"}}"));
    }

    private static List<Problem> check(String kind, String json) {
        ObjectNode tree = (ObjectNode) Json.read(json.getBytes());
        tree.put("apiVersion", "v1").put("kind", kind);
        tree.putObject("metadata").put("name", "login").put("namespace", "shop");
        Source source = new Source("s.yaml", 1, pointer -> pointer.toString().startsWith("/data/") ? 3 : 7);
        return SecretCheck.problems(new Manifest(tree, source));
    }
}
