package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.build;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.judge.Judgments;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** The block of a step runs at the gates of the step's operation, through restarts and whatever ends first. */
public class StageBlockTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @TestExtension
    public static ScriptedStep.DescriptorImpl step() {
        return new ScriptedStep.DescriptorImpl();
    }

    @TestExtension
    public static ScriptedBlockStep.DescriptorImpl blockStep() {
        return new ScriptedBlockStep.DescriptorImpl();
    }

    @TestExtension
    public static ScriptedOperation.Types operation() {
        return new ScriptedOperation.Types();
    }

    @After
    public void forget() {
        Script.reset();
    }

    @Test
    public void runsOnceAtEachGateWithItsVariables() throws Throwable {
        Script script = Script.named("play").gates(2);
        sessions.then(jenkins -> {
            WorkflowRun run = ends(
                    jenkins,
                    Result.SUCCESS,
                    "def got = scriptedBlock('play') { echo \"at ${env.SPIN_GATE}\" }\n"
                            + "echo \"came to ${got.end}, outside ${env.SPIN_GATE}\"");
            jenkins.assertLogContains("at number 1", run);
            jenkins.assertLogContains("at number 2", run);
            jenkins.assertLogContains("came to done, outside null", run);
            assertEquals(
                    List.of(
                            "with a block",
                            "read",
                            "make",
                            "open gate 1",
                            "gate 1 passed",
                            "open gate 2",
                            "gate 2 passed",
                            "done"),
                    script.told());
            awaitNothingOpen();
        });
    }

    @Test
    public void worksInNodesInBranchesAndInDeclarativePipelinesAlsoWhenItIsEmpty() throws Throwable {
        List.of("a", "b", "c").forEach(name -> Script.named(name).gates(1));
        sessions.then(jenkins -> {
            ends(
                    jenkins,
                    Result.SUCCESS,
                    "parallel a: { node { scriptedBlock('a') { writeFile file: 'a', text: 'a' } } },\n"
                            + "b: { scriptedBlock('b') { parallel x: { echo 'x' }, y: { echo 'y' } } }");
            WorkflowRun declarative = started(
                    "declarative",
                    "pipeline { agent none; stages { stage('C') { steps { scriptedBlock('c') { } } } } }");
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(declarative));
            for (String name : List.of("a", "b", "c")) {
                assertEquals("done", last(Script.named(name)));
            }
        });
    }

    @Test
    public void aFailureInItIsAnAnswerAndComesOutOfTheStep() throws Throwable {
        Script script = Script.named("play").gates(2);
        sessions.then(jenkins -> {
            WorkflowRun run = ends(
                    jenkins,
                    Result.SUCCESS,
                    "try { scriptedBlock('play') { error 'smoke' } } catch (hudson.AbortException e) {\n"
                            + "echo \"caught ${e.message}\" }");
            jenkins.assertLogContains("caught smoke", run);
            assertEquals(
                    List.of("with a block", "read", "make", "open gate 1", "gate 1 failed: smoke", "take back"),
                    script.told());
        });
    }

    @Test
    public void aTimeLimitInItKeepsItsResult() throws Throwable {
        Script script = Script.named("play").gates(1);
        sessions.then(jenkins -> {
            ends(
                    jenkins,
                    Result.ABORTED,
                    "scriptedBlock('play') { timeout(time: 1, unit: 'MILLISECONDS') { sleep 600 } }");
            assertEquals(4, script.told().indexOf("gate 1 failed: Timeout has been exceeded"));
            assertEquals("take back", last(script));
        });
    }

    @Test
    public void stoppingTheBuildStopsItAndTakesBack() throws Throwable {
        Script script = Script.named("play").gates(1);
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "scriptedBlock('play') { echo 'inside'; sleep 600 }");
            jenkins.waitForMessage("Sleeping for", run);
            run.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertEquals(List.of("with a block", "read", "make", "open gate 1", "cancel", "take back"), script.told());
            assertEquals(StageStatus.CANCELLED, Deliveries.stage(run).status());
            awaitNothingOpen();
        });
    }

    @Test
    public void aTimeLimitAroundItStopsTheStepAsWell() throws Throwable {
        Script script = Script.named("play").gates(1);
        sessions.then(jenkins -> {
            WorkflowRun run = ends(
                    jenkins,
                    Result.ABORTED,
                    "timeout(time: 5, unit: 'SECONDS') { scriptedBlock('play') { sleep 600 } }");
            jenkins.assertLogContains("Timeout has been exceeded", run);
            assertEquals("take back", last(script));
            assertEquals(StageStatus.CANCELLED, Deliveries.stage(run).status());
        });
    }

    @Test
    public void itIsStoppedWhenTheOperationEndsFirst() throws Throwable {
        Script script = Script.named("play").gates(1);
        Script late = Script.named("late").takesLong();
        sessions.then(jenkins -> {
            WorkflowRun run =
                    started("p", "def got = scriptedBlock('play') { scripted 'late' }; echo \"came to ${got.end}\"");
            await("inside", () -> late.told().contains("make"));
            script.becomesReady();
            await("stopped", () -> late.told().contains("cancel"));
            assertEquals("done", last(script));
            jenkins.assertLogNotContains("came to done", run);
            late.takesBack();
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("came to done", run);
        });
    }

    @Test
    public void theFailureOfAnOperationThatEndsFirstIsTheSteps() throws Throwable {
        Script script = Script.named("play").gates(1);
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "scriptedBlock('play') { sleep 600 }");
            jenkins.waitForMessage("Sleeping for", run);
            script.fails(1);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            assertEquals("fail", last(script));
        });
    }

    @Test
    public void aJudgmentInItDecides() throws Throwable {
        Script yes = Script.named("yes").gates(1);
        Script no = Script.named("no").gates(1);
        sessions.then(jenkins -> {
            judge("yes", true);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("yes")));
            assertEquals("done", last(yes));
            judge("no", false);
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build("no")));
            assertEquals("take back", last(no));
        });
    }

    @Test
    public void itGoesOnAfterARestart() throws Throwable {
        Script script = Script.named("play").gates(1);
        Script inner = Script.named("inner");
        sessions.then(jenkins -> {
            started("p", "def got = scriptedBlock('play') { scripted 'inner' }; echo \"came to ${got.end}\"");
            await("inside", () -> inner.told().contains("make"));
        });
        inner.becomesReady();
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            jenkins.assertLogContains("came to done", run);
            assertEquals(List.of("read", "make", "done"), inner.told());
            assertEquals(
                    List.of("with a block", "read", "make", "open gate 1", "gate 1 passed", "done"), script.told());
            awaitNothingOpen();
        });
    }

    @Test
    public void itIsStoppedWhenTheOperationEndsFirstAfterARestart() throws Throwable {
        Script script = Script.named("play").gates(1);
        sessions.then(jenkins -> {
            WorkflowRun run =
                    started("p", "def got = scriptedBlock('play') { sleep 600 }; echo \"came to ${got.end}\"");
            jenkins.waitForMessage("Sleeping for", run);
        });
        script.becomesReady();
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            jenkins.assertLogContains("came to done", run);
        });
    }

    /** Jenkins goes down between the block's end and the operation's next move. */
    @Test
    public void anAnswerThatNobodyHeardOfIsGivenAgain() throws Throwable {
        Script script = Script.named("play").gates(1);
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "scriptedBlock('play') { input id: 'Go', message: 'Go?'; echo 'went' }");
            await(
                    "the question",
                    () -> run.getAction(InputAction.class) != null
                            && run.getAction(InputAction.class).getExecution("Go") != null);
            new DeliveryPool.Shutdown().onBeforeShutdown();
            run.getAction(InputAction.class).getExecution("Go").proceed(null);
            jenkins.waitForMessage("went", run);
            assertEquals("open gate 1", last(script));
        });
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            assertEquals(
                    List.of("with a block", "read", "make", "open gate 1", "gate 1 passed", "done"), script.told());
            String log = JenkinsRule.getLog(run);
            assertEquals(log, log.indexOf("went"), log.lastIndexOf("went"));
        });
    }

    /** As a crash leaves it: the program is from a time before the block began, and the gate is open. */
    @Test
    public void aLostRunIsBegunAgain() throws Throwable {
        Script script = Script.named("play").gates(1).opensLater();
        Script inner = Script.named("inner");
        Path saved = Files.createTempDirectory("saved");
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "scriptedBlock('play') { scripted 'inner' }");
            await("waiting", () -> script.looks() > 1);
            FileUtils.copyDirectory(run.getRootDir(), saved.toFile());
            script.opens();
            await("inside", () -> inner.looks() > 1);
        });
        Path build = sessions.getHome().toPath().resolve("jobs/p/builds/1");
        FileUtils.deleteDirectory(saved.resolve("spin-delivery").toFile());
        FileUtils.deleteQuietly(build.resolve("workflow").toFile());
        FileUtils.copyDirectory(saved.toFile(), build.toFile());
        FileUtils.deleteDirectory(saved.toFile());
        inner.becomesReady();
        sessions.then(jenkins -> {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            assertEquals(1, script.told().stream().filter("open gate 1"::equals).count());
            assertEquals("done", last(script));
            assertFalse(build("p").isBuilding());
            awaitNothingOpen();
        });
    }

    private static void judge(String name, boolean approved) throws Exception {
        WorkflowRun run = started(name, "scriptedBlock('" + name + "') { spinJudge message: 'Well?' }");
        await(
                "the question",
                () -> StageRecords.get().of(run).stream().anyMatch(stage -> stage.status() == StageStatus.PAUSED)
                        && run.getAction(InputAction.class) != null
                        && run.getAction(InputAction.class).isWaitingForInput());
        String key = StageRecords.get().of(run).stream()
                .filter(stage -> stage.status() == StageStatus.PAUSED)
                .map(StageRecord::key)
                .findFirst()
                .orElseThrow();
        Judgments.answer(run, key, approved, "");
    }

    private static WorkflowRun ends(JenkinsRule jenkins, Result result, String script) throws Exception {
        return jenkins.assertBuildStatus(result, jenkins.waitForCompletion(started("p", script)));
    }

    private static String last(Script script) {
        return script.told().get(script.told().size() - 1);
    }
}
