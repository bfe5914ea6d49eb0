package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.json;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.workload;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Deploys after scale, undo, restart, pause and patch: our own changes are no conflict, and nobody else's are taken. */
public class RolloutOwnershipTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final Change SCALE = new Change.Scale(3, false);
    private static final DeployOptions ROLL_BACK =
            new DeployOptions(Check.FULL, false, false, false, true, true, false, 60);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RolloutBench bench;

    @Before
    public void bench() {
        bench = new RolloutBench(LIVE, folder.getRoot().toPath());
    }

    private int replicas() {
        return bench.web("Deployment").at("/spec/replicas").asInt();
    }

    private static String capacity(String manifest) {
        return manifest.replace(
                "metadata: {name: web,",
                "metadata: {name: web, annotations: {strategy.spinnaker.io/use-source-capacity: 'true'},");
    }

    @Test
    public void aManifestWithReplicasWins() {
        bench.deployed(workload("Deployment", "web:1", "replicas: 1"));
        bench.changed("deploy", SCALE);
        bench.deployed(workload("Deployment", "web:2", "replicas: 2"));
        assertEquals(2, replicas());
        bench.deployed(workload("Deployment", "web:2", ""));
        assertEquals("as ever: what the manifest drops is reset", 1, replicas());
    }

    @Test
    public void aManifestWithoutReplicasLeavesTheScaledNumber() {
        bench.deployed(workload("Deployment", "web:1", ""));
        bench.changed("deploy", SCALE);
        for (String image : List.of("web:2", "web:3", "web:3")) {
            bench.deployed(workload("Deployment", image, ""));
            assertEquals(3, replicas());
        }
        bench.deployed(workload("Deployment", "web:3", "replicas: 2"));
        assertEquals(2, replicas());
    }

    @Test
    public void useSourceCapacityKeepsTheScaledNumber() {
        bench.deployed(workload("Deployment", "web:1", "replicas: 1"));
        bench.changed("deploy", SCALE);
        bench.deployed(capacity(workload("Deployment", "web:2", "replicas: 1")));
        assertEquals(3, replicas());
        bench.changed("deploy", new Change.Scale(2, false));
        bench.deployed(capacity(workload("Deployment", "web:3", "replicas: 1")));
        assertEquals(2, replicas());
    }

    @Test
    public void anAutoscalersNumberIsStillItsOwn() {
        bench.deployed(workload("Deployment", "web:1", ""));
        bench.changed("deploy", SCALE);
        bench.patch("Deployment", "autoscaler", "{\"spec\":{\"replicas\":2}}");
        bench.deployed(capacity(workload("Deployment", "web:2", "replicas: 1")));
        assertEquals(2, replicas());
        DeployResult result = bench.deploy(workload("Deployment", "web:2", "replicas: 1"));
        assertEquals(Status.REFUSED, result.status());
        assertEquals("kubernetes.api-conflict-fields", result.errors().get(0).code());
        assertTrue(
                result.errors().get(0).message(),
                result.errors().get(0).message().contains("autoscaler"));
    }

    @Test
    public void afterAnUndoTheNextManifestIsWhatCounts() {
        bench.deployed(workload("Deployment", "web:1', env: [{name: OLD, value: x}], imagePullPolicy: 'Always", ""));
        bench.deployed(workload("Deployment", "web:2", ""));
        bench.changed("deploy", new Change.Undo(null, 1L));
        assertTrue(bench.web("Deployment").toString().contains("OLD"));
        bench.deployed(workload("Deployment", "web:3", ""));
        assertEquals("web:3", bench.image("Deployment"));
        String template = bench.web("Deployment").at("/spec/template").toString();
        assertFalse("what the undo brought back is ours to remove: " + template, template.contains("OLD"));
    }

    @Test
    public void theSameManifestAfterAnUndoRollsForwardAgain() {
        bench.deployed(workload("Deployment", "web:1", ""));
        bench.deployed(workload("Deployment", "web:2", ""));
        bench.changed("deploy", new Change.Undo(null, 1L));
        DeployResult result = bench.deploy(workload("Deployment", "web:2", ""));
        assertEquals("configured", result.objects().get(0).action().word());
        assertEquals("web:2", bench.image("Deployment"));
    }

    @Test
    public void theSameManifestAfterARestartDoesNotRestartAgain() {
        bench.deployed(workload("Deployment", "web:1", ""));
        bench.changed("deploy", new Change.Restart());
        String template = bench.web("Deployment").at("/spec/template").toString();
        DeployResult result = bench.deploy(workload("Deployment", "web:1", ""));
        assertEquals("unchanged", result.objects().get(0).action().word());
        assertEquals(template, bench.web("Deployment").at("/spec/template").toString());
    }

    @Test
    public void aDeployLeavesAPausedRolloutPaused() {
        bench.deployed(workload("Deployment", "web:1", ""));
        bench.changed("deploy", new Change.Pause());
        bench.deployed(workload("Deployment", "web:2", ""));
        assertTrue(bench.web("Deployment").at("/spec/paused").asBoolean());
        bench.changed("deploy", new Change.Resume());
        assertEquals("web:2", bench.image("Deployment"));
        bench.deployed(workload("Deployment", "web:3", ""));
        assertFalse(bench.web("Deployment").at("/spec/paused").asBoolean());
    }

    @Test
    public void whatAPatchSetTheNextManifestMaySetAnew() {
        bench.deployed(workload("Deployment", "web:1", ""));
        bench.changed(
                "deploy",
                new Change.Patch(
                        PatchStrategy.STRATEGIC,
                        json("{\"spec\":{\"minReadySeconds\":1,\"template\":{\"spec\":{\"containers\":"
                                + "[{\"name\":\"web\",\"image\":\"web:2\"}]}}}}"),
                        List.of(),
                        List.of()));
        bench.patch("Deployment", "somebody", "{\"spec\":{\"revisionHistoryLimit\":4}}");
        bench.deployed(workload("Deployment", "web:3", ""));
        assertEquals("web:3", bench.image("Deployment"));
        assertEquals(
                "ours, and not in the manifest",
                0,
                bench.web("Deployment").at("/spec/minReadySeconds").asInt());
        assertEquals(
                "not ours",
                4,
                bench.web("Deployment").at("/spec/revisionHistoryLimit").asInt());
    }

    @Test
    public void aFailedDeployGoesBackToTheScaledNumber() {
        bench.deployed(workload("Deployment", "web:1", "replicas: 1"));
        bench.changed("deploy", SCALE);
        DeployResult result = bench.deploy(ROLL_BACK, workload("Deployment", "web:2-crash", "replicas: 2"));
        assertEquals(Status.FAILED, result.status());
        assertEquals("web:1", bench.image("Deployment"));
        assertEquals(3, replicas());
    }

    @Test
    public void aFailedDeployWithoutReplicasDoesNotMakeTheScaledNumberItsOwn() {
        bench.deployed(workload("Deployment", "web:1", ""));
        bench.changed("deploy", SCALE);
        assertEquals(
                Status.FAILED,
                bench.deploy(ROLL_BACK, workload("Deployment", "web:2-crash", ""))
                        .status());
        assertEquals(3, replicas());
        bench.deployed(workload("Deployment", "web:3", ""));
        assertEquals(3, replicas());
    }

    @Test
    public void aFailedDeployGoesBackToWhatAnUndoHadMade() {
        bench.deployed(workload("Deployment", "web:1', env: [{name: OLD, value: x}], imagePullPolicy: 'Always", ""));
        bench.deployed(workload("Deployment", "web:2", ""));
        bench.changed("deploy", new Change.Undo(null, 1L));
        bench.deploy(ROLL_BACK, workload("Deployment", "web:3-crash", ""));
        assertEquals("web:1", bench.image("Deployment"));
        assertTrue(bench.web("Deployment").toString().contains("OLD"));
    }
}
