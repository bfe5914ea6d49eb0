package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.CRASH;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.NOON;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.NO_CONFIG;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.PULL;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.QUOTA;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.READY;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.STARTING;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.deployment;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.pod;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.replicaSet;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.workload;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** Which troubles are found, whose they are, whether they are for good, and what it costs to find out. */
public class RolloutDiagnosisTest {
    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    private final FakeCluster cluster = new FakeCluster();

    private RolloutDiagnosis diagnosis() {
        return Samples.diagnosis(cluster);
    }

    private List<String> said(ObjectNode object) {
        return Samples.said(Samples.diagnosis(cluster).of(object));
    }

    // ---- Deployments

    @Test
    public void findsACrashLoopWithItsContainerExitCodeAndRestarts() {
        cluster.with(replicaSet("new", "x:2", ""), pod("new-a", "new", CRASH), pod("new-b", "new", READY));

        Diagnosis diagnosis = diagnosis().of(deployment("x:2"));

        assertTrue(diagnosis.failFast());
        assertEquals(1, diagnosis.troubles().size());
        Trouble trouble = diagnosis.worst().orElseThrow();
        assertEquals("Pod dev/new-a", trouble.object().toString());
        assertEquals("CrashLoopBackOff", trouble.reason());
        assertEquals("app", trouble.container());
        assertEquals(Integer.valueOf(137), trouble.exitCode());
        assertEquals(3, trouble.restarts());
        assertEquals(Trouble.Log.PREVIOUS, trouble.log());
        assertEquals(
                "CrashLoopBackOff: container app keeps ending with exit code 137 (OOMKilled) (restarts: 3).",
                trouble.message());
    }

    @Test
    public void podsOfTheOldReplicaSetDoNotFailANewRollout() {
        cluster.with(
                replicaSet("old", "x:1", QUOTA),
                pod("old-a", "old", CRASH),
                replicaSet("new", "x:2", ""),
                pod("new-a", "new", STARTING));

        Diagnosis diagnosis = diagnosis().of(deployment("x:2"));

        assertFalse(diagnosis.failFast());
        assertEquals(List.of("new-a ContainerCreating"), Samples.said(diagnosis));
    }

    @Test
    public void nothingIsSaidWhileTheNewReplicaSetIsNotThere() {
        // The revision annotation would still name the old one here: the controller handles a change of scale first.
        cluster.with(replicaSet("old", "x:1", ""), pod("old-a", "old", CRASH));

        assertEquals(List.of(), said(deployment("x:2")));
    }

    @Test
    public void nothingIsSaidWhileTheControllerIsBehind() {
        cluster.with(replicaSet("new", "x:2", ""), pod("new-a", "new", CRASH));
        ObjectNode behind = deployment("x:2");
        behind.withObjectProperty("status").put("observedGeneration", 1);

        assertEquals(List.of(), said(behind));
        assertEquals(List.of(), cluster.asked);
    }

    @Test
    public void aRollbackIsAboutTheReplicaSetThatItGoesBackTo() {
        cluster.with(
                replicaSet("first", "x:1", ""),
                pod("first-a", "first", PULL),
                replicaSet("second", "x:2", ""),
                pod("second-a", "second", CRASH));

        assertEquals(List.of("first-a ImagePullBackOff stuck"), said(deployment("x:1")));
    }

    @Test
    public void podsThatEndOrWereReplacedDoNotFailARollout() {
        cluster.with(
                replicaSet("new", "x:2", ""),
                pod("ending", "new", ", deletionTimestamp: '2026-01-01T11:00:00Z'", CRASH),
                pod("evicted", "new", "{phase: Failed, reason: Evicted, message: low}"));

        Diagnosis diagnosis = diagnosis().of(deployment("x:2"));

        assertEquals(List.of("evicted Evicted"), Samples.said(diagnosis));
        assertFalse(diagnosis.failFast());
    }

    @Test
    public void theStuckTroubleIsNamedFirst() {
        cluster.with(
                replicaSet("new", "x:2", ""), pod("a", "new", STARTING), pod("b", "new", PULL), pod("c", "new", CRASH));

        assertEquals(
                List.of("c CrashLoopBackOff stuck", "b ImagePullBackOff stuck", "a ContainerCreating"),
                said(deployment("x:2")));
    }

    @Test
    public void missingConfigurationIsGivenAMinute() {
        cluster.with(
                replicaSet("new", "x:2", ""),
                pod("long", "new", NO_CONFIG.formatted("2026-01-01T11:58:59Z")),
                pod("short", "new", NO_CONFIG.formatted("2026-01-01T11:59:01Z")));

        assertEquals(
                List.of("long CreateContainerConfigError stuck", "short CreateContainerConfigError"),
                said(deployment("x:2")));
    }

    // ---- the other workloads

    private static ObjectNode updated(String time) {
        String changed = ", managedFields: [{manager: m, time: '2026-01-01T" + time + "Z'}]";
        return workload("StatefulSet", changed, "{replicas: 2}", "{replicas: 2, updateRevision: r2}");
    }

    private static ObjectNode ofRevision(String name, String revision, String status) {
        return pod(name, "w", ", labels: {controller-revision-hash: " + revision + "}", status);
    }

    @Test
    public void aStatefulSetsOldRevisionThatBlocksTheUpdateIsGivenAMinute() {
        cluster.with(ofRevision("w-0", "r1", CRASH), ofRevision("w-1", "r2", READY));

        Diagnosis soon = diagnosis().of(updated("11:59:30"));
        Diagnosis later = diagnosis().of(updated("11:58:30"));

        assertFalse(soon.failFast());
        assertTrue(later.failFast());
        assertEquals(
                "Pod w-0 of the previous revision does not get ready (CrashLoopBackOff). Under the policy OrderedReady"
                        + " the StatefulSet replaces it only when it is ready or deleted: delete it if it stays so.",
                soon.worst().orElseThrow().message());
    }

    @Test
    public void aStatefulSetsOldRevisionIsWaitedForWhilePodsChange() {
        cluster.with(ofRevision("w-0", "r1", CRASH), ofRevision("w-1", "r2", STARTING));

        assertEquals(List.of("w-0 CrashLoopBackOff", "w-1 ContainerCreating"), said(updated("11:00:00")));
    }

    @Test
    public void aStatefulSetsOldRevisionDoesNotBlockWithoutOrderOrBelowAPartition() {
        cluster.with(ofRevision("w-0", "r1", CRASH), ofRevision("w-1", "r2", READY));
        ObjectNode parallel = updated("11:00:00");
        parallel.withObjectProperty("spec").put("podManagementPolicy", "Parallel");
        ObjectNode partitioned = updated("11:00:00");
        partitioned.withObject("/spec/updateStrategy/rollingUpdate").put("partition", 1);

        for (ObjectNode set : List.of(parallel, partitioned)) {
            assertEquals(List.of("w-0 CrashLoopBackOff"), said(set));
            assertTrue(
                    diagnosis().of(set).worst().orElseThrow().message().startsWith("CrashLoopBackOff: container app"));
        }
    }

    @Test
    public void aStatefulSetsPresentRevisionFailsFast() {
        ObjectNode set = workload("StatefulSet", "", "{replicas: 1}", "{replicas: 1, updateRevision: r2}");
        cluster.with(pod("w-0", "w", ", labels: {controller-revision-hash: r2}", PULL));

        assertEquals(List.of("w-0 ImagePullBackOff stuck"), said(set));
    }

    @Test
    public void aDaemonSetsPodsAreToldApartByTheirTemplateGeneration() {
        ObjectNode set = workload(
                "DaemonSet",
                ", annotations: {deprecated.daemonset.template.generation: '2'}",
                "{}",
                "{numberReady: 0}");
        cluster.with(
                pod("old", "w", ", labels: {pod-template-generation: '1'}", CRASH),
                pod("new", "w", ", labels: {pod-template-generation: '2'}", PULL));

        assertEquals(List.of("new ImagePullBackOff stuck"), said(set));
    }

    @Test
    public void aJobCountsItsCrashesItselfButAnImageThatIsMissingFailsFast() {
        ObjectNode job = workload("Job", ", generation: 1", "{}", "{active: 1, failed: 1}");
        cluster.with(
                pod("crash", "w", CRASH),
                pod(
                        "failed",
                        "w",
                        "{phase: Failed, containerStatuses: [{name: app, state: {terminated: {exitCode: 3}}}]}"));
        assertEquals(List.of("crash CrashLoopBackOff", "failed Error"), said(job));

        cluster.with(pod("pull", "w", PULL));
        assertEquals("pull ImagePullBackOff stuck", said(job).get(0));
    }

    @Test
    public void aBarePodIsItsOwnTrouble() {
        assertEquals(List.of("p CrashLoopBackOff stuck"), said(pod("p", "nobody", CRASH)));
        assertEquals(List.of(), said(pod("p", "nobody", READY)));
        assertEquals(List.of("p Unschedulable"), said(pod("p", "nobody", Samples.UNSCHEDULED)));
        assertEquals(List.of(), cluster.asked);
    }

    /** An autoscaler may add a node, but not after five minutes. */
    @Test
    public void aPodThatNoNodeTakesIsGivenTheTimeOfAnAutoscaler() {
        String created = ", creationTimestamp: '2026-01-01T11:%s:00Z'";
        assertEquals(
                List.of("p Unschedulable"), said(pod("p", "nobody", created.formatted("56"), Samples.UNSCHEDULED)));
        assertEquals(
                List.of("p Unschedulable stuck"),
                said(pod("p", "nobody", created.formatted("54"), Samples.UNSCHEDULED)));
    }

    @Test
    public void otherKindsAndMalformedObjectsHaveNoTroubles() {
        assertEquals(
                List.of(), said(Trees.object("{apiVersion: example.com/v1, kind: Deployment, spec: {replicas: x}}")));

        Diagnosis malformed = diagnosis().of(Trees.object("{apiVersion: apps/v1, kind: Deployment, status: 5}"));
        assertEquals(List.of(), malformed.troubles());
        assertEquals(
                "Its status can't be told: status is not a map.",
                malformed.unreadable().get(0).message());
    }

    // ---- what it costs

    @Test
    public void twoHundredDeploymentsCostOneListOfEachKind() {
        List<ObjectNode> deployments = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ObjectNode deployment = deployment("x:2");
            deployment.withObjectProperty("metadata").put("uid", "d" + i);
            ObjectNode replicaSet = replicaSet("rs" + i, "x:2", "");
            ((ObjectNode) replicaSet.path("metadata").path("ownerReferences").get(0)).put("uid", "d" + i);
            cluster.with(replicaSet, pod("p" + i, "rs" + i, CRASH));
            deployments.add(deployment);
        }
        RolloutDiagnosis diagnosis = diagnosis();

        for (int i = 0; i < 200; i++) {
            assertEquals(List.of("p" + i + " CrashLoopBackOff stuck"), Samples.said(diagnosis.of(deployments.get(i))));
        }
        assertEquals(List.of("list Pod dev", "list ReplicaSet dev"), cluster.asked);
    }

    @Test
    public void whileNoPodIsInTroubleNobodyAsksWhoseTheyAre() {
        cluster.with(replicaSet("new", "x:2", ""), pod("new-a", "new", READY), pod("new-b", "new", "{phase: Pending}"));

        assertEquals(List.of(), Samples.said(diagnosis().of(deployment("x:2"))));
        assertEquals(List.of("list Pod dev"), cluster.asked);
    }

    @Test
    public void listsThatTheCallerHasAreNotAskedForAgain() {
        SharedLists lists = new SharedLists(cluster);
        lists.given("apps/v1", "ReplicaSet", "dev", List.of(replicaSet("new", "x:2", "")));
        lists.given("v1", "Pod", "dev", List.of(pod("new-a", "new", CRASH)));

        assertTrue(new RolloutDiagnosis(lists, NOON).of(deployment("x:2")).failFast());
        assertEquals(List.of(), cluster.asked);
    }

    @Test
    public void aListThatIsForbiddenIsToldAndNotAskedForAgain() {
        cluster.forbidding("Pod").with(replicaSet("new", "x:2", ""), pod("new-a", "new", CRASH));
        RolloutDiagnosis diagnosis = diagnosis();

        diagnosis.of(deployment("x:2"));
        Diagnosis again = diagnosis.of(deployment("x:2"));

        assertEquals(List.of(), again.troubles());
        assertEquals(
                List.of("test.forbidden"),
                again.unreadable().stream().map(Problem::code).toList());
        assertEquals(List.of("list Pod dev"), cluster.asked);
    }
}
