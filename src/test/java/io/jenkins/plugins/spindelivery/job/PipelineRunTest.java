package io.jenkins.plugins.spindelivery.job;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.job.PipelineRunsOf.pipelineOf;
import static io.jenkins.plugins.spindelivery.job.PipelineRunsOf.status;
import static io.jenkins.plugins.spindelivery.job.PipelineRunsOf.statuses;
import static io.jenkins.plugins.spindelivery.job.ScriptedStages.asked;
import static io.jenkins.plugins.spindelivery.job.ScriptedStages.stage;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.delivery.Script;
import io.jenkins.plugins.spindelivery.delivery.ScriptedOperation;
import io.jenkins.plugins.spindelivery.delivery.ScriptedStep;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;

/** Runs of pipelines: fail options, order, conditions, timeouts, windows, judgments. */
public class PipelineRunTest {
    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    private static final PipelineRunsOf RUNS = new PipelineRunsOf(JENKINS);
    private static final String IGNORE = "\"continuePipeline\": true, \"failPipeline\": false";
    private static final String STOP = "\"failPipeline\": false";
    private static final String STOP_THEN_FAIL = "\"failPipeline\": false, \"completeOtherBranchesThenFail\": true";

    @TestExtension
    public static ScriptedStep.DescriptorImpl step() {
        return new ScriptedStep.DescriptorImpl();
    }

    @TestExtension
    public static ScriptedOperation.Types operation() {
        return new ScriptedOperation.Types();
    }

    @TestExtension
    public static ScriptedStages stages() {
        return new ScriptedStages();
    }

    /** Writes down what listeners hear. */
    @TestExtension
    public static final class Heard implements PipelineListener {
        static final List<String> EVENTS = new CopyOnWriteArrayList<>();

        static List<String> of(WorkflowRun run) {
            return EVENTS.stream()
                    .filter(event -> event.startsWith(run.getExternalizableId() + " "))
                    .map(event -> event.substring(run.getExternalizableId().length() + 1))
                    .toList();
        }

        private static void add(PipelineRun run, String event) {
            EVENTS.add(run.run().getExternalizableId() + " " + event);
        }

        @Override
        public void pipelineStarted(PipelineRun run) {
            add(run, "pipeline");
        }

        @Override
        public void pipelineEnded(PipelineRun run, PipelineStatus status) {
            add(run, "pipeline " + status);
        }

        @Override
        public void stageStarted(PipelineRun run, StageNode stage, Progress progress) {
            add(run, stage.refId() + " " + progress.status());
        }

        @Override
        public void stageEnded(PipelineRun run, StageNode stage, Progress progress) {
            add(run, stage.refId() + " " + progress.status());
        }
    }

    @After
    public void nothingStaysBehind() throws Exception {
        Deliveries.awaitNothingOpen();
        Script.reset();
    }

    @Test
    public void aFailureEndsThePipelineAndTakesBackTheOthers() throws Exception {
        Script.named("2");
        Script.named("1").fails(1);
        // Nothing fails before the other is under way.
        WorkflowRun run =
                RUNS.started(stage("0", "", ""), stage("1", "0", ""), stage("2", "", ""), stage("3", "1", ""));
        await("2 at work", () -> Script.named("2").told().contains("make"));
        Script.named("0").becomesReady();
        RUNS.ended(run, Result.FAILURE);
        assertEquals("{0=SUCCEEDED, 1=TERMINAL, 2=CANCELED, 3=NOT_STARTED}", statuses(run));
        assertEquals(
                List.of("read", "make", "cancel", "take back"),
                Script.named("2").told());
        assertEquals(List.of(), Script.named("3").told());
        assertEquals("{S0=success, S1=failure, S2=aborted}", RUNS.shown(run));
    }

    @Test
    public void aStoppedBranchEndsAndTheOthersGoOn() throws Exception {
        Script.named("1").fails(1);
        WorkflowRun run = RUNS.started(stage("1", "", STOP), stage("2", "", ""), stage("3", "1", ""));
        await("the end of 1", () -> status(run, "1") == PipelineStatus.STOPPED);
        Script.named("2").becomesReady();
        RUNS.ended(run, Result.UNSTABLE);
        assertEquals("{1=STOPPED, 2=SUCCEEDED, 3=NOT_STARTED}", statuses(run));
        assertEquals("{S1=failure, S2=success, S3=skipped}", RUNS.shown(run));
    }

    @Test
    public void aStoppedBranchMayFailThePipelineInTheEnd() throws Exception {
        Script.named("1").fails(1);
        WorkflowRun run = RUNS.started(stage("1", "", STOP_THEN_FAIL), stage("2", "", ""));
        await("the end of 1", () -> status(run, "1") == PipelineStatus.STOPPED);
        Script.named("2").becomesReady();
        RUNS.ended(run, Result.FAILURE);
        assertEquals("{1=STOPPED, 2=SUCCEEDED}", statuses(run));
        JENKINS.assertLogContains("once the other branches have ended: S1 (1)", run);
    }

    @Test
    public void anIgnoredFailureIsShownAndLetsOn() throws Exception {
        Script.named("1").fails(1);
        Script.named("2").becomesReady();
        WorkflowRun run = RUNS.ended(RUNS.started(stage("1", "", IGNORE), stage("2", "1", "")), Result.SUCCESS);
        assertEquals("{1=FAILED_CONTINUE, 2=SUCCEEDED}", statuses(run));
        assertEquals("{S1=unstable, S2=success}", RUNS.shown(run));
    }

    /** No nesting of sequences and branches expresses this graph; what runs at each moment is what Orca would run. */
    @Test
    public void twelveStagesStartAsSoonAsTheirRequisitesHaveEnded() throws Exception {
        WorkflowRun run = RUNS.started(
                stage("1", "", ""),
                stage("2", "", ""),
                stage("3", "", ""),
                stage("4", "1 2", ""),
                stage("5", "2 3", ""),
                stage("6", "1 3", ""),
                stage("7", "4 5", ""),
                stage("8", "5 6", ""),
                stage("9", "4", ""),
                stage("10", "7 8", ""),
                stage("11", "8 9", ""),
                stage("12", "10 11", ""));
        assertRuns(run, "1 2 3");
        step(run, "2", "1 3");
        step(run, "3", "1 5");
        step(run, "5", "1");
        step(run, "1", "4 6");
        step(run, "4", "6 7 9");
        step(run, "7", "6 9");
        step(run, "9", "6");
        step(run, "6", "8");
        step(run, "8", "10 11");
        step(run, "11", "10");
        step(run, "10", "12");
        Script.named("12").becomesReady();
        RUNS.ended(run, Result.SUCCESS);
        for (int refId = 1; refId <= 12; refId++) {
            assertEquals(
                    List.of("read", "make", "done"), Script.named("" + refId).told());
        }
    }

    @Test
    public void aStageSeesWhatStagesBeforeItMade() throws Exception {
        Script.named("made by 1").becomesReady();
        Script.named("1").becomesReady();
        WorkflowRun run = RUNS.ended(
                RUNS.started(
                        stage("1", "", "\"makes\": {\"word\": \"made by 1\"}"),
                        stage("2", "1", "\"scripts\": [\"${word}\"]")),
                Result.SUCCESS);
        assertEquals(List.of("read", "make", "done"), Script.named("made by 1").told());
        assertEquals(
                "made by 1",
                pipelineOf(run).progress("2").context().at("/scripts/0").asText());
    }

    @Test
    public void listenersHearOfEveryStartAndEnd() throws Exception {
        Heard.EVENTS.clear();
        Script.named("1").fails(1);
        Script.named("3").becomesReady();
        WorkflowRun run = RUNS.ended(
                RUNS.started(
                        stage("1", "", IGNORE),
                        stage("2", "1", enabled("false")),
                        stage("3", "2", "\"scripts\": [\"${#stage('S1').status == 'FAILED_CONTINUE' ? 3 : 4}\"]")),
                Result.SUCCESS);
        assertEquals(
                List.of(
                        "pipeline",
                        "1 RUNNING",
                        "1 FAILED_CONTINUE",
                        "2 SKIPPED",
                        "3 RUNNING",
                        "3 SUCCEEDED",
                        "pipeline SUCCEEDED"),
                Heard.of(run));
    }

    @Test
    public void whatAStageMakesIsBoundToWhatIsExpectedOfIt() throws Exception {
        String made = "\"makes\": {\"artifacts\": [{\"type\": \"docker/image\", \"name\": \"web\", \"reference\":"
                + " \"web:1\"}, {\"type\": \"docker/image\", \"name\": \"other\", \"reference\": \"other:1\"}]}";
        String expected = ", \"expectedArtifacts\": [{\"id\": \"e\", \"matchArtifact\": {\"type\": \"docker/image\","
                + " \"name\": \"%s\"}}]";
        Script.named("1").becomesReady();
        Script.named("2").becomesReady();
        WorkflowRun run = RUNS.ended(
                RUNS.started(stage("1", "", made + expected.formatted("web")), stage("2", "1", "")), Result.SUCCESS);
        assertEquals(
                "web:1",
                pipelineOf(run)
                        .scope("2")
                        .boundArtifact("e")
                        .orElseThrow()
                        .path("reference")
                        .asText());
        assertEquals(1, pipelineOf(run).scope("2").artifacts().size());

        WorkflowRun failed =
                RUNS.ended(RUNS.started(stage("1", "", made + expected.formatted("nothing"))), Result.FAILURE);
        assertEquals(
                "pipeline.artifact-unmatched",
                pipelineOf(failed).progress("1").problems().get(0).code());
    }

    @Test
    public void anExpressionThatFailsFailsTheStageByItsFailOption() throws Exception {
        Script.named("2").becomesReady();
        WorkflowRun run = RUNS.ended(
                RUNS.started(stage("1", "", IGNORE + ", \"scripts\": [\"${parameters.nobody}\"]"), stage("2", "1", "")),
                Result.SUCCESS);
        assertEquals("{1=FAILED_CONTINUE, 2=SUCCEEDED}", statuses(run));
        assertEquals("{S1=unstable, S2=success}", RUNS.shown(run));
    }

    @Test
    public void whatIsNotWantedIsLeftOut() throws Exception {
        Script.named("1").becomesReady();
        Script.named("3").becomesReady();
        WorkflowRun run = RUNS.ended(
                RUNS.started(
                        stage("1", "", "\"makes\": {\"word\": \"yes\"}"),
                        stage("2", "1", enabled("word == 'no'")),
                        stage("3", "2", enabled("word == 'yes'")),
                        stage("4", "3", "\"startTimeExpiry\": 1000"),
                        stage(
                                "5",
                                "4",
                                "\"stageEnabled\": {\"type\": \"expression\", \"expression\": \"word\"}, " + STOP),
                        stage("6", "5", "")),
                Result.UNSTABLE);
        assertEquals("{1=SUCCEEDED, 2=SKIPPED, 3=SUCCEEDED, 4=SKIPPED, 5=STOPPED, 6=NOT_STARTED}", statuses(run));
        assertEquals("{S1=success, S2=skipped, S3=success, S4=skipped, S5=failure, S6=skipped}", RUNS.shown(run));
        assertEquals(
                "pipeline.enabled-undecided",
                pipelineOf(run).progress("5").problems().get(0).code());
    }

    @Test
    public void severalCallsOfAStageComeOneAfterTheOther() throws Exception {
        String odd = "Größe/α: 'x' ${y} \"";
        WorkflowRun run = RUNS.started(stage(odd, "", "\"scripts\": [\"a\", \"b\"]"));
        await("the first call", () -> Script.named("a").told().contains("make"));
        assertEquals(List.of(), Script.named("b").told());
        Script.named("a").becomesReady();
        await("the second call", () -> Script.named("b").told().contains("make"));
        Script.named("b").becomesReady();
        RUNS.ended(run, Result.SUCCESS);
        assertEquals(
                "[\"done\",\"done\"]",
                pipelineOf(run).progress(odd).outputs().get("ends").toString());
        assertTrue(StageFolder.of(run, StageKeys.of(odd, 1)).read().isPresent());
    }

    @Test
    public void aFailedCallIsTheLast() throws Exception {
        Script.named("a").fails(1);
        RUNS.ended(RUNS.started(stage("1", "", "\"scripts\": [\"a\", \"b\"]")), Result.FAILURE);
        assertEquals(List.of(), Script.named("b").told());
    }

    @Test
    public void aStagesTimeoutTakesItBack() throws Exception {
        String limit = "\"stageTimeoutMs\": 500";
        WorkflowRun failed = RUNS.ended(RUNS.started(stage("1", "", limit)), Result.FAILURE);
        assertEquals("{1=TERMINAL}", statuses(failed));
        assertEquals(
                List.of("read", "make", "cancel", "take back"),
                Script.named("1").told());
        JENKINS.assertLogContains(
                Problem.of("job.stage-timed-out", "", "0.5s").message().substring(0, 40), failed);
        Script.reset();
        WorkflowRun passed =
                RUNS.ended(RUNS.started(stage("1", "", limit + ", \"markSuccessfulOnTimeout\": true")), Result.SUCCESS);
        assertEquals("{1=SUCCEEDED}", statuses(passed));
    }

    @Test
    public void aStoppedBuildTakesBackWhatIsUnderWay() throws Exception {
        WorkflowRun run = RUNS.started(stage("1", "", ""), stage("2", "1", ""));
        await("1 at work", () -> Script.named("1").told().contains("make"));
        run.doStop();
        RUNS.ended(run, Result.ABORTED);
        assertEquals("{1=CANCELED, 2=NOT_STARTED}", statuses(run));
        assertEquals(PipelineStatus.CANCELED, pipelineOf(run).status());
    }

    @Test
    public void aJudgmentLetsOnOrFailsByTheFailOption() throws Exception {
        Script.named("2").becomesReady();
        WorkflowRun approved = RUNS.started(asked("1", "", ""), stage("2", "1", ""));
        Deliveries.answer(approved, true);
        RUNS.ended(approved, Result.SUCCESS);
        assertEquals("{1=SUCCEEDED, 2=SUCCEEDED}", statuses(approved));

        // On the page that the graph view leads to, too.
        WorkflowRun rejected = RUNS.started(asked("1", "", ""), stage("2", "1", ""));
        Deliveries.question(rejected);
        assertEquals(200, post("admin", rejected.getUrl() + "input/P-1/abort", List.of()));
        RUNS.ended(rejected, Result.ABORTED);
        assertEquals("{1=TERMINAL, 2=NOT_STARTED}", statuses(rejected));

        WorkflowRun ignored = RUNS.started(asked("1", "", IGNORE), stage("2", "1", ""));
        Deliveries.answer(ignored, false);
        RUNS.ended(ignored, Result.SUCCESS);
        assertEquals("{1=FAILED_CONTINUE, 2=SUCCEEDED}", statuses(ignored));

        WorkflowRun late = RUNS.ended(RUNS.started(asked("1", "", "\"stageTimeoutMs\": 500")), Result.ABORTED);
        assertEquals("{1=TERMINAL}", statuses(late));
    }

    @Test
    public void aClosedWindowIsWaitedForAndMayBeSkippedByWhoeverMayJudge() throws Exception {
        Script.named("1").becomesReady();
        int tomorrow =
                LocalDate.now(ZoneId.systemDefault()).plusDays(2).getDayOfWeek().getValue() % 7 + 1;
        WorkflowRun run = RUNS.started(stage(
                "1",
                "",
                "\"restrictExecutionDuringTimeWindow\": true, \"restrictedExecutionWindow\": {\"days\": [" + tomorrow
                        + "]}"));
        await("waiting", () -> status(run, "1") == PipelineStatus.WAITING);
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Item.READ, Jenkins.READ, Item.BUILD)
                .everywhere()
                .to("builder", "judge")
                .grant(DeliveryPermissions.JUDGE)
                .everywhere()
                .to("judge"));
        try {
            assertEquals(403, skip(run, "builder", "1"));
            assertEquals(PipelineStatus.WAITING, status(run, "1"));
            assertEquals(409, skip(run, "judge", "2"));
            assertEquals(200, skip(run, "judge", "1"));
        } finally {
            JENKINS.jenkins.disableSecurity();
        }
        RUNS.ended(run, Result.SUCCESS);
        Problem note = pipelineOf(run).progress("1").problems().get(0);
        assertEquals("job.wait-skipped", note.code());
        assertEquals(List.of("judge"), note.arguments());
    }

    private static int skip(WorkflowRun run, String user, String refId) throws Exception {
        String path = run.getUrl() + "spin-delivery-pipeline/skipWait";
        return post(user, path, List.of(new NameValuePair("refId", refId)));
    }

    private static int post(String user, String path, List<NameValuePair> parameters) throws Exception {
        JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        client.withThrowExceptionOnFailingStatusCode(false);
        if (JENKINS.jenkins.isUseSecurity()) {
            client.login(user);
        }
        WebRequest request = new WebRequest(client.createCrumbedUrl(path), HttpMethod.POST);
        request.setRequestParameters(parameters);
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    private static String enabled(String expression) {
        return "\"stageEnabled\": {\"type\": \"expression\", \"expression\": \"" + expression + "\"}";
    }

    private static void step(WorkflowRun run, String ready, String running) throws Exception {
        Script.named(ready).becomesReady();
        assertRuns(run, running);
    }

    private static void assertRuns(WorkflowRun run, String refIds) throws Exception {
        await(refIds + " at work; it is " + statuses(run), () -> running(run).equals(List.of(refIds.split(" "))));
    }

    private static List<String> running(WorkflowRun run) {
        List<String> running = new ArrayList<>();
        PipelineRuns.get()
                .of(run)
                .ifPresent(pipeline -> pipeline.state().statuses().forEach((refId, status) -> {
                    if (status == PipelineStatus.RUNNING) {
                        running.add(refId);
                    }
                }));
        running.sort(Comparator.comparing(Integer::valueOf));
        return running;
    }
}
