package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Which troubles are found, whose they are, whether they are for good, and what it costs to find out. */
public class RolloutDiagnosisTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String CRASH =
            "{phase: Running, conditions: [{type: Ready, status: 'False'}], containerStatuses: [{name: app,"
                    + " ready: false, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}},"
                    + " lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}]}";
    private static final String READY =
            "{phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name: app, ready: true,"
                    + " state: {running: {}}}]}";
    private static final String STARTING =
            "{phase: Pending, containerStatuses: [{name: app, ready: false, state: {waiting: {reason: ContainerCreating}}}]}";
    private static final String NO_CONFIG =
            "{phase: Pending, startTime: '%s', containerStatuses: [{name: app, ready: false, state: {waiting:"
                    + " {reason: CreateContainerConfigError, message: 'configmap \"c\" not found'}}}]}";
    private static final String PULL =
            "{phase: Pending, containerStatuses: [{name: app, ready: false, image: 'x:1', state: {waiting: {reason:"
                    + " ImagePullBackOff}}}]}";
    private static final String QUOTA =
            "{type: ReplicaFailure, status: 'True', reason: FailedCreate, message: 'exceeded quota: pods=2',"
                    + " lastTransitionTime: '2026-01-01T11:59:55Z'}";

    private final FakeCluster cluster = new FakeCluster();
    private Locale before;

    @Before
    public void speakEnglish() {
        before = Locale.getDefault();
        Locale.setDefault(Locale.ENGLISH);
    }

    @After
    public void speakAsBefore() {
        Locale.setDefault(before);
    }

    // ---- objects

    private static ObjectNode deployment(String image) {
        return Trees.object("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: dev, uid: d,"
                + " generation: 2}, spec: {replicas: 2, template: {metadata: {labels: {app: web}}, spec: {containers:"
                + " [{name: app, image: '" + image + "'}]}}}, status: {observedGeneration: 2, replicas: 2}}");
    }

    private static ObjectNode replicaSet(String name, String image, String condition) {
        return Trees.object("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: " + name
                + ", namespace: dev, uid: " + name + ", creationTimestamp: '2026-01-01T00:00:00Z', ownerReferences:"
                + " [{controller: true, uid: d}]}, spec: {replicas: 2, template: {metadata: {creationTimestamp: null,"
                + " labels: {app: web, pod-template-hash: '" + name + "'}}, spec: {containers: [{name: app, image: '"
                + image + "'}]}}}, status: {conditions: [" + condition + "]}}");
    }

    private static ObjectNode pod(String name, String owner, String status) {
        return pod(name, owner, "", status);
    }

    private static ObjectNode pod(String name, String owner, String metadata, String status) {
        return Trees.object("{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: dev, uid: uid-"
                + name + ", ownerReferences: [{controller: true, uid: " + owner + "}]" + metadata
                + "}, spec: {containers: [{name: app, image: 'x:1'}]}, status: " + status + "}");
    }

    private static ObjectNode workload(String kind, String metadata, String spec, String status) {
        String group = kind.equals("Job") ? "batch/v1" : "apps/v1";
        return Trees.object("{apiVersion: " + group + ", kind: " + kind + ", metadata: {name: w, namespace: dev, uid: w"
                + metadata + "}, spec: " + spec + ", status: " + status + "}");
    }

    private static ObjectNode event(String uid, String type, String reason, String message, int count, String time) {
        return Trees.object("{apiVersion: v1, kind: Event, metadata: {namespace: dev}, type: " + type + ", reason: "
                + reason + ", message: '" + message + "', count: " + count + ", involvedObject: {uid: " + uid
                + "}, firstTimestamp: '2026-01-01T" + time + "Z', lastTimestamp: '2026-01-01T" + time + "Z'}");
    }

    private RolloutDiagnosis diagnosis() {
        return new RolloutDiagnosis(new SharedLists(cluster), NOON);
    }

    private static List<String> said(Diagnosis diagnosis) {
        return diagnosis.troubles().stream()
                .map(each -> each.object().name() + " " + each.reason() + (each.stuck() ? " stuck" : ""))
                .toList();
    }

    private List<String> said(ObjectNode object) {
        return said(diagnosis().of(object));
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
        assertEquals(List.of("new-a ContainerCreating"), said(diagnosis));
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

        assertEquals(List.of("evicted Evicted"), said(diagnosis));
        assertFalse(diagnosis.failFast());
    }

    @Test
    public void theStuckTroubleIsNamedFirst() {
        cluster.with(
                replicaSet("new", "x:2", ""),
                pod("a", "new", STARTING),
                pod("b", "new", PULL),
                pod("c", "new", CRASH));

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

    // ---- pods that are refused

    @Test
    public void aQuotaThatNothingCanRelaxFailsFast() {
        cluster.with(replicaSet("new", "x:2", QUOTA), pod("new-a", "new", READY));

        Diagnosis diagnosis = diagnosis().of(deployment("x:2"));

        assertEquals(List.of("new FailedCreate stuck"), said(diagnosis));
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
        assertEquals(List.of("new FailedCreate stuck"), said(diagnosis));
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

    // ---- the other workloads

    @Test
    public void aStatefulSetsOldRevisionIsToldAsBlockingButDoesNotFailFast() {
        ObjectNode set = workload("StatefulSet", "", "{replicas: 2}", "{replicas: 2, updateRevision: r2}");
        cluster.with(
                pod("w-0", "w", ", labels: {controller-revision-hash: r1}", CRASH),
                pod("w-1", "w", ", labels: {controller-revision-hash: r2}", READY));

        Diagnosis diagnosis = diagnosis().of(set);

        assertFalse(diagnosis.failFast());
        assertEquals(
                "Pod w-0 of the previous revision does not get ready (CrashLoopBackOff). Under the policy OrderedReady"
                        + " the StatefulSet replaces it only when it is ready or deleted: delete it if it stays so.",
                diagnosis.worst().orElseThrow().message());
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
                "DaemonSet", ", annotations: {deprecated.daemonset.template.generation: '2'}", "{}", "{numberReady: 0}");
        cluster.with(
                pod("old", "w", ", labels: {pod-template-generation: '1'}", CRASH),
                pod("new", "w", ", labels: {pod-template-generation: '2'}", PULL));

        assertEquals(List.of("new ImagePullBackOff stuck"), said(set));
    }

    @Test
    public void aJobCountsItsCrashesItselfButAnImageThatIsMissingFailsFast() {
        ObjectNode job = workload("Job", "", "{}", "{active: 1, failed: 1}");
        cluster.with(
                pod("crash", "w", CRASH),
                pod("failed", "w", "{phase: Failed, containerStatuses: [{name: app, state: {terminated: {exitCode: 3}}}]}"));
        assertEquals(List.of("crash CrashLoopBackOff", "failed Error"), said(job));

        cluster.with(pod("pull", "w", PULL));
        assertEquals("pull ImagePullBackOff stuck", said(job).get(0));
    }

    @Test
    public void aBarePodIsItsOwnTrouble() {
        assertEquals(List.of("p CrashLoopBackOff stuck"), said(pod("p", "nobody", CRASH)));
        assertEquals(List.of(), said(pod("p", "nobody", READY)));
        assertEquals(List.of(), cluster.asked);
    }

    @Test
    public void otherKindsAndMalformedObjectsHaveNoTroubles() {
        assertEquals(List.of(), said(Trees.object("{apiVersion: example.com/v1, kind: Deployment, spec: {replicas: x}}")));

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
            assertEquals(List.of("p" + i + " CrashLoopBackOff stuck"), said(diagnosis.of(deployments.get(i))));
        }
        assertEquals(List.of("list ReplicaSet dev", "list Pod dev"), cluster.asked);
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
        assertEquals(List.of("test.forbidden"), again.unreadable().stream().map(Problem::code).toList());
        assertEquals(List.of("list ReplicaSet dev", "list Pod dev"), cluster.asked);
    }

    // ---- explaining

    private List<Event.Diagnosed> explained(ObjectNode object) {
        RolloutDiagnosis diagnosis = diagnosis();
        return diagnosis.explain(object, diagnosis.of(object));
    }

    @Test
    public void explainsWithWarningsOldestFirstAndThePreviousLog() {
        cluster.with(
                        replicaSet("new", "x:2", ""),
                        pod("new-a", "new", CRASH),
                        event("uid-new-a", "Warning", "BackOff", "back-off restarting", 4, "11:30:00"),
                        event("uid-new-a", "Warning", "Unhealthy", "probe failed", 1, "11:10:00"),
                        event("uid-new-a", "Warning", "BackOff", "back-off restarting", 2, "11:20:00"),
                        event("uid-new-a", "Normal", "Pulled", "image is there", 1, "11:40:00"),
                        event("uid-else", "Warning", "BackOff", "of another pod", 1, "11:50:00"))
                .log("new-a", "app", true, "starting", "no memory left")
                .log("new-a", "app", false, "a new run");

        List<Event.Diagnosed> told = explained(deployment("x:2"));

        assertEquals(1, told.size());
        assertEquals("Pod dev/new-a", told.get(0).ref().toString());
        assertEquals("CrashLoopBackOff", told.get(0).reason());
        assertEquals(
                "CrashLoopBackOff: container app keeps ending with exit code 137 (OOMKilled) (restarts: 3).",
                told.get(0).message());
        assertEquals(
                List.of("Unhealthy: probe failed", "BackOff: back-off restarting (x6)"), told.get(0).events());
        assertEquals(List.of("starting", "no memory left"), told.get(0).log());
        assertTrue(cluster.asked.contains("log new-a app previous 20"));
    }

    @Test
    public void takesTheCurrentLogWhenThePreviousIsGone() {
        cluster.with(replicaSet("new", "x:2", ""), pod("new-a", "new", CRASH)).log("new-a", "app", false, "last words");

        assertEquals(List.of("last words"), explained(deployment("x:2")).get(0).log());
    }

    @Test
    public void keepsTheLastFiveWarnings() {
        cluster.with(replicaSet("new", "x:2", ""), pod("new-a", "new", CRASH));
        for (int i = 0; i < 7; i++) {
            cluster.with(event("uid-new-a", "Warning", "R" + i, "m", 1, "11:0" + i + ":00"));
        }

        assertEquals(
                List.of("R2: m", "R3: m", "R4: m", "R5: m", "R6: m"),
                explained(deployment("x:2")).get(0).events());
    }

    @Test
    public void podsWithTheSameTroubleAreToldOnce() {
        cluster.with(
                replicaSet("new", "x:2", ""),
                pod("new-a", "new", CRASH),
                pod("new-b", "new", CRASH.replace("restartCount: 3", "restartCount: 9")),
                pod("new-c", "new", PULL));

        List<Event.Diagnosed> told = explained(deployment("x:2"));

        assertEquals(List.of("new-b", "new-c"), told.stream().map(each -> each.ref().name()).toList());
        assertEquals(
                "CrashLoopBackOff: container app keeps ending with exit code 137 (OOMKilled) (restarts: 9)."
                        + " Pods with this trouble: 2.",
                told.get(0).message());
        assertEquals(List.of(), told.get(1).log());
        assertFalse(cluster.asked.toString().contains("log new-c"));
    }

    @Test
    public void saysWhenEventsCanNotBeReadAndGoesOnWithoutLogs() {
        cluster.forbidding("Event").forbidding("log").with(replicaSet("new", "x:2", ""), pod("new-a", "new", CRASH));

        Event.Diagnosed told = explained(deployment("x:2")).get(0);

        assertEquals(
                List.of("(The cluster's events can't be read with this credential or at this moment.)"), told.events());
        assertEquals(List.of(), told.log());
    }

    @Test
    public void anObjectWithoutTroublesIsToldByItsOwnWarnings() {
        ObjectNode claim = Trees.object(
                "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: dev, uid: c}}");
        assertEquals(List.of(), explained(claim));

        cluster.with(event("c", "Warning", "ProvisioningFailed", "no such class", 2, "11:00:00"));
        assertEquals(
                List.of(new Event.Diagnosed(
                        ObjectRef.of(claim),
                        "ProvisioningFailed",
                        "no such class",
                        List.of("ProvisioningFailed: no such class (x2)"),
                        List.of())),
                explained(claim));
    }
}
