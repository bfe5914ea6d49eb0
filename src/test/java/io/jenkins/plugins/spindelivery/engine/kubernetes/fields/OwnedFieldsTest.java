package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.SPIN;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.container;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.custom;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.entry;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.load;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.owners;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.tree;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry.Operation;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class OwnedFieldsTest {

    private static ObjectNode owned(ObjectNode live) {
        return ManagedFields.ownedBy(live, SPIN, Operation.APPLY).orElseThrow();
    }

    private static String spec(String fields, String live) {
        return owned(custom(SPIN, "Apply", "{'f:spec':" + fields + "}", live))
                .path("spec")
                .toString()
                .replace('"', '\'');
    }

    @Test
    public void givesBackWhatWasApplied() {
        for (String name : List.of("service", "configmap", "secret")) {
            assertEquals(load(name + "-manifest"), owned(load(name + "-applied")));
        }
    }

    @Test
    public void givesBackADeploymentButForDefaultsInsideAtomicReferences() {
        ObjectNode expected = load("deployment-manifest");
        ((ObjectNode) container(expected).at("/env/2/valueFrom/fieldRef")).put("apiVersion", "v1");
        ((ObjectNode) container(expected).at("/env/3/valueFrom/resourceFieldRef")).put("divisor", "0");
        assertEquals(expected, owned(load("deployment-applied")));
    }

    @Test
    public void whatWasCutOutMatchesTheObject() {
        for (String name : List.of("deployment", "service", "configmap", "secret")) {
            ObjectNode live = load(name + "-applied");
            assertTrue(name, ManagedFields.matches(owned(live), live, SPIN));
        }
    }

    @Test
    public void whatOthersTookIsLeftOut() {
        ObjectNode owned = owned(load("deployment-applied-scaled"));
        assertFalse(owned.path("spec").has("replicas"));
        assertFalse(container(owned).has("image"));
        assertEquals("ssa", container(owned).path("name").asText());
    }

    @Test
    public void withoutAnEntryThereIsNothing() {
        assertEquals(Optional.empty(), ManagedFields.ownedBy(load("configmap-applied"), "other", Operation.APPLY));
        assertEquals(Optional.empty(), ManagedFields.ownedBy(load("configmap-applied"), SPIN, Operation.UPDATE));
        assertEquals(
                Optional.empty(),
                ManagedFields.ownedBy(load("deployment-client-side-scaled"), "kubectl", Operation.UPDATE));
    }

    @Test
    public void anotherApiVersionIsCutOutOnlyWhereFieldsHaveTheSameNames() {
        ObjectNode live = load("deployment-applied");
        ((ObjectNode) owners(live).get(0)).put("apiVersion", "extensions/v1beta1");
        assertEquals("apps/v1", owned(live).path("apiVersion").asText());
        ((ObjectNode) owners(live).get(0)).put("apiVersion", "apps/v2");
        assertEquals(Optional.empty(), ManagedFields.ownedBy(live, SPIN, Operation.APPLY));
    }

    @Test
    public void itemsByKeyValueAndPlace() {
        assertEquals(
                "{'l':[{'name':'b','x':1}]}",
                spec(
                        "{'f:l':{'k:{\\'name\\':\\'b\\'}':{'.':{},'f:name':{},'f:x':{}}}}",
                        "{'l':[{'name':'a','x':1},{'name':'b','x':1,'y':2}]}"));
        assertEquals("{'l':['b',2]}", spec("{'f:l':{'v:\\'b\\'':{},'v:2':{}}}", "{'l':['a','b',2,'2']}"));
        assertEquals("{'l':['b']}", spec("{'f:l':{'i:1':{}}}", "{'l':['a','b']}"));
    }

    @Test
    public void anItemIsKnownByAtLeastOneKey() {
        assertEquals(
                "{'l':[{'x':1,'port':80,'protocol':'TCP'}]}",
                spec(
                        "{'f:l':{'k:{\\'port\\':80,\\'protocol\\':\\'TCP\\'}':{'f:x':{}}}}",
                        "{'l':[{'port':80,'protocol':'TCP','x':1}]}"));
        assertEquals(
                "{'l':[{'port':80}]}",
                spec(
                        "{'f:l':{'k:{\\'port\\':80,\\'protocol\\':\\'TCP\\'}':{'.':{},'f:port':{}}}}",
                        "{'l':[{'port':80,'protocol':'TCP'},{'port':80,'protocol':'UDP'}]}"));
    }

    @Test
    public void mapsThatOthersFilledStayEmpty() {
        ObjectNode live = custom(SPIN, "Apply", "{'f:spec':{'f:a':{},'f:b':{}}}", "{'a':{'x':1},'b':{'y':1}}");
        owners(live).add(entry("other", "Update", "example.com/v1", "{'f:spec':{'f:a':{'f:x':{}}}}"));
        assertEquals(tree("{'a':{},'b':{'y':1}}"), owned(live).get("spec"));
    }

    @Test
    public void ownedFieldsThatAreGoneAreLeftOut() {
        assertEquals("{'a':1}", spec("{'f:a':{},'f:gone':{},'f:m':{'f:gone':{}}}", "{'a':1}"));
    }
}
