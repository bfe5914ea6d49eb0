package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
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

/** How deploys end that do not simply succeed. */
public class DeployEndingTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final String SETTINGS =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {key: value}\n---\n";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DeployBench bench;

    @Before
    public void bench() {
        bench = new DeployBench(LIVE, "ending", folder.getRoot().toPath());
    }

    private static DeployOptions options(boolean rollback, boolean await, long timeout) {
        return new DeployOptions(Check.FULL, false, false, false, rollback, await, false, timeout);
    }

    private static String web(String image, String more) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 1
                  %s
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: '%s'}]}
                """
                .formatted(more, image);
    }

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }

    @Test
    public void whatIsNotReadyInTimeTimesOutWithTheReason() {
        DeployResult result = bench.deploy(options(false, true, 2), SETTINGS + web("web:1-neverready", ""));
        assertEquals(Status.TIMED_OUT, result.status());
        assertEquals(Category.FAILED, result.category());
        assertEquals(List.of("kubernetes.deploy-not-stable"), codes(result.errors()));
        assertEquals(
                "Deployment " + bench.namespace() + "/web",
                result.errors().get(0).where());
        assertEquals("progressing", result.objects().get(1).status());
        assertTrue(
                "the cluster's own events are told",
                bench.events().stream()
                        .anyMatch(event -> event instanceof Event.Diagnosed told
                                && !told.events().isEmpty()));
    }

    @Test
    public void withoutWaitingTheStateIsToldAsItIs() {
        DeployResult result = bench.deploy(options(false, false, 60), web("web:1-neverready", ""));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(Action.CREATED, result.objects().get(0).action());
        assertEquals("progressing", result.objects().get(0).status());
    }

    @Test
    public void anImageThatCantBePulledFailsFast() {
        DeployResult result = bench.deploy(options(false, true, 120), web("web:1-pullfail", ""));
        assertEquals(Status.FAILED, result.status());
        assertTrue(result.durationMillis() < 30_000);
        assertTrue(
                result.errors().get(0).message(),
                result.errors().get(0).message().contains("ImagePullBackOff")
                        || result.errors().get(0).message().contains("pull"));
        assertEquals("failed", result.objects().get(0).status());
        assertTrue("without rollback it stays", bench.exists("apps/v1", "Deployment", "web"));
    }

    @Test
    public void aPausedDeploymentIsNotWaitedForButWarnedOf() {
        DeployResult result = bench.deploy(options(false, true, 60), web("web:1", "paused: true"));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals("paused", result.objects().get(0).status());
        assertEquals(List.of("kubernetes.deploy-paused"), codes(result.warnings()));
    }

    @Test
    public void cancellingWhileItWaitsReportsWhatWasDone() {
        DeployResult result =
                bench.cancelAt(Stage.WAIT, options(false, true, 60), SETTINGS + web("web:1-neverready", ""));
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(
                List.of(Action.CREATED, Action.CREATED),
                result.objects().stream().map(ObjectOutcome::action).toList());
        assertTrue(bench.exists("apps/v1", "Deployment", "web"));
    }

    @Test
    public void cancellingBeforeAnythingIsWrittenWritesNothing() {
        DeployResult result = bench.cancelAt(Stage.APPLY, options(true, true, 60), SETTINGS + web("web:1", ""));
        assertEquals(Status.CANCELLED, result.status());
        assertEquals(
                List.of(Action.SKIPPED, Action.SKIPPED),
                result.objects().stream().map(ObjectOutcome::action).toList());
        assertFalse(bench.exists("apps/v1", "Deployment", "web"));
    }

    @Test
    public void cancellingWithRollbackTakesBack() {
        DeployResult result =
                bench.cancelAt(Stage.WAIT, options(true, true, 60), SETTINGS + web("web:1-neverready", ""));
        assertEquals(Status.CANCELLED, result.status());
        assertFalse(bench.exists("apps/v1", "Deployment", "web"));
        assertFalse(bench.exists("v1", "ConfigMap", "settings-v000"));
        assertEquals(
                List.of(Action.DELETED, Action.DELETED),
                result.objects().stream().map(ObjectOutcome::action).toList());
        assertEquals("what is gone again can't be bound", List.of(), result.artifacts());
    }

    @Test
    public void aQuotaIsFoundBeforeAnythingIsWritten() {
        String quota = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: few}\nspec: {hard: {configmaps: '1'}}\n";
        assertEquals(
                Status.SUCCEEDED, bench.deploy(options(false, true, 60), quota).status());
        LIVE.testCluster()
                .api()
                .await(
                        "/api/v1/namespaces/" + bench.namespace() + "/resourcequotas/few",
                        node -> node.at("/status/used/configmaps").isTextual());
        DeployResult result = bench.deploy(options(false, true, 60), SETTINGS);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.REFUSED, result.category());
        assertEquals(List.of("kubernetes.api-quota"), codes(result.errors()));
        assertEquals(
                List.of(Action.SKIPPED),
                result.objects().stream().map(ObjectOutcome::action).toList());
    }

    @Test
    public void aJobThatFailsFailsTheDeploy() {
        String job =
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate}
                spec:
                  backoffLimit: 0
                  template:
                    spec: {restartPolicy: Never, containers: [{name: m, image: 'migrate:1-failed'}]}
                """;
        DeployResult result = bench.deploy(options(false, true, 60), job);
        assertEquals(Status.FAILED, result.status());
        assertEquals("failed", result.objects().get(0).status());
    }

    @Test
    public void aPlanShowsWhatWouldChangeAndChangesNothing() {
        bench.deploy(options(false, true, 60), web("web:1", ""));
        String before = bench.live("apps/v1", "Deployment", "web")
                .at("/metadata/resourceVersion")
                .asText();
        PlanResult plan = bench.plan(PreparationOptions.DEFAULTS, SETTINGS + web("web:2", ""));
        assertEquals(List.of(), plan.errors());
        assertEquals(
                List.of("ConfigMap CREATED", "Deployment CONFIGURED"),
                plan.changes().stream()
                        .map(change -> change.ref().kind() + " " + change.action())
                        .toList());
        String diff = plan.changes().get(1).diff();
        assertTrue(diff, diff.lines().anyMatch(line -> line.matches("-\\s+.*image: web:1")));
        assertTrue(diff, diff.lines().anyMatch(line -> line.matches("\\+\\s+.*image: web:2")));
        assertEquals(
                before,
                bench.live("apps/v1", "Deployment", "web")
                        .at("/metadata/resourceVersion")
                        .asText());
        assertFalse(bench.exists("v1", "ConfigMap", "settings-v000"));
    }

    @Test
    public void aPlanNeverShowsTheValuesOfASecret() {
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: %s}\n";
        PreparationOptions unversioned = PreparationOptions.builder()
                .versioned(io.jenkins.plugins.spindelivery.engine.manifest.prepare.Versioning.FALSE)
                .build();
        bench.deploy(options(false, true, 60), unversioned, secret.formatted("hunter2"));
        PlanResult plan = bench.plan(unversioned, secret.formatted("correct-horse"));
        assertEquals(Action.CONFIGURED, plan.changes().get(0).action());
        String told = plan.toString();
        for (String value : List.of("hunter2", "correct-horse", "aHVudGVyMg", "Y29ycmVjdC1ob3JzZQ")) {
            assertFalse(value, told.contains(value));
        }
    }

    @Test
    public void aRefusedPlanSaysWhy() {
        PlanResult plan = bench.plan(PreparationOptions.DEFAULTS, web("web:1", "replica: 2"));
        assertEquals(List.of(), plan.changes());
        assertEquals(List.of("kubernetes.api-unknown-field-near"), codes(plan.errors()));
        assertEquals(Category.INPUT, plan.category());
    }
}
