package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.SPIN;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.custom;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.entry;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.load;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.managers;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.owners;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.tree;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry.Operation;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class TakeOverTest {
    private static final String KUBECTL = "kubectl-client-side-apply";

    private static TakeOver takeOver(ObjectNode live) {
        return ManagedFields.takeOver(live, SPIN).orElseThrow();
    }

    /** The object as the patch leaves it. */
    private static ObjectNode patched(ObjectNode live) {
        ObjectNode result = live.deepCopy();
        ((ObjectNode) result.get("metadata"))
                .set("managedFields", takeOver(live).patch().at("/0/value"));
        return result;
    }

    private static JsonNode ownFields(ObjectNode live) {
        return ManagedFields.of(patched(live))
                .entry(SPIN, Operation.APPLY)
                .orElseThrow()
                .fields();
    }

    @Test
    public void thePatchFailsWhenTheObjectHasChanged() {
        ObjectNode live = load("deployment-client-side");
        JsonNode patch = takeOver(live).patch();
        assertEquals(2, patch.size());
        assertEquals("replace", patch.at("/0/op").asText());
        assertEquals("/metadata/managedFields", patch.at("/0/path").asText());
        assertEquals("replace", patch.at("/1/op").asText());
        assertEquals("/metadata/resourceVersion", patch.at("/1/path").asText());
        assertEquals(live.at("/metadata/resourceVersion"), patch.at("/1/value"));
        assertEquals(List.of(KUBECTL), takeOver(live).managers());
    }

    @Test
    public void anEntryOfKubectlBecomesOurs() {
        ObjectNode live = load("deployment-client-side");
        assertEquals(
                List.of("kube-controller-manager (Update of status)", "spin-delivery (Apply)"),
                managers(ManagedFields.of(patched(live)).entries()));
        assertEquals(
                ManagedFields.of(live)
                        .entry(KUBECTL, Operation.UPDATE)
                        .orElseThrow()
                        .fields(),
                ownFields(live));
        assertEquals(
                "what kubectl owned is ours now, so it can be told for a rollback",
                "nginx:1.27",
                ManagedFields.ownedBy(patched(live), SPIN, Operation.APPLY)
                        .orElseThrow()
                        .at("/spec/template/spec/containers/0/image")
                        .asText());
    }

    @Test
    public void afterwardsNothingIsLeftToTakeOver() {
        for (String name :
                List.of("deployment-client-side", "deployment-client-side-scaled", "deployment-without-owners")) {
            assertEquals(name, Optional.empty(), ManagedFields.takeOver(patched(load(name)), SPIN));
        }
    }

    @Test
    public void othersAreLeftAsTheyAre() {
        ObjectNode live = load("deployment-client-side-scaled");
        JsonNode scale = owners(live).get(0);
        assertEquals("kubectl", scale.path("manager").asText());
        JsonNode kept = patched(live).at("/metadata/managedFields");
        assertEquals(3, kept.size());
        assertTrue(
                kept.toString(), List.of(kept.get(0), kept.get(1), kept.get(2)).contains(scale));
    }

    @Test
    public void nothingToDoWithoutKubectl() {
        assertEquals(Optional.empty(), ManagedFields.takeOver(load("deployment-applied"), SPIN));
        assertEquals(Optional.empty(), ManagedFields.takeOver(custom("helm", "Update", "{'f:spec':{}}", "{}"), SPIN));
        assertEquals(Optional.empty(), ManagedFields.takeOver(custom(KUBECTL, "Apply", "{'f:spec':{}}", "{}"), SPIN));
        ObjectNode status = custom(KUBECTL, "Update", "{'f:status':{}}", "{}");
        ((ObjectNode) owners(status).get(0)).put("subresource", "status");
        assertEquals(Optional.empty(), ManagedFields.takeOver(status, SPIN));
        ObjectNode unversioned = load("deployment-client-side");
        ((ObjectNode) unversioned.get("metadata")).remove("resourceVersion");
        assertEquals(Optional.empty(), ManagedFields.takeOver(unversioned, SPIN));
    }

    @Test
    public void unitesWithWhatWeAlreadyOwn() {
        ObjectNode live = custom(SPIN, "Apply", "{'f:spec':{'f:a':{},'f:m':{},'f:n':{'f:x':{}}}}", "{}");
        owners(live).add(entry(KUBECTL, "Update", "example.com/v1", "{'f:spec':{'f:b':{},'f:m':{'f:y':{}},'f:n':{}}}"));
        assertEquals(
                tree("{'f:spec':{'f:a':{},'f:m':{'f:y':{},'.':{}},'f:n':{'f:x':{},'.':{}},'f:b':{}}}"),
                ownFields(live));
        assertEquals(1, patched(live).at("/metadata/managedFields").size());
    }

    @Test
    public void whatWeWroteWithoutApplyBecomesPartOfOurApply() {
        ObjectNode live = custom(SPIN, "Update", "{'f:spec':{'f:a':{}}}", "{}");
        assertEquals(tree("{'f:spec':{'f:a':{}}}"), ownFields(live));
        assertEquals(List.of(SPIN), takeOver(live).managers());
    }

    @Test
    public void fieldsOfAnotherVersionAreTakenOnlyWhereTheyHaveTheSameNames() {
        ObjectNode live = custom(SPIN, "Apply", "{'f:spec':{'f:a':{}}}", "{}");
        owners(live).add(entry(KUBECTL, "Update", "example.com/v2", "{'f:spec':{'f:other':{}}}"));
        assertEquals("kubectl drops them too", tree("{'f:spec':{'f:a':{}}}"), ownFields(live));

        ObjectNode cronJob = live.deepCopy();
        cronJob.put("apiVersion", "batch/v1").put("kind", "CronJob");
        ((ObjectNode) owners(cronJob).get(0)).put("apiVersion", "batch/v1");
        ((ObjectNode) owners(cronJob).get(1)).put("apiVersion", "batch/v1beta1");
        assertEquals(tree("{'f:spec':{'f:a':{},'f:other':{}}}"), ownFields(cronJob));
    }

    @Test
    public void anEntryOfAVersionThatIsGoneMovesToTheServedOne() {
        ObjectNode live = custom(KUBECTL, "Update", "{'f:spec':{'f:a':{}}}", "{}");
        live.put("apiVersion", "batch/v1").put("kind", "CronJob");
        ((ObjectNode) owners(live).get(0)).put("apiVersion", "batch/v1beta1");
        assertEquals(
                "batch/v1",
                patched(live).at("/metadata/managedFields/0/apiVersion").asText());
    }

    @Test
    public void theMostRecentEntryOfKubectlDecidesTheVersion() {
        ObjectNode live = custom(KUBECTL, "Update", "{'f:spec':{'f:old':{}}}", "{}");
        ((ObjectNode) owners(live).get(0)).put("time", "2026-01-01T00:00:00Z");
        owners(live)
                .add(entry(KUBECTL, "Update", "example.com/v2", "{'f:spec':{'f:new':{}}}")
                        .put("time", "2026-01-02T00:00:00Z"));
        assertEquals(tree("{'f:spec':{'f:new':{}}}"), ownFields(live));
    }

    @Test
    public void theAnnotationComesAlongSoThatTheNextApplyRemovesIt() {
        ObjectNode live = custom(KUBECTL, "Update", "{'f:spec':{'f:a':{}}}", "{}");
        live.withObjectProperty("metadata").putObject("annotations").put(LastApplied.ANNOTATION, "{}");
        assertTrue(ManagedFields.of(patched(live)).owns(SPIN, Operation.APPLY, LastApplied.PATH));
    }

    @Test
    public void anObjectWithoutOwnersGetsWhatWasDeclaredAndIsStillSo() {
        ObjectNode live = load("deployment-without-owners");
        TakeOver takeOver = takeOver(live);
        assertEquals(List.of("before-first-apply"), takeOver.managers());
        assertEquals("add", takeOver.patch().at("/0/op").asText());
        ManagedFields fields = ManagedFields.of(patched(live));
        assertEquals(1, fields.entries().size());
        assertTrue(fields.owns(SPIN, Operation.APPLY, LastApplied.PATH));
        assertFalse("it was scaled since", fields.owns(SPIN, Operation.APPLY, FieldPath.REPLICAS));
        assertFalse("a default", fields.owns(SPIN, Operation.APPLY, FieldPath.parse("spec.revisionHistoryLimit")));
        assertEquals(
                tree("{'k:{\\'containerPort\\':80,\\'protocol\\':\\'TCP\\'}':{'.':{},'f:containerPort':{}},"
                        + "'k:{\\'containerPort\\':53,\\'protocol\\':\\'UDP\\'}':"
                        + "{'.':{},'f:containerPort':{},'f:protocol':{},'f:name':{}}}"),
                ownFields(live)
                        .path("f:spec")
                        .path("f:template")
                        .path("f:spec")
                        .path("f:containers")
                        .path("k:{\"name\":\"web\"}")
                        .path("f:ports"));
    }

    @Test
    public void anObjectWithoutOwnersAndWithoutTheAnnotationIsLeftToTheServer() {
        ObjectNode live = load("deployment-without-owners");
        ((ObjectNode) live.at("/metadata/annotations")).remove(LastApplied.ANNOTATION);
        assertEquals(Optional.empty(), ManagedFields.takeOver(live, SPIN));
    }

    @Test
    public void listsOfCustomResourcesAreTakenAsAtomic() {
        ObjectNode live = tree("{'apiVersion':'example.com/v1','kind':'Thing','metadata':{'name':'t',"
                + "'resourceVersion':'7','annotations':{}},'spec':{'containers':[{'name':'a'}],'n':1,'changed':2}}");
        ((ObjectNode) live.at("/metadata/annotations"))
                .put(
                        LastApplied.ANNOTATION,
                        "{\"kind\":\"Thing\",\"spec\":{\"containers\":[{\"name\":\"a\"}],\"n\":1,\"changed\":1}}");
        assertEquals(tree("{'f:containers':{},'f:n':{}}"), ownFields(live).get("f:spec"));
    }

    @Test
    public void settlesOnlyConflictsWithThoseTakenOver() {
        TakeOver takeOver = takeOver(load("deployment-client-side"));
        String ours =
                "{'message':'conflict with \\'kubectl-client-side-apply\\' using apps/v1 at 2026-01-01T00:00:00Z'}";
        String edit = "{'message':'conflict with \\'kubectl-edit\\' using apps/v1'}";
        String scale =
                "{'message':'conflict with \\'kubectl-client-side-apply\\' with subresource \\'scale\\' using v1'}";
        String applier = "{'message':'conflict with \\'kubectl-client-side-apply\\''}";
        assertTrue(takeOver.settles(tree("{'causes':[" + ours + "," + ours + "]}")));
        for (String other : List.of(edit, scale, applier, "{}")) {
            assertFalse(other, takeOver.settles(tree("{'causes':[" + ours + "," + other + "]}")));
        }
        assertFalse(takeOver.settles(tree("{'causes':[]}")));
        assertFalse(takeOver.settles(tree("{}")));
    }
}
