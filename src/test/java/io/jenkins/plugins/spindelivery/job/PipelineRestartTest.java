package io.jenkins.plugins.spindelivery.job;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.build;
import static io.jenkins.plugins.spindelivery.job.ScriptedStages.asked;
import static io.jenkins.plugins.spindelivery.job.ScriptedStages.pipeline;
import static io.jenkins.plugins.spindelivery.job.ScriptedStages.stage;
import static org.junit.Assert.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.delivery.Script;
import io.jenkins.plugins.spindelivery.delivery.ScriptedOperation;
import io.jenkins.plugins.spindelivery.delivery.ScriptedStep;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.apache.commons.io.FileUtils;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** Runs of pipelines go on after a restart, and after a crash that has lost what Jenkins had not written. */
public class PipelineRestartTest {
    private static final List<String> ONCE = List.of("read", "make", "done");

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

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

    @After
    public void forget() {
        Script.reset();
    }

    @Test
    public void aGraphGoesOnWhereverItWas() throws Throwable {
        sessions.then(jenkins -> {
            start(stage("1", "", ""), stage("2", "", ""), stage("3", "1 2", ""), stage("4", "2", ""));
            atWork("1", "2");
        });
        Script.named("2").becomesReady();
        sessions.then(jenkins -> atWork("1", "4"));
        Script.named("1").becomesReady();
        sessions.then(jenkins -> atWork("3", "4"));
        Script.named("4").becomesReady();
        Script.named("3").becomesReady();
        sessions.then(jenkins -> {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            for (String refId : List.of("1", "2", "3", "4")) {
                assertEquals(refId, ONCE, Script.named(refId).told());
            }
        });
    }

    /**
     * Jenkins' program and graph are put back to a time before most of what happened. The stages that had begun since then
     * begin again, and find what they did.
     */
    @Test
    public void whatBeganSinceTheLastSaveIsNotDoneTwice() throws Throwable {
        Path saved = Files.createTempDirectory("saved");
        sessions.then(jenkins -> {
            start(
                    stage("1", "", ""),
                    stage("2", "1", ""),
                    stage("3", "1", "\"scripts\": [\"3\", \"3b\"]"),
                    stage("4", "2 3", ""),
                    stage("5", "2", ""),
                    asked("6", "2", ""));
            atWork("1");
            await("waiting", () -> Script.named("1").looks() > 1);
            FileUtils.copyDirectory(build("p").getRootDir(), saved.toFile());
            Script.named("1").becomesReady();
            atWork("2", "3");
            Script.named("2").becomesReady();
            Script.named("3").becomesReady();
            await("the second call", () -> Script.named("3b").told().contains("make"));
            Deliveries.answer(build("p"), true);
            await("the answer", () -> status("6") == PipelineStatus.SUCCEEDED);
            atWork("3", "5");
        });
        Path build = sessions.getHome().toPath().resolve("jobs/p/builds/1");
        FileUtils.deleteDirectory(saved.resolve("spin-delivery").toFile());
        FileUtils.deleteDirectory(saved.resolve("spin-delivery-pipeline").toFile());
        FileUtils.deleteQuietly(build.resolve("workflow-completed").toFile());
        FileUtils.deleteQuietly(build.resolve("workflow").toFile());
        FileUtils.copyDirectory(saved.toFile(), build.toFile());
        FileUtils.deleteDirectory(saved.toFile());
        Script.named("3b").becomesReady();
        Script.named("5").becomesReady();
        Script.named("4").becomesReady();
        sessions.then(jenkins -> {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            for (String script : List.of("1", "2", "3", "3b", "4", "5")) {
                assertEquals(script, ONCE, Script.named(script).told());
            }
            Deliveries.awaitNothingOpen();
        });
    }

    @Test
    public void windowsJudgmentsAndTimeoutsOutliveARestart() throws Throwable {
        Script.named("3").takesLong();
        Script.named("1").becomesReady();
        int later =
                LocalDate.now(ZoneId.systemDefault()).plusDays(2).getDayOfWeek().getValue() % 7 + 1;
        long[] until = new long[1];
        sessions.then(jenkins -> {
            start(
                    stage(
                            "1",
                            "",
                            "\"restrictExecutionDuringTimeWindow\": true, \"restrictedExecutionWindow\": {\"days\": ["
                                    + later
                                    + "], \"jitter\": {\"enabled\": true, \"minDelay\": 1, \"maxDelay\": 600}}"),
                    asked("2", "", ""),
                    stage("3", "", "\"stageTimeoutMs\": 500, \"continuePipeline\": true"));
            Deliveries.question(build("p"));
            await("the timeout", () -> Script.named("3").told().contains("cancel"));
            await("the window", () -> status("1") == PipelineStatus.WAITING);
            until[0] = pipelineOf().progress("1").notBeforeMillis();
        });
        Script.named("3").takesBack();
        sessions.then(jenkins -> {
            await("the end of 3", () -> status("3") == PipelineStatus.FAILED_CONTINUE);
            assertEquals(until[0], pipelineOf().progress("1").notBeforeMillis());
            Deliveries.answer(build("p"), true);
            await("the end of 2", () -> status("2") == PipelineStatus.SUCCEEDED);
            assertEquals(true, pipelineOf().waits().skip("1", "somebody"));
            WorkflowRun run = jenkins.waitForCompletion(build("p"));
            jenkins.assertBuildStatus(Result.SUCCESS, run);
            assertEquals(ONCE, Script.named("1").told());
            assertEquals(
                    List.of("read", "make", "cancel", "take back"),
                    Script.named("3").told());
        });
    }

    private static void start(String... stages) throws Exception {
        WorkflowJob job = Jenkins.get().createProject(WorkflowJob.class, "p");
        job.setDefinition(new DeliveryDefinition(new DefinitionText(pipeline(stages))));
        job.scheduleBuild2(0).waitForStart();
    }

    private static PipelineRun pipelineOf() {
        return PipelineRuns.get().of(build("p")).orElseThrow();
    }

    private static PipelineStatus status(String refId) {
        return PipelineRuns.get()
                .of(build("p"))
                .map(pipeline -> pipeline.progress(refId).status())
                .orElse(PipelineStatus.NOT_STARTED);
    }

    /** Waits until exactly these stages work, each with something made. */
    private static void atWork(String... refIds) throws Exception {
        await(String.join(" ", refIds) + " at work", () -> {
            Map<String, PipelineStatus> statuses = PipelineRuns.get()
                    .of(build("p"))
                    .map(pipeline -> pipeline.state().statuses())
                    .orElse(Map.of());
            return new TreeMap<>(statuses)
                            .entrySet().stream()
                                    .filter(stage -> stage.getValue() == PipelineStatus.RUNNING)
                                    .map(Map.Entry::getKey)
                                    .collect(Collectors.toList())
                                    .equals(List.of(refIds))
                    && List.of(refIds).stream()
                            .allMatch(refId -> Script.named(refId).told().contains("make"));
        });
    }
}
