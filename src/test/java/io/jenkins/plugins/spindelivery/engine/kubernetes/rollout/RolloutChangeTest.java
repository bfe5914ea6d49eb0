package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.codes;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.outcomes;
import static io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutBench.workload;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Scale, restart, pause and resume on the real control plane. */
public class RolloutChangeTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RolloutBench bench;

    @Before
    public void bench() {
        bench = new RolloutBench(LIVE, folder.getRoot().toPath());
    }

    private int replicas(String kind) {
        return bench.web(kind).at("/spec/replicas").asInt();
    }

    private int ready(String kind) {
        return bench.web(kind).at("/status/readyReplicas").asInt();
    }

    private static Change.Scale scale(String text) {
        return Change.Scale.of(text).orElseThrow();
    }

    @Test
    public void scalesToANumberAndByANumber() {
        for (String kind : List.of("Deployment", "StatefulSet", "ReplicaSet")) {
            bench = new RolloutBench(LIVE, folder.getRoot().toPath().resolve(kind));
            bench.deployed(workload(kind, "web:1", "replicas: 1").replace("labels:", unversioned() + "labels:"));
            assertEquals(List.of(kind + " web scaled stable"), bench.changed(kind, scale("3")));
            assertEquals("it waits until the pods are ready", 3, ready(kind));
            assertEquals(List.of(kind + " web scaled stable"), bench.changed(kind, scale("-2")));
            assertEquals(1, replicas(kind));
            assertEquals(List.of(kind + " web scaled stable"), bench.changed(kind, scale("+1")));
            assertEquals(2, ready(kind));
            assertEquals(List.of(kind + " web scaled stable"), bench.changed(kind, scale("0")));
            assertEquals(0, replicas(kind));
        }
    }

    private static String unversioned() {
        return "annotations: {strategy.spinnaker.io/versioned: 'false'}, ";
    }

    @Test
    public void theNumberThatIsThereAlreadyIsNoChange() {
        bench.deployed(workload("Deployment", "web:1", "replicas: 2"));
        String before = bench.web("Deployment").at("/metadata/managedFields").toString();
        assertEquals(List.of("Deployment web unchanged stable"), bench.changed("deploy", scale("2")));
        assertEquals(List.of("Deployment web unchanged stable"), bench.changed("deploy", scale("+0")));
        String after = bench.web("Deployment").at("/metadata/managedFields").toString();
        assertEquals(before, after);
    }

    @Test
    public void numbersThatMakeNoSenseAreRefused() {
        for (String text : List.of("", "two", "1.5", "+-1", "1234567", "${n}")) {
            assertTrue(text, Change.Scale.of(text).isEmpty());
        }
        bench.deployed(workload("Deployment", "web:1", "replicas: 1"));
        RolloutResult result = bench.change("Deployment", scale("-2"));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.INPUT, result.category());
        assertEquals(
                "Its number of replicas is 1; changed by -2 it would be below zero. Give a number of at least 0.",
                result.errors().get(0).message());
        assertEquals(List.of("Deployment web skipped unknown"), outcomes(result));
        assertEquals(1, replicas("Deployment"));
    }

    @Test
    public void whatCantBeDoneToAKindIsRefusedInWordsOfThatKind() {
        bench.deployed(workload("DaemonSet", "web:1", ""));
        assertRefused("ds", scale("2"), "kubernetes.rollout-not-scalable");
        assertRefused("ds", new Change.Pause(), "kubernetes.rollout-no-pause");
        assertRefused("ds", new Change.Resume(), "kubernetes.rollout-no-resume");
        bench.deployed("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n");
        assertRefused("svc", new Change.Restart(), "kubernetes.rollout-no-restart");
        assertRefused("svc", new Change.Undo(null, 1L), "kubernetes.rollout-no-revisions");
    }

    private void assertRefused(String kind, Change change, String code) {
        RolloutResult result = bench.change(kind, change);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(List.of(code), codes(result));
    }

    @Test
    public void aReplicaSetOfADeploymentIsNotScaledBehindItsBack() {
        bench.deployed(workload("Deployment", "web:1", "replicas: 1"));
        RolloutRequest request = new RolloutRequest(
                "test", Target.labelled(List.of("rs"), "app=web", bench.namespace()), scale("3"), true, 60);
        RolloutResult result = bench.change(request, state -> {});
        assertEquals(List.of("kubernetes.rollout-scale-owned"), codes(result));
        assertTrue(
                result.errors().get(0).message(),
                result.errors().get(0).message().contains("Deployment web"));
    }

    @Test
    public void nothingFoundIsAnError() {
        assertRefused("deploy", scale("2"), "kubernetes.find-nothing");
        assertRefused("deploi", scale("2"), "kubernetes.delete-unknown-kind");
    }

    @Test
    public void restartsMakeNewPodsAndWaitForThem() {
        for (String kind : List.of("Deployment", "StatefulSet", "DaemonSet")) {
            bench = new RolloutBench(LIVE, folder.getRoot().toPath().resolve(kind));
            bench.deployed(workload(kind, "web:1", ""));
            List<String> before = pods();
            assertFalse(kind, before.isEmpty());
            assertEquals(List.of(kind + " web restarted stable"), bench.changed(kind, new Change.Restart()));
            List<String> first = pods();
            assertTrue(kind, before.stream().noneMatch(first::contains));
            bench.changed(kind, new Change.Restart());
            List<String> second = pods();
            assertTrue("another restart is another restart", first.stream().noneMatch(second::contains));
        }
    }

    private List<String> pods() {
        return bench
                .cluster()
                .list(bench.cluster().resources().named("pods").orElseThrow(), bench.namespace(), "app=web")
                .stream()
                .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                .map(pod -> pod.at("/metadata/uid").asText())
                .toList();
    }

    @Test
    public void withoutWaitingItEndsWhenAllIsChanged() {
        bench.deployed(workload("Deployment", "web:1", "replicas: 1"));
        RolloutRequest request =
                new RolloutRequest("test", Target.named("deploy", "web", bench.namespace()), scale("2"), false, 60);
        assertEquals(List.of("Deployment web scaled unknown"), outcomes(bench.change(request, state -> {})));
        assertTrue(bench.events().stream().noneMatch(Event.StatusChanged.class::isInstance));
    }

    @Test
    public void aPausedRolloutStandsStillUntilItIsResumed() {
        bench.deployed(workload("Deployment", "web:1", ""));
        assertEquals(List.of("Deployment web paused unknown"), bench.changed("deploy", new Change.Pause()));
        assertEquals(List.of("Deployment web unchanged unknown"), bench.changed("deploy", new Change.Pause()));
        assertTrue(bench.web("Deployment").at("/spec/paused").asBoolean());
        bench.patch(
                "Deployment",
                "somebody",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"web:2\"}]}}}}");
        assertRefused("deploy", new Change.Restart(), "kubernetes.rollout-is-paused");
        assertRefused("deploy", new Change.Undo(null, 1L), "kubernetes.rollout-is-paused");
        assertEquals(List.of("Deployment web resumed stable"), bench.changed("deploy", new Change.Resume()));
        assertEquals(1, bench.web("Deployment").at("/status/updatedReplicas").asInt());
        assertEquals(List.of("Deployment web unchanged stable"), bench.changed("deploy", new Change.Resume()));
    }

    @Test
    public void aPausedDeploymentIsScaledWithAWarning() {
        bench.deployed(workload("Deployment", "web:1", ""));
        bench.changed("deploy", new Change.Pause());
        RolloutResult result = bench.change("deploy", scale("2"));
        assertEquals(List.of("Deployment web scaled paused"), outcomes(result));
        assertEquals(
                List.of("kubernetes.deploy-paused"),
                result.warnings().stream().map(Problem::code).toList());
    }

    @Test
    public void severalByLabel() {
        bench.deployed(workload("Deployment", "web:1", "") + "---\n" + workload("StatefulSet", "web:1", ""));
        RolloutRequest request = new RolloutRequest(
                "test", Target.labelled(List.of("deploy", "sts"), "app=web", bench.namespace()), scale("2"), true, 60);
        assertEquals(
                List.of("Deployment web scaled stable", "StatefulSet web scaled stable"),
                outcomes(bench.change(request, state -> {})));
        assertNotEquals(1, replicas("StatefulSet"));
    }
}
