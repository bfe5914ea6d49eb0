package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.InterferingCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Deploys that a crash, a person or somebody else's objects interrupt at a bad moment. */
public class DeployInterruptedTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final InterferingCluster NONE = (method, arguments) -> Optional.empty();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String namespace;
    private int count;

    @Before
    public void namespace() {
        namespace = LIVE.testCluster().newNamespace("interrupted");
    }

    private static DeployOptions options(boolean rollback, long timeout) {
        return new DeployOptions(Check.FULL, false, false, false, rollback, true, false, timeout);
    }

    private DeployRun deploy(DeployOptions options, String yaml) {
        return deploy(NONE, options, yaml);
    }

    private DeployRun deploy(InterferingCluster interference, DeployOptions options, String yaml) {
        return new DeployRun(
                LIVE,
                interference::around,
                folder.getRoot().toPath().resolve("run-" + count++),
                namespace,
                PreparationOptions.DEFAULTS,
                options,
                yaml);
    }

    private static String settings(String annotations, String data) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, annotations: "
                + "{strategy.spinnaker.io/versioned: 'false'" + annotations + "}}\ndata: {" + data + "}\n---\n";
    }

    private static String versioned(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {key: ours}\n---\n";
    }

    private static String failing() {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: bad, annotations: {strategy.spinnaker.io/versioned: 'false'}}
                spec: {restartPolicy: Never, containers: [{name: bad, image: 'bad:1-pullfail'}]}
                """;
    }

    private Optional<ObjectNode> live(String name) {
        return LIVE.cluster().get(new ObjectRef("v1", "ConfigMap", namespace, name));
    }

    private static List<String> actions(DeployResult result) {
        return result.objects().stream()
                .map(object -> object.name() + " " + object.action().word())
                .toList();
    }

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }

    @Test
    public void whatACutOffMoveWroteIsReportedWhenTheDeployIsCancelledThen() {
        DeployResult result = deploy(options(false, 60), settings("", "a: '1'"))
                .until(Stage.APPLY)
                .lostMove()
                .cancel()
                .finish();
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(List.of("settings created"), actions(result));
        assertEquals(1, result.artifacts().size());
    }

    @Test
    public void whatACutOffMoveDeletedIsReportedWhenTheDeployIsCancelledThen() {
        String application = ", moniker.spinnaker.io/application: shop";
        String old = settings(application, "a: '1'").replace("name: settings", "name: old");
        DeployOptions pruning = new DeployOptions(Check.FULL, false, false, true, false, true, false, 60);
        String history = versioned("app")
                .replace("}\ndata", ", annotations: {strategy.spinnaker.io/max-version-history: '1'}}\ndata");
        deploy(pruning, history + settings(application, "a: '1'") + old).finish();
        String yaml = history.replace("ours", "newer") + settings(application, "a: '1'");

        DeployResult first = deploy(pruning, yaml)
                .until(Stage.HISTORY_DELETE)
                .lostMove()
                .cancel()
                .finish();
        assertEquals(Status.CANCELLED, first.status());
        assertEquals(List.of("app-v001 created", "settings unchanged", "app-v000 deleted"), actions(first));
        assertTrue("what was not begun stays", live("old").isPresent());

        DeployResult second =
                deploy(pruning, yaml).until(Stage.PRUNE).lostMove().cancel().finish();
        assertEquals(Status.CANCELLED, second.status());
        assertEquals(List.of("app-v001 unchanged", "settings unchanged", "old deleted"), actions(second));
    }

    @Test
    public void whatACutOffMoveWroteIsTakenBackWhenTheDeployIsCancelledThen() {
        deploy(options(true, 60), settings("", "a: '1'")).finish();
        String yaml = settings("", "a: '2'") + versioned("app");
        DeployResult result = deploy(options(true, 60), yaml)
                .until(Stage.APPLY)
                .lostMove()
                .cancel()
                .finish();
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(
                "{\"a\":\"1\"}", live("settings").orElseThrow().path("data").toString());
        assertTrue(live("app-v000").isEmpty());
        assertEquals(List.of("settings configured", "app-v000 deleted"), actions(result));
        assertTrue(result.objects().get(0).message().startsWith("Rolled back to what it was."));
        assertEquals("stable", result.objects().get(1).status());
    }

    @Test
    public void whatWasDeletedToBeMadeAnewComesBackWhenTheDeployIsCancelledThen() {
        deploy(options(true, 60), settings("", "a: '1'")).finish();
        String yaml = settings(", strategy.spinnaker.io/recreate: 'true'", "a: '2'");
        DeployResult result = deploy(options(true, 60), yaml)
                .until(Stage.APPLY)
                .move()
                .cancel()
                .finish();
        assertEquals(
                "{\"a\":\"1\"}", live("settings").orElseThrow().path("data").toString());
        assertEquals(List.of("settings configured"), actions(result));
    }

    @Test
    public void whatWasDeletedToBeMadeAnewIsNamedWithoutARollback() {
        deploy(options(false, 60), settings("", "a: '1'")).finish();
        String yaml = settings(", strategy.spinnaker.io/recreate: 'true'", "a: '2'");
        DeployResult result = deploy(options(false, 60), yaml)
                .until(Stage.APPLY)
                .move()
                .cancel()
                .finish();
        assertEquals(List.of("settings deleted"), actions(result));
        assertTrue(result.objects().get(0).message().contains("Deploy again"));
        assertEquals(List.of(), result.artifacts());
    }

    @Test
    public void anAnswerThatIsLostUntilTheEndLeavesNothingBehind() {
        // The server acts, and each answer is lost; whoever waits for it gives up.
        InterferingCluster lost = (method, arguments) -> {
            if (method.equals("apply") && !((WriteOptions) arguments.get(1)).dryRun()) {
                LIVE.cluster().apply((ObjectNode) arguments.get(0), (WriteOptions) arguments.get(1));
                throw Faults.passing();
            }
            return Optional.empty();
        };
        DeployResult result =
                deploy(lost, options(true, 1), settings("", "a: '1'")).finish();
        assertEquals("it was written", Status.FAILED, result.status());
        assertEquals(List.of("settings deleted"), actions(result));
        assertTrue(live("settings").isEmpty());
    }

    @Test
    public void onceEverythingIsStableNothingIsTakenBack() {
        DeployResult result = deploy(options(true, 60), settings("", "a: '1'"))
                .until(Stage.PRUNE)
                .cancel()
                .finish();
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(List.of("settings created"), actions(result));
        assertTrue(live("settings").isPresent());
    }

    /** The name of each is taken by somebody after the plan was made; a third object was written before that was seen. */
    @Test
    public void aNewPlanStillKnowsWhatTheOneBeforeHasCreated() {
        DeployRun run = deploy(options(true, 60), versioned("one") + versioned("two") + versioned("three") + failing())
                .until(Stage.APPLY);
        for (String name : List.of("one-v000", "two-v000")) {
            ObjectNode theirs = live("kube-root-ca.crt").orElseThrow().objectNode();
            theirs.put("apiVersion", "v1").put("kind", "ConfigMap");
            theirs.putObject("metadata").put("name", name).put("namespace", namespace);
            LIVE.cluster().create(theirs, new WriteOptions("somebody", false, false));
        }
        DeployResult result = run.finish();
        assertEquals(Status.FAILED, result.status());
        assertEquals(
                List.of("one-v001 deleted", "two-v001 deleted", "three-v000 deleted", "bad deleted"), actions(result));
        assertTrue(live("three-v000").isEmpty());
        assertTrue("somebody else's", live("one-v000").isPresent());
    }

    @Test
    public void anObjectThatIsGoingIsWaitedFor() {
        beingDeleted();
        DeployRun run = deploy(options(false, 60), settings("", "a: '2'"))
                .until(Stage.APPLY)
                .move();
        assertEquals("it waits", Stage.APPLY, run.state().stage());
        release();
        DeployResult result = run.finish();
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        ObjectNode live = live("settings").orElseThrow();
        assertFalse(live.path("metadata").has("deletionTimestamp"));
        assertEquals("{\"a\":\"2\"}", live.path("data").toString());
    }

    @Test
    public void anObjectThatNeverGoesIsNamedInTime() {
        beingDeleted();
        DeployResult result = deploy(options(false, 1), settings("", "a: '2'")).finish();
        release();
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(List.of("kubernetes.deploy-apply-timeout"), codes(result.errors()));
        assertEquals(
                "ConfigMap " + namespace + "/settings", result.errors().get(0).where());
        assertTrue(result.errors().get(0).message().contains("finalizers"));
        assertEquals(List.of("settings skipped"), actions(result));
        assertEquals(result.errors().get(0).message(), result.objects().get(0).message());
    }

    private void beingDeleted() {
        ObjectNode held = live("kube-root-ca.crt").orElseThrow().objectNode();
        held.put("apiVersion", "v1").put("kind", "ConfigMap");
        held.putObject("metadata")
                .put("name", "settings")
                .put("namespace", namespace)
                .putArray("finalizers")
                .add("example.com/hold");
        LIVE.cluster().create(held, new WriteOptions("somebody", false, false));
        LIVE.cluster()
                .delete(
                        ObjectRef.of(held),
                        io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions.DEFAULT);
    }

    private void release() {
        live("settings").ifPresent(held -> {
            ObjectNode patch = held.objectNode();
            patch.putObject("metadata").putArray("finalizers");
            LIVE.cluster()
                    .patch(
                            ObjectRef.of(held),
                            "application/merge-patch+json",
                            patch,
                            new WriteOptions("somebody", false, false));
        });
    }

    @Test
    public void aRollbackThatCantGoOnSaysWhatItLeaves() {
        deploy(options(true, 60), settings("", "a: '1'")).finish();
        AtomicBoolean goingBack = new AtomicBoolean();
        InterferingCluster refusing = (method, arguments) -> {
            if (method.equals("delete") && ((ObjectRef) arguments.get(0)).kind().equals("Pod")) {
                goingBack.set(true);
                throw Faults.lasting();
            }
            return Optional.empty();
        };
        DeployResult result = deploy(refusing, options(true, 60), settings("", "a: '2'") + failing())
                .finish();
        assertTrue(goingBack.get());
        assertEquals(Status.FAILED, result.status());
        assertEquals(
                List.of(
                        "kubernetes.deploy-object-failed",
                        "kubernetes.api-refused",
                        "kubernetes.deploy-not-rolled-back",
                        "kubernetes.deploy-not-rolled-back"),
                codes(result.errors()));
        assertEquals(List.of("settings configured", "bad created"), actions(result));
    }

    /** Only an owner by apply loses what the next apply leaves out, and replacing is no apply. */
    @Test
    public void whatWasReplacedComesBackWhole() {
        String replace = ", strategy.spinnaker.io/replace: 'true'";
        deploy(options(true, 60), settings(replace, "a: '1', b: '1'")).finish();
        DeployResult result = deploy(options(true, 60), settings(replace, "a: '2', c: '2'") + failing())
                .finish();
        assertEquals(Status.FAILED, result.status());
        assertEquals(
                "{\"a\":\"1\",\"b\":\"1\"}",
                live("settings").orElseThrow().path("data").toString());
    }

    @Test
    public void aRollbackThatWaitsInVainEndsInTime() {
        deploy(options(true, 60), settings("", "a: '1'")).finish();
        String held = settings(", strategy.spinnaker.io/recreate: 'true'", "a: '2'")
                .replace("metadata: {", "metadata: {finalizers: [example.com/hold], ");
        DeployResult result = deploy(options(true, 3), held + failing()).finish();
        release();
        assertEquals(Status.FAILED, result.status());
        Problem last = result.errors().get(result.errors().size() - 1);
        assertEquals("kubernetes.deploy-not-rolled-back", last.code());
        assertEquals("ConfigMap " + namespace + "/settings", last.where());
    }

    @Test
    public void aMissingPlanEndsTheDeployInsteadOfBeingLookedForForEver() {
        DeployRun run = deploy(options(false, 60), settings("", "a: '1'")).until(Stage.END);
        run.tamper(state -> state.planned("0".repeat(64), state.progress()));
        DeployResult result = run.finish();
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.INPUT, result.category());
        assertEquals(List.of("operation.blob-missing"), codes(result.errors()));
    }
}
