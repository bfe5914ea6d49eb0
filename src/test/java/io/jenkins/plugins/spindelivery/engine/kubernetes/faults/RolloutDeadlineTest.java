package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.faults.Samples.web;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Rollouts that come to nothing: the controller gives up, or no node takes the pods. */
public class RolloutDeadlineTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RuleBench bench;

    @Before
    public void bench() {
        bench = new RuleBench(LIVE, "deadline", folder.getRoot().toPath());
    }

    @Test
    public void aDeadlineThatPassesIsToldWithWhatItWaitedFor() {
        DeployResult result = bench.deploy(web("web:1-neverready", "progressDeadlineSeconds: 1", ""));
        assertEquals(
                List.of(
                        "kubernetes.deploy-object-failed | Deployment NS/web: The rollout failed: ProgressDeadlineExceeded:"
                                + " ReplicaSet \"web-*\" has timed out progressing. Container web runs but is not ready yet."),
                bench.told(result.errors()));
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.FAILED, result.category());
        assertTrue("not at the timeout", result.durationMillis() < 30_000);
    }

    @Test
    public void podsThatNoNodeTakesAreToldInTheSchedulersWords() {
        DeployResult result = bench.timeout(2).deploy(web("web:1", "replicas: 1", "nodeSelector: {disk: gold},"));
        assertEquals(1, result.errors().size());
        String told = bench.told(result.errors()).get(0);
        assertTrue(
                told,
                told.startsWith(
                        "kubernetes.deploy-not-stable | Deployment NS/web: It is not stable in time: No node takes it"
                                + " yet. Unschedulable: 0/1 nodes are available: 1 node(s) didn't match Pod's node"
                                + " affinity/selector."));
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(Category.FAILED, result.category());
    }
}
