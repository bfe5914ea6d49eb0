package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.NOON;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.QUOTA;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.READY;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.STARTING;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.event;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.pod;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.replicaSet;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.workload;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** Pods that the API server refuses: whether they are refused for good, and how that is known. */
public class CreationFailuresTest {
    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    private final FakeCluster cluster = new FakeCluster();

    /** The controller passes on what the ReplicaSet says. */
    private static ObjectNode deployment(String image) {
        ObjectNode deployment = Samples.deployment(image);
        deployment.withObjectProperty("status").withArrayProperty("conditions").add(Trees.object(QUOTA));
        return deployment;
    }

    private RolloutDiagnosis diagnosis() {
        return Samples.diagnosis(cluster);
    }

    private List<String> said(ObjectNode object) {
        return Samples.said(Samples.diagnosis(cluster).of(object));
    }

    @Test
    public void aQuotaThatNothingCanRelaxFailsFast() {
        cluster.with(replicaSet("new", "x:2", QUOTA), pod("new-a", "new", READY));

        Diagnosis diagnosis = diagnosis().of(deployment("x:2"));

        assertEquals(List.of("new FailedCreate stuck"), Samples.said(diagnosis));
        assertEquals(
                "Its pods can't be created. FailedCreate: exceeded quota: pods=2",
                diagnosis.worst().orElseThrow().message());
        assertNull(diagnosis.worst().orElseThrow().exitCode());
    }

    @Test
    public void aQuotaIsWaitedForWhileAPodIsOnItsWay() {
        cluster.with(replicaSet("new", "x:2", QUOTA), pod("new-a", "new", STARTING));

        assertEquals(List.of("new FailedCreate", "new-a ContainerCreating"), said(deployment("x:2")));
    }

    @Test
    public void aPodThatNoNodeHasTakenYetIsOnItsWayToo() {
        cluster.with(replicaSet("new", "x:2", QUOTA), pod("new-a", "new", Samples.UNSCHEDULED));

        assertEquals(List.of("new-a Unschedulable", "new FailedCreate"), said(deployment("x:2")));
    }

    @Test
    public void aQuotaIsWaitedForWhileAPodOfTheNamespaceEnds() {
        cluster.with(
                replicaSet("new", "x:2", QUOTA),
                pod("other", "elsewhere", ", deletionTimestamp: '2026-01-01T11:59:59Z'", READY));

        assertEquals(List.of("new FailedCreate"), said(deployment("x:2")));
    }

    @Test
    public void aQuotaIsWaitedForWhileOldPodsCanGo() {
        cluster.with(replicaSet("old", "x:1", ""), pod("old-a", "old", READY), replicaSet("new", "x:2", QUOTA));
        ObjectNode canGo = deployment("x:2");
        rolling(canGo).put("maxUnavailable", 1);
        ObjectNode mustStay = deployment("x:2");
        rolling(mustStay).put("maxUnavailable", 0);
        ObjectNode roundedDown = deployment("x:2");
        rolling(roundedDown).put("maxUnavailable", "49%");
        ObjectNode half = deployment("x:2");
        rolling(half).put("maxUnavailable", "50%");

        assertEquals(List.of("new FailedCreate"), said(canGo));
        assertEquals(List.of("new FailedCreate stuck"), said(mustStay));
        assertEquals(List.of("new FailedCreate stuck"), said(roundedDown));
        assertEquals(List.of("new FailedCreate"), said(half));
    }

    private static ObjectNode rolling(ObjectNode deployment) {
        return deployment
                .withObjectProperty("spec")
                .withObjectProperty("strategy")
                .withObjectProperty("rollingUpdate");
    }

    @Test
    public void aRefusalOfAnotherSortIsGivenAMinute() {
        String fresh = QUOTA.replace("exceeded quota: pods=2", "failed calling webhook");
        cluster.with(replicaSet("new", "x:2", fresh));
        assertEquals(List.of("new FailedCreate"), said(deployment("x:2")));

        FakeCluster later = new FakeCluster().with(replicaSet("new", "x:2", fresh.replace("11:59:55", "11:58:55")));
        Diagnosis diagnosis = new RolloutDiagnosis(new SharedLists(later), NOON).of(deployment("x:2"));
        assertEquals(List.of("new FailedCreate stuck"), Samples.said(diagnosis));
    }

    @Test
    public void aStatefulSetsRefusalIsToldByItsLatestEvent() {
        ObjectNode set = workload(
                "StatefulSet",
                ", generation: 1, managedFields: [{manager: m, time: '2026-01-01T11:00:00Z'}, {manager: c,"
                        + " subresource: status, time: '2026-01-01T11:59:00Z'}]",
                "{replicas: 2}",
                "{observedGeneration: 1, replicas: 0}");
        cluster.with(
                event("w", "Normal", "SuccessfulCreate", "ok", 1, "11:10:00"),
                event("w", "Warning", "FailedCreate", "exceeded quota: pods=0", 3, "11:20:00"));

        assertEquals(List.of("w FailedCreate stuck"), said(set));
    }

    @Test
    public void anEventFromBeforeTheLastChangeOrASuccessSinceSaysNothing() {
        String status = "{observedGeneration: 1, replicas: 0}";
        String changed = ", generation: 1, managedFields: [{manager: m, time: '2026-01-01T11:20:00Z'}]";
        cluster.with(event("w", "Warning", "FailedCreate", "exceeded quota", 3, "11:20:00"));
        assertEquals(List.of(), said(workload("StatefulSet", changed, "{replicas: 2}", status)));

        cluster.with(event("w", "Normal", "SuccessfulCreate", "ok", 1, "11:20:00"));
        assertEquals(List.of(), said(workload("StatefulSet", "", "{replicas: 2}", status)));
    }

    @Test
    public void eventsAreNotAskedForWhilePodsAreOnTheirWay() {
        cluster.with(pod("w-0", "w", STARTING));

        said(workload("StatefulSet", "", "{replicas: 2}", "{replicas: 1}"));

        assertEquals(List.of("list Pod dev"), cluster.asked);
    }

    @Test
    public void aJobsRefusalIsFoundThoughJobsNeverSayWhatTheyObserved() {
        cluster.with(event("w", "Warning", "FailedCreate", "exceeded quota: pods=0", 3, "11:20:00"));

        assertEquals(List.of("w FailedCreate stuck"), said(workload("Job", ", generation: 1", "{}", "{ready: 0}")));
        assertEquals(List.of(), said(workload("Job", ", generation: 1", "{}", "{active: 1}")));
        assertEquals(List.of(), said(workload("Job", ", generation: 1", "{}", "{succeeded: 1}")));
    }

    @Test
    public void aDaemonSetsRefusalIsFound() {
        cluster.with(event("w", "Warning", "FailedCreate", "violates PodSecurity", 3, "11:20:00"));
        String status = "{desiredNumberScheduled: 2, currentNumberScheduled: 1}";

        assertEquals(List.of("w FailedCreate stuck"), said(workload("DaemonSet", "", "{}", status)));
    }
}
