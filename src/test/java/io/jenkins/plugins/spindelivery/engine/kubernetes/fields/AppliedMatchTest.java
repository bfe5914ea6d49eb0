package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.SPIN;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.container;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.custom;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.entry;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.load;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.owners;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.spec;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.tree;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.Test;

public class AppliedMatchTest {
    private static final List<String> SAME = List.of("deployment", "service", "configmap", "secret");

    private static boolean deployment(Consumer<ObjectNode> change) {
        ObjectNode manifest = load("deployment-manifest");
        change.accept(manifest);
        return ManagedFields.matches(manifest, load("deployment-applied"), SPIN);
    }

    private static boolean live(Consumer<ObjectNode> change) {
        ObjectNode live = load("deployment-applied");
        change.accept(live);
        return ManagedFields.matches(load("deployment-manifest"), live, SPIN);
    }

    /** The spec of a custom resource that was applied with these fields. */
    private static boolean matchesSpec(String fields, String manifest, String live) {
        ObjectNode object = custom(SPIN, "Apply", "{'f:spec':" + fields + "}", live);
        return ManagedFields.matches(thing(manifest), object, SPIN);
    }

    private static ObjectNode thing(String spec) {
        return tree("{'apiVersion':'example.com/v1','kind':'Thing','metadata':{'name':'t'},'spec':" + spec + "}");
    }

    @Test
    public void whatWasJustAppliedMatches() {
        for (String name : SAME) {
            assertTrue(name, ManagedFields.matches(load(name + "-manifest"), load(name + "-applied"), SPIN));
        }
    }

    @Test
    public void onlyForTheManagerThatApplied() {
        assertFalse(ManagedFields.matches(load("configmap-manifest"), load("configmap-applied"), "someone"));
    }

    /** Changes or drops each single field of each manifest: none may go unnoticed. */
    @Test
    public void everyChangedAndEveryDroppedFieldIsNoticed() {
        int tried = 0;
        for (String name : SAME) {
            for (JsonPointer path : paths(load(name + "-manifest"))) {
                assertFalse(
                        name + " with another " + path, matchesAfter(name, m -> put(m, path, new TextNode("other"))));
                // A namespace may be left to the default.
                if (!path.toString().equals("/metadata/namespace")) {
                    assertFalse(name + " without " + path, matchesAfter(name, m -> drop(m, path)));
                    assertFalse(
                            name + " with null at " + path, matchesAfter(name, m -> put(m, path, NullNode.instance)));
                    tried++;
                }
            }
        }
        assertTrue("tried only " + tried, tried > 80);
    }

    /** Changes or drops each live field that we own: none may go unnoticed. */
    @Test
    public void everyLiveFieldThatDiffersIsNoticed() {
        for (String name : SAME) {
            ObjectNode manifest = load(name + "-manifest");
            for (JsonPointer path : paths(manifest)) {
                if (manifest.at(path).isValueNode() && !path.toString().contains("/ports/")) {
                    ObjectNode live = load(name + "-applied");
                    put(live, path, new TextNode("other"));
                    assertFalse(name + " live with another " + path, ManagedFields.matches(manifest, live, SPIN));
                    drop(live, path);
                    assertFalse(name + " live without " + path, ManagedFields.matches(manifest, live, SPIN));
                }
            }
        }
    }

    private static boolean matchesAfter(String name, Consumer<ObjectNode> change) {
        ObjectNode manifest = load(name + "-manifest");
        change.accept(manifest);
        return ManagedFields.matches(manifest, load(name + "-applied"), SPIN);
    }

    private static List<JsonPointer> paths(JsonNode tree) {
        List<JsonPointer> paths = new ArrayList<>();
        collect(tree, JsonPointer.empty(), paths);
        return paths;
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> into) {
        if (!at.matches()) {
            into.add(at);
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            collect(field.getValue(), at.appendProperty(field.getKey()), into);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), at.appendIndex(i), into);
        }
    }

    private static void drop(ObjectNode tree, JsonPointer path) {
        JsonNode parent = tree.at(path.head());
        if (parent instanceof ArrayNode items) {
            items.remove(path.last().getMatchingIndex());
        } else {
            ((ObjectNode) parent).remove(path.last().getMatchingProperty());
        }
    }

    private static void put(ObjectNode tree, JsonPointer path, JsonNode value) {
        JsonNode parent = tree.at(path.head());
        if (parent instanceof ArrayNode items) {
            items.set(path.last().getMatchingIndex(), value);
        } else {
            ((ObjectNode) parent).set(path.last().getMatchingProperty(), value);
        }
    }

    @Test
    public void addedFieldsAreNoticed() {
        assertFalse(deployment(m -> spec(m).put("paused", false)));
        assertFalse(deployment(m -> container(m).put("imagePullPolicy", "IfNotPresent")));
        assertFalse(deployment(m -> ((ObjectNode) m.at("/metadata/labels")).put("new", "x")));
        assertFalse(deployment(m -> container(m).withArray("env").addObject().put("name", "C")));
        assertFalse(
                "the default, written out",
                deployment(m -> ((ObjectNode) container(m).at("/ports/0")).put("protocol", "TCP")));
    }

    @Test
    public void anotherOrderOfItemsIsNoticed() {
        assertFalse(deployment(m -> swap((ArrayNode) m.at("/spec/template/spec/initContainers"))));
        assertFalse(deployment(m -> swap((ArrayNode) container(m).get("env"))));
        ObjectNode service = load("service-manifest");
        swap((ArrayNode) service.at("/metadata/finalizers"));
        assertFalse(ManagedFields.matches(service, load("service-applied"), SPIN));
    }

    private static void swap(ArrayNode items) {
        JsonNode first = items.remove(0);
        items.insert(1, first);
    }

    @Test
    public void othersMayAddFieldsAndItems() {
        assertTrue(live(o -> spec(o).put("minReadySeconds", 3)));
        assertTrue(live(o -> container(o).withArray("env").insert(0, tree("{'name':'Z','value':'z'}"))));
        assertTrue(live(o -> ((ObjectNode) o.at("/metadata/labels")).put("theirs", "x")));
    }

    @Test
    public void whatServersFillInWithinAtomicReferencesIsNoDifference() {
        assertTrue(deployment(m -> {}));
        assertEquals(
                "v1",
                container(load("deployment-applied"))
                        .at("/env/2/valueFrom/fieldRef/apiVersion")
                        .asText());
        assertFalse("another default", live(o -> ((ObjectNode) container(o).at("/env/2/valueFrom/fieldRef"))
                .put("apiVersion", "v2")));
        assertFalse(
                "not known for custom resources",
                matchesSpec(
                        "{'f:fieldRef':{}}",
                        "{'fieldRef':{'fieldPath':'a'}}",
                        "{'fieldRef':{'fieldPath':'a','apiVersion':'v1'}}"));
    }

    @Test
    public void toACoOwnerALeftOutDefaultIsAConflict() {
        assertFalse(live(o -> owners(o)
                .add(entry(
                        "other",
                        "Update",
                        "apps/v1",
                        "{'f:spec':{'f:template':{'f:spec':{'f:containers':"
                                + "{'k:{\\'name\\':\\'ssa\\'}':{'f:env':{'k:{\\'name\\':\\'POD\\'}':{'f:valueFrom':"
                                + "{'f:fieldRef':{}}}}}}}}}}"))));
    }

    @Test
    public void anotherApiVersionDiffers() {
        assertFalse(deployment(m -> m.put("apiVersion", "apps/v1beta1")));
        assertFalse(live(o -> o.put("apiVersion", "apps/v1beta1")));
        assertFalse(live(o -> ((ObjectNode) owners(o).get(0)).put("apiVersion", "apps/v1beta1")));
    }

    @Test
    public void objectsBeingDeletedNeverMatch() {
        assertFalse(live(o -> ((ObjectNode) o.get("metadata")).put("deletionTimestamp", "2026-01-01T00:00:00Z")));
    }

    @Test
    public void anythingYetToBeTakenOverDiffers() {
        assertFalse(live(o ->
                owners(o).add(entry("kubectl-client-side-apply", "Update", "apps/v1", "{'f:spec':{'f:paused':{}}}"))));
        assertTrue("others keep what they own", live(o -> owners(o)
                .add(entry("kubectl-edit", "Update", "apps/v1", "{'f:spec':{'f:paused':{}}}"))));
    }

    @Test
    public void whatSomebodyElseChangedDiffers() {
        assertFalse(ManagedFields.matches(load("deployment-manifest"), load("deployment-applied-scaled"), SPIN));
    }

    @Test
    public void valuesThatCannotBeReadBackDiffer() {
        assertFalse(
                ManagedFields.matches(load("secret-string-data-manifest"), load("secret-string-data-applied"), SPIN));
    }

    @Test
    public void metadataThatNamesTheObjectMayBeLeftOutButNotDiffer() {
        assertTrue(deployment(m -> ((ObjectNode) m.get("metadata")).remove("namespace")));
        assertTrue(deployment(m -> ((ObjectNode) m.get("metadata")).putNull("creationTimestamp")));
        assertFalse(deployment(m -> ((ObjectNode) m.get("metadata")).put("uid", "another")));
        assertFalse(deployment(m -> ((ObjectNode) m.get("metadata")).put("resourceVersion", "1")));
        assertFalse(deployment(m -> ((ObjectNode) m.get("metadata")).remove("name")));
    }

    @Test
    public void numbersAreComparedByValueAndNotByText() {
        assertTrue(matchesSpec("{'f:a':{},'f:b':{}}", "{'a':1.0,'b':12345678901}", "{'a':1,'b':1.2345678901e10}"));
        assertFalse(matchesSpec("{'f:a':{}}", "{'a':1}", "{'a':'1'}"));
        assertFalse(matchesSpec("{'f:a':{}}", "{'a':true}", "{'a':'true'}"));
        assertFalse(matchesSpec("{'f:a':{}}", "{'a':1}", "{'a':1.5}"));
        assertFalse("quantities", matchesSpec("{'f:a':{}}", "{'a':'1000m'}", "{'a':'1'}"));
    }

    @Test
    public void emptyMapsAndLists() {
        assertTrue(matchesSpec("{'f:a':{}}", "{'a':{}}", "{'a':{}}"));
        assertTrue(matchesSpec("{'f:a':{}}", "{'a':[]}", "{'a':[]}"));
        assertFalse(matchesSpec("{'f:a':{}}", "{'a':{}}", "{}"));
        assertFalse(matchesSpec("{'f:a':{}}", "{'a':{}}", "{'a':{'b':1}}"));
        assertFalse(matchesSpec("{'f:a':{}}", "{'a':{'b':1}}", "{'a':{}}"));
        assertFalse("dropped while the rest stays", matchesSpec("{'f:a':{},'f:b':{}}", "{'a':1}", "{'a':1,'b':{}}"));
    }

    @Test
    public void atomicValuesAreComparedAsAWhole() {
        assertTrue(matchesSpec("{'f:a':{}}", "{'a':{'x':[1,{'y':2}]}}", "{'a':{'x':[1,{'y':2}]}}"));
        assertFalse(matchesSpec("{'f:a':{}}", "{'a':{'x':1}}", "{'a':{'x':1,'y':2}}"));
        assertFalse(matchesSpec("{'f:a':{}}", "{'a':[1,2]}", "{'a':[2,1]}"));
        assertFalse(matchesSpec("{'f:a':{}}", "{'a':{'x':null}}", "{'a':{'x':null}}"));
    }

    @Test
    public void aMapThatWasAppliedEmptyAndFilledByOthersIsNotTakenForAtomic() {
        ObjectNode live = custom(SPIN, "Apply", "{'f:spec':{'f:a':{}}}", "{'a':{'x':1}}");
        assertTrue(ManagedFields.matches(thing("{'a':{'x':1}}"), live, SPIN));
        owners(live).add(entry("other", "Update", "example.com/v1", "{'f:spec':{'f:a':{'f:x':{}}}}"));
        assertFalse(ManagedFields.matches(thing("{'a':{'x':1}}"), live, SPIN));
    }

    @Test
    public void itemsThatCannotBeToldApartDiffer() {
        String fields = "{'f:l':{'k:{\\'name\\':\\'a\\'}':{'.':{},'f:name':{}}}}";
        assertTrue(matchesSpec(fields, "{'l':[{'name':'a'}]}", "{'l':[{'name':'a'}]}"));
        assertFalse(matchesSpec(fields, "{'l':[{'name':'a'}]}", "{'l':[{'name':'a'},{'name':'a'}]}"));
        assertFalse(matchesSpec(fields, "{'l':[{'name':'a'},{'name':'a'}]}", "{'l':[{'name':'a'},{'name':'a'}]}"));
        assertFalse(matchesSpec(fields, "{'l':['a']}", "{'l':['a']}"));
        assertFalse(
                "several with one key",
                matchesSpec("{'f:l':{'k:{\\'name\\':\\'a\\'}':{}}}", "{'l':[{'name':'a'}]}", "{'l':[{'name':'a'}]}"));
    }

    @Test
    public void unknownFormsOfOwnershipDiffer() {
        for (String name : List.of("i:0", "x:1", "k:[1]", "k:{", "v:", "noform", "k:")) {
            ObjectNode fields = tree("{}");
            fields.putObject("f:l").putObject(name);
            ObjectNode live = custom(SPIN, "Apply", "{}", "{'l':['a']}");
            ((ObjectNode) owners(live).get(0)).putObject("fieldsV1").set("f:spec", fields);
            assertFalse(name, ManagedFields.matches(thing("{'l':['a']}"), live, SPIN));
        }
    }

    @Test
    public void liveObjectsOfAnyShapeAreJustDifferent() {
        for (String live : List.of("{}", "{'metadata':null}", "{'metadata':{'managedFields':7}}", "{'kind':1}")) {
            assertFalse(live, ManagedFields.matches(load("configmap-manifest"), tree(live), SPIN));
        }
        assertFalse(ManagedFields.matches(load("configmap-manifest"), NullNode.instance, SPIN));
    }
}
