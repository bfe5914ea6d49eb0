package io.jenkins.plugins.spindelivery.engine.kubernetes.diff;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.Test;

public class ObjectDiffTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> changes(String before, String after) {
        return changes(ObjectDiff.of(tree(before), tree(after)));
    }

    private static List<String> changes(ObjectDiff diff) {
        return diff.changes().stream()
                .map(change -> change.toString().replace('"', '\''))
                .toList();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode secret(String password) {
        return tree("{'apiVersion':'v1','kind':'Secret','metadata':{'name':'s'},'data':{'password':'" + base64(password)
                + "','user':'" + base64("root") + "'}}");
    }

    @Test
    public void equalObjectsDoNotDiffer() {
        ObjectDiff diff = ObjectDiff.of(tree("{'a':{'x':1,'y':[1,2]}}"), tree("{'a':{'y':[1,2],'x':1}}"));
        assertTrue(diff.isEmpty());
        assertEquals(List.of(), diff.lines());
        assertTrue(ObjectDiff.of(tree("{'a':1}"), tree("{}").put("a", 1L)).isEmpty());
    }

    @Test
    public void whatTheServerKeepsForItselfIsLeftOut() {
        String before = "{'metadata':{'name':'a','uid':'1','resourceVersion':'1','generation':1,'selfLink':'x',"
                + "'creationTimestamp':'t','managedFields':[{}],'annotations':"
                + "{'kubectl.kubernetes.io/last-applied-configuration':'{}'}},'status':{'replicas':1}}";
        assertTrue(
                ObjectDiff.of(tree(before), tree("{'metadata':{'name':'a'}}")).isEmpty());
        assertEquals(
                List.of("+ metadata.annotations: {'mine':'1'}"),
                changes(before, "{'metadata':{'name':'a','annotations':{'mine':'1'}}}"));
    }

    @Test
    public void changesNameTheirPlace() {
        assertEquals(List.of("~ spec.replicas: 1 -> 2"), changes("{'spec':{'replicas':1}}", "{'spec':{'replicas':2}}"));
        assertEquals(List.of("+ spec.paused: true"), changes("{'spec':{}}", "{'spec':{'paused':true}}"));
        assertEquals(List.of("- spec.paused: true"), changes("{'spec':{'paused':true}}", "{'spec':{}}"));
        assertEquals(
                List.of("~ data['application.yml']: 'a' -> 'b'"),
                changes("{'data':{'application.yml':'a'}}", "{'data':{'application.yml':'b'}}"));
        assertEquals(List.of("~ ['a.b']: 1 -> 2"), changes("{'a.b':1}", "{'a.b':2}"));
    }

    @Test
    public void itemsAreKnownByTheirKeys() {
        assertEquals(
                List.of("~ spec.template.spec.containers[name=web].image: 'a:1' -> 'a:2'"),
                changes(
                        "{'spec':{'template':{'spec':{'containers':[{'name':'side','image':'s'},"
                                + "{'name':'web','image':'a:1'}]}}}}",
                        "{'spec':{'template':{'spec':{'containers':[{'name':'side','image':'s'},"
                                + "{'name':'web','image':'a:2'}]}}}}"));
        assertEquals(
                List.of("- l[name=a]: {'name':'a','x':1}", "+ l[name=c]: {'name':'c'}"),
                changes("{'l':[{'name':'a','x':1},{'name':'b'}]}", "{'l':[{'name':'b'},{'name':'c'}]}"));
        assertEquals(
                List.of("~ l[port=80,protocol=TCP].targetPort: 1 -> 2"),
                changes(
                        "{'l':[{'port':80,'protocol':'UDP','targetPort':1},{'port':80,'protocol':'TCP',"
                                + "'targetPort':1}]}",
                        "{'l':[{'port':80,'protocol':'UDP','targetPort':1},{'port':80,'protocol':'TCP',"
                                + "'targetPort':2}]}"));
    }

    @Test
    public void anotherOrderIsAChange() {
        assertEquals(
                List.of("~ l: ['name=a','name=b'] -> ['name=b','name=a']"),
                changes("{'l':[{'name':'a'},{'name':'b'}]}", "{'l':[{'name':'b'},{'name':'a'}]}"));
    }

    @Test
    public void otherListsAreComparedByPlace() {
        assertEquals(List.of("~ l[1]: 2 -> 3"), changes("{'l':[1,2]}", "{'l':[1,3]}"));
        assertEquals(List.of("~ l: [1] -> [1,2]"), changes("{'l':[1]}", "{'l':[1,2]}"));
        assertEquals(
                List.of("~ l[0].x: 1 -> 2"),
                changes("{'l':[{'name':'a','x':1},{'name':'a'}]}", "{'l':[{'name':'a','x':2},{'name':'a'}]}"));
        assertEquals(List.of("~ a: {'b':1} -> [1]"), changes("{'a':{'b':1}}", "{'a':[1]}"));
    }

    @Test
    public void linesAreAUnifiedDiffWithContext() {
        ObjectNode before = tree("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c'},"
                + "'data':{'a':'1','b':'2','c':'3','d':'4','e':'5'}}");
        ObjectNode after = before.deepCopy();
        ((ObjectNode) after.get("data")).put("c", "33");
        assertEquals(
                List.of(
                        "@@ -5,6 +5,6 @@",
                        " data:",
                        "   a: '1'",
                        "   b: '2'",
                        "-  c: '3'",
                        "+  c: '33'",
                        "   d: '4'",
                        "   e: '5'"),
                ObjectDiff.of(before, after).lines());
    }

    @Test
    public void createdAndDeletedObjectsAreShownAsAWhole() {
        ObjectNode object = tree("{'kind':'ConfigMap','apiVersion':'v1','metadata':{'uid':'1','name':'c'}}");
        ObjectDiff created = ObjectDiff.of(null, object);
        assertEquals(
                List.of("@@ -0,0 +1,4 @@", "+apiVersion: v1", "+kind: ConfigMap", "+metadata:", "+  name: c"),
                created.lines());
        assertEquals(List.of("+ : {'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'c'}}"), changes(created));
        ObjectDiff deleted = ObjectDiff.of(object, null);
        assertEquals("-apiVersion: v1", deleted.lines().get(1));
        assertEquals(1, deleted.changes().size());
        assertTrue(ObjectDiff.of(null, null).isEmpty());
    }

    @Test
    public void secretsShowOnlyLengthAndWhetherTheyChanged() {
        ObjectDiff diff = ObjectDiff.of(secret("hunter1"), secret("hunter2!"));
        assertEquals(List.of("~ data.password: '(hidden, 7 bytes)' -> '(hidden, 8 bytes, changed)'"), changes(diff));
        assertTrue(diff.lines().toString(), diff.lines().contains("-  password: (hidden, 7 bytes)"));
        assertTrue(diff.lines().toString(), diff.lines().contains("+  password: (hidden, 8 bytes, changed)"));
        assertTrue(diff.lines().toString(), diff.lines().contains("   user: (hidden, 4 bytes)"));
    }

    @Test
    public void anotherValueOfTheSameLengthIsAChange() {
        assertEquals(
                List.of("~ data.password: '(hidden, 7 bytes)' -> '(hidden, 7 bytes, changed)'"),
                changes(ObjectDiff.of(secret("hunter1"), secret("hunter2"))));
        assertTrue(ObjectDiff.of(secret("hunter1"), secret("hunter1")).isEmpty());
    }

    @Test
    public void noValueOfASecretAppearsAnywhere() {
        ObjectNode before = secret("hunter1");
        ObjectNode after = secret("hunter2");
        after.putObject("stringData").put("token", "plain-text");
        after.withObjectProperty("metadata")
                .putObject("annotations")
                .put("kubectl.kubernetes.io/last-applied-configuration", "{hunter3}")
                .put("spin-delivery.jenkins.io/fingerprint", "v1:hunter4");
        ObjectNode odd = secret("x");
        odd.put("data", base64("hunter5"));
        for (ObjectDiff diff : List.of(
                ObjectDiff.of(before, after),
                ObjectDiff.of(after, before),
                ObjectDiff.of(null, after),
                ObjectDiff.of(after, null),
                ObjectDiff.of(before, odd))) {
            assertFalse(diff.isEmpty());
            String all = diff.toString();
            for (String value : List.of("hunter1", "hunter2", "hunter5")) {
                assertFalse(all, all.contains(value) || all.contains(base64(value)));
            }
            assertFalse(all, all.contains("plain-text") || all.contains("hunter3") || all.contains("hunter4"));
        }
    }

    @Test
    public void aMalformedSecretThatChangesIsSeenToChange() {
        ObjectNode before = secret("x").put("data", "one");
        ObjectNode after = secret("x").put("data", "two");
        assertEquals(List.of("~ data: '(hidden)' -> '(hidden, changed)'"), changes(ObjectDiff.of(before, after)));
    }

    @Test
    public void theGivenTreesAreLeftAsTheyAre() {
        ObjectNode before = secret("hunter1");
        ObjectNode after = secret("hunter2");
        ObjectDiff.of(before, after);
        assertEquals(secret("hunter1"), before);
        assertEquals(secret("hunter2"), after);
    }

    @Test
    public void changesAreJson() throws Exception {
        assertEquals(
                "[{\"path\":\"a\",\"before\":1},{\"path\":\"b\",\"after\":2}]",
                JSON.writeValueAsString(
                        ObjectDiff.of(tree("{'a':1}"), tree("{'b':2}")).changes()));
    }
}
