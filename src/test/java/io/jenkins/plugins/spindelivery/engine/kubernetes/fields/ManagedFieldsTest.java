package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.SPIN;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.load;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.managers;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.fields.Samples.tree;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry.Operation;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ManagedFieldsTest {

    @Test
    public void ownersOfReplicasBeforeAndAfterScaling() {
        assertEquals(
                List.of("spin-delivery (Apply)"),
                managers(ManagedFields.of(load("deployment-applied")).owners(FieldPath.REPLICAS)));
        assertEquals(
                List.of("kubectl (Update of scale)"),
                managers(ManagedFields.of(load("deployment-applied-scaled")).owners(FieldPath.REPLICAS)));
    }

    @Test
    public void ownsOnlyWithTheRightOperationAndOnTheObjectItself() {
        ManagedFields applied = ManagedFields.of(load("deployment-applied"));
        assertTrue(applied.owns(SPIN, Operation.APPLY, FieldPath.REPLICAS));
        assertFalse(applied.owns(SPIN, Operation.UPDATE, FieldPath.REPLICAS));
        assertFalse(applied.owns(SPIN, Operation.APPLY, FieldPath.parse("spec.paused")));
        ManagedFields scaled = ManagedFields.of(load("deployment-applied-scaled"));
        assertFalse(scaled.owns(SPIN, Operation.APPLY, FieldPath.REPLICAS));
        assertFalse(scaled.owns("kubectl", Operation.UPDATE, FieldPath.REPLICAS));
    }

    @Test
    public void aKeyOfAnAnnotationMayHoldDots() {
        ManagedFields fields = ManagedFields.of(load("deployment-client-side"));
        assertTrue(fields.owns(TakeOver.CLIENT_SIDE_APPLY, Operation.UPDATE, LastApplied.PATH));
    }

    @Test
    public void othersOwningLeavesOutWhatIsTakenOver() {
        ManagedFields untouched = ManagedFields.of(load("deployment-client-side"));
        assertEquals(List.of("kubectl-client-side-apply (Update)"), managers(untouched.owners(FieldPath.REPLICAS)));
        assertEquals(List.of(), untouched.othersOwning(SPIN, FieldPath.REPLICAS));
        ManagedFields scaled = ManagedFields.of(load("deployment-client-side-scaled"));
        assertEquals(List.of("kubectl (Update of scale)"), managers(scaled.othersOwning(SPIN, FieldPath.REPLICAS)));
    }

    @Test
    public void malformedEntriesCountAsMissing() {
        for (String list : List.of(
                "null",
                "'text'",
                "{}",
                "[]",
                "[null,1,'x',[]]",
                "[{'manager':'m','operation':'Apply','fieldsType':'FieldsV2','fieldsV1':{'f:a':{}}}]",
                "[{'manager':'m','operation':'Guess','fieldsType':'FieldsV1','fieldsV1':{'f:a':{}}}]",
                "[{'manager':'m','operation':'Apply','fieldsType':'FieldsV1','fieldsV1':'x'}]")) {
            ObjectNode live = tree("{'metadata':{'managedFields':" + list + "}}");
            assertEquals(list, List.of(), ManagedFields.of(live).entries());
        }
        assertEquals(List.of(), ManagedFields.of(tree("{}")).entries());
    }

    @Test
    public void ofSeveralUpdatesTheMostRecentOneIsTheEntry() {
        ObjectNode live = Samples.custom("m", "Update", "{'f:spec':{'f:old':{}}}", "{}");
        ((ObjectNode) Samples.owners(live).get(0)).put("time", "2026-01-01T00:00:00Z");
        Samples.owners(live)
                .add(Samples.entry("m", "Update", "example.com/v2", "{'f:spec':{'f:new':{}}}")
                        .put("time", "2026-01-02T00:00:00Z"));
        Optional<FieldsEntry> entry = ManagedFields.of(live).entry("m", Operation.UPDATE);
        assertEquals("example.com/v2", entry.orElseThrow().apiVersion());
    }

    @Test
    public void lastAppliedIsReadWithTolerance() {
        assertEquals(
                "nginx:1.27",
                ManagedFields.lastApplied(load("deployment-client-side"))
                        .orElseThrow()
                        .at("/spec/template/spec/containers/0/image")
                        .asText());
        for (String value : List.of("'{\\'a\\':'", "'[]'", "''", "'null'", "7", "null", "{}")) {
            ObjectNode live = tree("{'metadata':{'annotations':{'" + LastApplied.ANNOTATION + "':" + value + "}}}");
            assertEquals(value, Optional.empty(), ManagedFields.lastApplied(live));
        }
        assertEquals(Optional.empty(), ManagedFields.lastApplied(tree("{}")));
    }
}
