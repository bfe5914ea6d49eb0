package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.CRASH;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.PULL;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.deployment;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.event;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.pod;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.replicaSet;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.status.Samples.workload;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** What a person is told about a trouble: warnings, log lines, each sort once. */
public class RolloutExplanationTest {
    @Rule
    public final SpeakingEnglish english = new SpeakingEnglish();

    private final FakeCluster cluster = new FakeCluster();

    private RolloutDiagnosis diagnosis() {
        return Samples.diagnosis(cluster);
    }

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
                List.of("Unhealthy: probe failed", "BackOff: back-off restarting (x6)"),
                told.get(0).events());
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

        assertEquals(
                List.of("new-b", "new-c"),
                told.stream().map(each -> each.ref().name()).toList());
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

    @Test
    public void refusalsOfOnePodAfterAnotherAreOneWarning() {
        ObjectNode set = workload("DaemonSet", "", "{}", "{desiredNumberScheduled: 1}");
        String rest = " is forbidden: exceeded quota";
        cluster.with(
                event("w", "Warning", "FailedCreate", "pods w-abcde" + rest, 1, "11:00:00"),
                event("w", "Warning", "FailedCreate", "pods w-fghij" + rest, 1, "11:01:00"),
                event(
                        "w",
                        "Warning",
                        "FailedCreate",
                        "(combined from similar events): pods w-klmno" + rest,
                        7,
                        "11:02:00"));

        assertEquals(
                List.of("FailedCreate: pods w-abcde is forbidden: exceeded quota (x9)"),
                explained(set).get(0).events());
    }
}
