package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.json;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.workload;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Changes that are stopped everywhere: whatever is relative is done once. */
public class RolloutResumeTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final List<String> THREE = List.of(
            workload("Deployment", "web:1", ""),
            workload("Deployment", "web:2", ""),
            workload("Deployment", "web:3", ""));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ResumeProperty property;

    @Before
    public void property() {
        property = new ResumeProperty(folder.getRoot().toPath());
    }

    private RolloutScenario scenario(List<String> before, Change change) {
        return new RolloutScenario(LIVE, folder.getRoot().toPath(), before, List.of("Deployment"), change, 60);
    }

    private static void assertDone(String outcome, String action) {
        assertTrue(outcome, outcome.startsWith("succeeded\nDeployment NAMESPACE/web " + action + "\n"));
    }

    @Test
    public void oneReplicaMoreIsOne() {
        String outcome = property.survives(
                scenario(List.of(workload("Deployment", "web:1", "replicas: 1")), new Change.Scale(1, true)));
        assertDone(outcome, "scaled stable");
        assertTrue(outcome, outcome.contains("replicas: 2\n"));
    }

    @Test
    public void oneRevisionBackIsOne() {
        String outcome = property.survives(scenario(THREE, new Change.Undo(null, 1L)));
        assertDone(outcome, "rolledBack stable");
        assertTrue(outcome, outcome.contains("image: web:2\n"));
    }

    /** Each restart would leave a ReplicaSet of its own. */
    @Test
    public void oneRestartIsOne() {
        String outcome =
                property.survives(scenario(List.of(workload("Deployment", "web:1", "")), new Change.Restart()));
        assertDone(outcome, "restarted stable");
        assertEquals(outcome, 2, outcome.split("ReplicaSet of web:1", -1).length - 1);
    }

    @Test
    public void pauseAndResume() {
        String outcome = property.survives(scenario(List.of(workload("Deployment", "web:1", "")), new Change.Pause()));
        assertDone(outcome, "paused unknown");
        outcome = property.survives(
                scenario(List.of(workload("Deployment", "web:1", "paused: true")), new Change.Resume()));
        assertDone(outcome, "resumed stable");
    }

    @Test
    public void aStepOfAJsonPatchIsDoneOnce() {
        String outcome = property.survives(scenario(
                List.of(workload("Deployment", "web:1", "")),
                new Change.Patch(
                        PatchStrategy.JSON,
                        json("[{\"op\":\"add\",\"path\":\"/spec/template/spec/containers/-\","
                                + "\"value\":{\"name\":\"side\",\"image\":\"side:1\"}}]"),
                        List.of(),
                        List.of())));
        assertDone(outcome, "patched stable");
        assertEquals(outcome, 1, outcome.split("image: side:1", -1).length - 1);
    }

    @Test
    public void severalObjectsAtOnce() {
        RolloutScenario both = new RolloutScenario(
                LIVE,
                folder.getRoot().toPath(),
                List.of(workload("Deployment", "web:1", "") + "---\n" + workload("StatefulSet", "web:1", "")),
                List.of("Deployment", "StatefulSet"),
                new Change.Scale(1, true),
                60);
        String outcome = property.survives(both);
        assertTrue(
                outcome,
                outcome.startsWith("succeeded\nDeployment NAMESPACE/web scaled stable\n"
                        + "StatefulSet NAMESPACE/web scaled stable\n"));
    }

    @Test
    public void aPersonMayStopItAndGoOnADayLater() {
        String outcome = property.goesOnAfterItWasStopped(
                scenario(List.of(workload("Deployment", "web:1", "replicas: 1")), new Change.Scale(1, true)));
        assertDone(outcome, "scaled stable");
        assertTrue(outcome, outcome.contains("replicas: 2\n"));
    }

    /** Pods that never get ready keep it waiting, so what a cancel meets does not depend on time. */
    @Test
    public void aCancel() {
        RolloutScenario stuck = new RolloutScenario(
                LIVE,
                folder.getRoot().toPath(),
                List.of(workload("Deployment", "web:1", "replicas: 1")),
                List.of("Deployment"),
                new Change.Patch(
                        PatchStrategy.STRATEGIC,
                        json("{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                                + "[{\"name\":\"web\",\"image\":\"web:2-neverready\"}]}}}}"),
                        List.of(),
                        List.of()),
                2);
        List<String> outcomes = property.survivesWhileCancelling(stuck);
        assertTrue(outcomes.get(0), outcomes.get(0).startsWith("cancelled\n--- Deployment web"));
        assertTrue(outcomes.get(0), outcomes.get(0).contains("image: web:1\n"));
        assertTrue(outcomes.get(1), outcomes.get(1).startsWith("cancelled\nDeployment NAMESPACE/web skipped\n"));
        assertTrue(outcomes.get(1), outcomes.get(1).contains("image: web:1\n"));
        assertTrue(outcomes.get(2), outcomes.get(2).startsWith("cancelled\nDeployment NAMESPACE/web patched\n"));
        assertTrue(outcomes.get(2), outcomes.get(2).contains("image: web:2-neverready\n"));
    }
}
