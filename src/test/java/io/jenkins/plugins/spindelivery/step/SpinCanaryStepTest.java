package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.builder.SpinCanaryBuilder;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.judge.Judgments;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Canaries of Pipelines and freestyle jobs, on a real control plane. */
public class SpinCanaryStepTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final String WEB =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: main, image: "web:%s"}]}
            """;

    private AtCluster at;

    @Before
    public void cluster() throws Exception {
        at = new AtCluster(JENKINS, CLUSTER, "canary");
        at.run(Result.SUCCESS, "spinDeploy account: 'prod', manifest: '''" + String.format(WEB, "1") + "'''");
    }

    private static String canary(String tag, String more, String block) {
        return "def got = spinCanary(account: 'prod'" + more + ", manifest: '''" + String.format(WEB, tag) + "''') {\n"
                + block + "\n}\n";
    }

    private void assertNothingLeft() {
        assertEquals(1, at.apps("deployments").path("items").size());
        assertEquals(3, at.apps("deployments/web").at("/spec/replicas").asInt());
        assertEquals(
                "web:1",
                at.apps("deployments/web")
                        .at("/spec/template/spec/containers/0/image")
                        .asText());
    }

    @Test
    public void theBlockRunsBesideTheCanaryWhichIsTakenAway() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                canary(
                                "2",
                                "",
                                "echo \"beside ${env.SPIN_CANARY_NAME} in ${env.SPIN_CANARY_NAMESPACE}\"\n"
                                        + "def how = spinStatus(account: 'prod', kinds: 'Deployment',"
                                        + " names: 'web-canary')\necho \"it is ${how}\"")
                        + "echo \"verdict ${got.verdict} of ${got.name}, status ${got.status}\"");
        JENKINS.assertLogContains("beside web-canary in " + at.namespace(), run);
        JENKINS.assertLogContains("status:stable", run);
        JENKINS.assertLogContains("verdict Pass of web-canary, status succeeded", run);
        assertNothingLeft();
    }

    @Test
    public void aFailedBlockFailsTheStepAndTheCanaryIsTakenAway() throws Exception {
        WorkflowRun run =
                at.run(Result.FAILURE, canary("2", ", failOnVerdict: false", "error 'the smoke test is red'"));
        JENKINS.assertLogContains("What ran beside the canary failed: the smoke test is red", run);
        JENKINS.assertLogNotContains("\tat ", run);
        assertNothingLeft();
    }

    @Test
    public void aNoInTheBlockTakesTheCanaryAway() throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(canary("2", "", "spinJudge message: 'Well?'"), true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        Deliveries.await(
                "the question",
                () -> run.getAction(InputAction.class) != null
                        && run.getAction(InputAction.class).isWaitingForInput());
        assertEquals(2, at.apps("deployments").path("items").size());
        String key = StageRecords.get().of(run).stream()
                .filter(stage -> stage.status() == StageStatus.PAUSED)
                .map(StageRecord::key)
                .findFirst()
                .orElseThrow();
        Judgments.answer(run, key, false, "");
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertNothingLeft();
    }

    @Test
    public void aCanaryThatCrashesRunsNoBlockAndFails() throws Exception {
        WorkflowRun run = at.run(Result.FAILURE, canary("2-crash", "", "sleep 600"));
        JENKINS.assertLogNotContains("Sleeping for", run);
        JENKINS.assertLogNotContains("\tat ", run);
        assertNothingLeft();
    }

    @Test
    public void whatIsWrongIsToldAtOnceAndChangesNothing() throws Exception {
        WorkflowRun run =
                at.run(Result.FAILURE, canary("2", ", replicas: 'many', route: 'web', scopes: [1]", "echo 'never'"));
        for (String told : List.of(
                "\"many\" is no whole number",
                "Without an analysis these fields have no effect: scopes",
                "needs both: the name of the route, and the weight")) {
            JENKINS.assertLogContains(told, run);
        }
        JENKINS.assertLogNotContains("never", run);
        run = at.run(
                Result.FAILURE,
                canary("2", ", lifetime: '1h', analysis: [metrics: []], metricSource: 'none'", "echo 'never'"));
        JENKINS.assertLogContains("there is nothing to compare", run);
        run = at.run(Result.FAILURE, canary("2", ", lifetime: '1h', analysis: 'canary.json', metricSource: 'x'", ""));
        JENKINS.assertLogContains("canary.json is to be read from a workspace", run);
        assertNothingLeft();
    }

    @Test
    public void aBuildStepHasNoBlockAndLivesItsTime() throws Exception {
        SpinCanaryStep step = new SpinCanaryStep("prod");
        step.setManifest(String.format(WEB, "2"));
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new SpinCanaryBuilder(step));
        FreeStyleBuild refused =
                JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0).get());
        JENKINS.assertLogContains("Give a lifetime", refused);
        step.setLifetime("1s");
        FreeStyleBuild run =
                JENKINS.assertBuildStatusSuccess(job.scheduleBuild2(0).get());
        StageRecord stage = StageRecords.get().of(run).get(0);
        assertEquals("canary", stage.type());
        assertEquals("Pass", ((Map<?, ?>) stage.value()).get("verdict"));
        assertThat(stage.objects().toString(), containsString("web-canary"));
        assertNothingLeft();
    }

    @Test
    public void aVerdictIsAcceptedWhereNobodyWantsTheStepToFail() {
        SpinCanaryStep step = new SpinCanaryStep("prod");
        StageResult bad = new StageResult(StageStatus.FAILED, Map.of("verdict", "Fail"), List.of());
        assertFalse(step.accepts(bad));
        step.setFailOnVerdict(false);
        assertTrue(step.accepts(bad));
        Problem left = Problem.of("canary.left-behind", "", "a=b", "shop");
        assertFalse(step.accepts(new StageResult(StageStatus.FAILED, Map.of("verdict", "Fail"), List.of(left))));
        assertFalse(step.accepts(new StageResult(StageStatus.FAILED, Map.of(), List.of())));
        assertFalse(step.accepts(new StageResult(StageStatus.CANCELLED, Map.of("verdict", "Fail"), List.of())));
    }
}
