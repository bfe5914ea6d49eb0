package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.codes;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.json;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.outcomes;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.workload;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.InterferingCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Patches of the three strategies on the real control plane. */
public class PatchTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final String TWO_CONTAINERS = workload("Deployment", "web:1'}, {name: side, image: 'side:1", "");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RolloutBench bench;

    @Before
    public void bench() {
        bench = new RolloutBench(LIVE, folder.getRoot().toPath());
    }

    private static Change.Patch patch(PatchStrategy strategy, String patch) {
        return new Change.Patch(strategy, json(patch), List.of(), List.of());
    }

    private static String image(String image) {
        return "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"" + image + "\"}]}}}}";
    }

    private List<String> containers() {
        return bench.web("Deployment").at("/spec/template/spec/containers").findValuesAsText("image");
    }

    @Test
    public void aStrategicPatchMergesListsByTheirKeys() {
        bench.deployed(TWO_CONTAINERS);
        assertEquals(
                List.of("Deployment web patched stable"),
                bench.changed("deploy", patch(PatchStrategy.STRATEGIC, image("web:2"))));
        assertEquals(List.of("web:2", "side:1"), containers());
        assertEquals(
                List.of("Deployment web unchanged stable"),
                bench.changed("deploy", patch(PatchStrategy.STRATEGIC, image("web:2"))));
    }

    @Test
    public void aMergePatchReplacesListsAndNullRemoves() {
        bench.deployed(TWO_CONTAINERS);
        bench.changed("deploy", patch(PatchStrategy.MERGE, image("web:2")));
        assertEquals(List.of("web:2"), containers());
        bench.changed("deploy", patch(PatchStrategy.MERGE, "{\"metadata\":{\"labels\":{\"app\":null,\"x\":\"y\"}}}"));
        assertEquals("y", bench.web("Deployment").at("/metadata/labels/x").asText());
        assertFalse(bench.web("Deployment").at("/metadata/labels").has("app"));
    }

    @Test
    public void aJsonPatchIsAListOfOperations() {
        bench.deployed(TWO_CONTAINERS);
        assertEquals(
                List.of("Deployment web patched stable"),
                bench.changed(
                        "deploy",
                        patch(
                                PatchStrategy.JSON,
                                "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":1},"
                                        + "{\"op\":\"remove\",\"path\":\"/spec/template/spec/containers/1\"},"
                                        + "{\"op\":\"add\",\"path\":\"/metadata/annotations/a~1b\",\"value\":\"c\"}]")));
        assertEquals(List.of("web:1"), containers());
        assertEquals(
                "c", bench.web("Deployment").at("/metadata/annotations/a~1b").asText());
    }

    /** Its operations are steps: sent a second time they would be done a second time. */
    @Test
    public void aJsonPatchWhoseAnswerIsLostIsDoneOnce() {
        bench.deployed(workload("Deployment", "web:1", ""));
        AtomicInteger sent = new AtomicInteger();
        bench.interfere(cluster -> ((InterferingCluster) (method, arguments) -> {
                    boolean first = method.equals("patch")
                            && arguments.stream()
                                    .anyMatch(each -> each instanceof WriteOptions options && !options.dryRun())
                            && sent.getAndIncrement() == 0;
                    if (first) {
                        cluster.patch(
                                (io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef) arguments.get(0),
                                (String) arguments.get(1),
                                (com.fasterxml.jackson.databind.JsonNode) arguments.get(2),
                                (WriteOptions) arguments.get(3));
                        throw lostAnswer();
                    }
                    return Optional.empty();
                })
                .around(cluster));
        String add =
                "[{\"op\":\"add\",\"path\":\"/spec/template/spec/containers/-\",\"value\":{\"name\":\"side\",\"image\":\"side:1\"}}]";
        assertEquals(List.of("Deployment web patched stable"), bench.changed("deploy", patch(PatchStrategy.JSON, add)));
        assertEquals(List.of("web:1", "side:1"), containers());
        assertEquals("the second try met the version that the first had made", 2, sent.get());
    }

    private static RuntimeException lostAnswer() {
        return new io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException(
                Category.ACCESS,
                io.jenkins.plugins.spindelivery.engine.problem.Problem.of("kubernetes.api-timeout", "", "1"),
                0,
                "",
                com.fasterxml.jackson.databind.node.MissingNode.getInstance(),
                null,
                null);
    }

    /** What somebody adds to a list in the meantime must not be lost: the list is sent as a whole. */
    @Test
    public void aJsonPatchMadeFromAnOldVersionIsMadeAnew() {
        bench.deployed(workload("Deployment", "web:1", ""));
        AtomicInteger plans = new AtomicInteger();
        String add = "[{\"op\":\"add\",\"path\":\"/spec/template/spec/containers/-\",\"value\":"
                + "{\"name\":\"side\",\"image\":\"side:1\"}}]";
        RolloutResult result = bench.change(bench.request("deploy", patch(PatchStrategy.JSON, add)), state -> {
            if (state.stage() == RolloutState.Stage.CHANGE && plans.getAndIncrement() == 0) {
                bench.patch(
                        "Deployment",
                        "somebody",
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"web:1\"},"
                                + "{\"name\":\"theirs\",\"image\":\"theirs:1\"}]}}}}");
            }
        });
        assertEquals(List.of("Deployment web patched stable"), outcomes(result));
        assertEquals(List.of("web:1", "theirs:1", "side:1"), containers());
    }

    @Test
    public void patchesThatAreNoneOfTheirKindAreRefused() {
        bench.deployed(workload("Deployment", "web:1", ""));
        assertRefused(patch(PatchStrategy.STRATEGIC, "{}"), "kubernetes.rollout-patch-empty");
        assertRefused(patch(PatchStrategy.MERGE, "[{}]"), "kubernetes.rollout-patch-no-object");
        assertRefused(patch(PatchStrategy.STRATEGIC, "3"), "kubernetes.rollout-patch-no-object");
        assertRefused(patch(PatchStrategy.JSON, "[]"), "kubernetes.rollout-patch-empty");
        assertRefused(patch(PatchStrategy.JSON, "{\"spec\":{}}"), "kubernetes.rollout-patch-no-list");
    }

    private RolloutResult assertRefused(Change change, String code) {
        RolloutResult result = bench.change("deploy", change);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(List.of(code), codes(result));
        return result;
    }

    @Test
    public void whatTheServerRefusesIsKnownBeforeAnythingIsChanged() {
        bench.deployed(workload("Deployment", "web:1", "") + "---\n" + workload("StatefulSet", "web:1", ""));
        RolloutRequest request = new RolloutRequest(
                "test",
                Target.labelled(List.of("deploy", "sts"), "app=web", bench.namespace()),
                patch(PatchStrategy.MERGE, "{\"spec\":{\"minReadySeconds\":3,\"podManagementPolicy\":\"Parallel\"}}"),
                true,
                60);
        RolloutResult result = bench.change(request, state -> {});
        assertEquals(Status.REFUSED, result.status());
        assertTrue(codes(result).toString(), codes(result).contains("kubernetes.api-immutable"));
        assertEquals(0, bench.web("Deployment").at("/spec/minReadySeconds").asInt());
    }

    @Test
    public void artifactsTakeThePlaceOfMentionsInThePatchAlone() {
        bench.deployed(TWO_CONTAINERS);
        Artifact web = new Artifact("docker/image", "web", "", "9", "web:9", null);
        Artifact side = new Artifact("docker/image", "side", "", "9", "side:9", null);
        bench.changed(
                "deploy", new Change.Patch(PatchStrategy.STRATEGIC, json(image("web")), List.of(web), List.of(side)));
        assertEquals(List.of("web:9", "side:1"), containers());
        assertTrue(bench.events()
                .contains(new Event.ArtifactBound(
                        io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef.of(bench.web("Deployment")), web)));
        RolloutResult unused = assertRefused(
                new Change.Patch(PatchStrategy.STRATEGIC, json(image("web:3")), List.of(side), List.of()),
                "kubernetes.rollout-artifact-unused");
        assertTrue(unused.errors().get(0).message().contains("docker/image side 9"));
        assertEquals(List.of("web:9", "side:1"), containers());
    }

    @Test
    public void otherKindsArePatchedToo() {
        bench.deployed("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n");
        assertEquals(
                List.of("Service web patched stable"),
                bench.changed("svc", patch(PatchStrategy.MERGE, "{\"spec\":{\"selector\":{\"app\":\"web\"}}}")));
    }

    @Test
    public void aPatchThatBreaksTheRolloutFailsWithItsReason() {
        bench.deployed(workload("Deployment", "web:1", ""));
        RolloutResult result = bench.change("deploy", patch(PatchStrategy.STRATEGIC, image("web:2-pullfail")));
        assertEquals(Status.FAILED, result.status());
        assertEquals(List.of("kubernetes.deploy-object-failed"), codes(result));
        assertEquals(List.of("Deployment web patched failed"), outcomes(result));
    }
}
