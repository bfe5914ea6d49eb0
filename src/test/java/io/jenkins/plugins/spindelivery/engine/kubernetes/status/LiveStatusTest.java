package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.junit.Test;

/** A claim that nobody uses yet must not block a deploy, and one whose volume is being made must be waited for. */
public class LiveStatusTest {
    private final FakeCluster cluster =
            new FakeCluster().with(storageClass("late", "WaitForFirstConsumer"), storageClass("early", "Immediate"));

    private static ObjectNode storageClass(String name, String mode) {
        return Trees.object("{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: " + name
                + "}, volumeBindingMode: " + mode + "}");
    }

    private static ObjectNode claim(String annotations, String spec, String phase) {
        return Trees.object(
                "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: c, namespace: dev, annotations: "
                        + annotations + "}, spec: " + spec + ", status: {phase: " + phase + "}}");
    }

    private State state(ObjectNode object) {
        return LiveStatus.of(object, new SharedLists(cluster)).state();
    }

    @Test
    public void aClaimThatBindsWithItsFirstPodIsStableUntilThen() {
        ObjectStatus status =
                LiveStatus.of(claim("{}", "{storageClassName: late}", "Pending"), new SharedLists(cluster));

        assertEquals(State.STABLE, status.state());
        assertFalse(status.available());
        assertEquals(
                "Not bound to a volume yet: its StorageClass binds it with the first pod that uses it.",
                status.message(Locale.ENGLISH));
        assertEquals(List.of("list StorageClass "), cluster.asked);
    }

    @Test
    public void theClassMayStandInTheOldAnnotation() {
        String annotations = "{volume.beta.kubernetes.io/storage-class: late}";
        assertEquals(State.STABLE, state(claim(annotations, "{}", "Pending")));
    }

    @Test
    public void aClaimWhosePodIsScheduledIsWaitedFor() {
        String annotations = "{volume.kubernetes.io/selected-node: node-1}";
        assertEquals(State.PROGRESSING, state(claim(annotations, "{storageClassName: late}", "Pending")));
    }

    @Test
    public void aClaimThatBindsAtOnceIsWaitedFor() {
        assertEquals(State.PROGRESSING, state(claim("{}", "{storageClassName: early}", "Pending")));
        assertEquals(State.PROGRESSING, state(claim("{}", "{storageClassName: gone}", "Pending")));
        assertEquals(State.PROGRESSING, state(claim("{}", "{}", "Pending")));
    }

    @Test
    public void withoutSightOfTheClassesTheClaimItselfTells() {
        cluster.forbidding("StorageClass");
        String made = "{volume.kubernetes.io/storage-provisioner: csi.example.com}";

        assertEquals(State.STABLE, state(claim("{}", "{storageClassName: late}", "Pending")));
        assertEquals(State.PROGRESSING, state(claim(made, "{storageClassName: late}", "Pending")));
    }

    @Test
    public void everythingElseIsJudgedByItselfAtNoCost() {
        assertEquals(State.STABLE, state(claim("{}", "{storageClassName: late}", "Bound")));
        assertEquals(State.FAILED, state(claim("{}", "{storageClassName: late}", "Lost")));
        assertEquals(State.UNKNOWN, state(Trees.object("{apiVersion: v1, kind: Pod, status: 3}")));
        ObjectNode deleting = claim("{}", "{storageClassName: late}", "Pending");
        deleting.withObjectProperty("metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        assertEquals(State.PROGRESSING, state(deleting));
        assertEquals(List.of(), cluster.asked);
    }
}
