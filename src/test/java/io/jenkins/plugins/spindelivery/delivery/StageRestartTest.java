package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitStatus;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.build;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.stage;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.apache.commons.io.FileUtils;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** Stages go on after Jenkins was restarted in an orderly way. */
public class StageRestartTest {
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

    @After
    public void forget() {
        Script.reset();
    }

    @Test
    public void aWaitingStageGoesOn() throws Throwable {
        Script script = Script.named("play");
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "def got = scripted 'play'; echo \"came to ${got.end}\"");
            await("waiting", () -> script.told().contains("make"));
            awaitStatus(run, StageStatus.RUNNING);
        });
        script.becomesReady();
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            jenkins.assertLogContains("came to done", run);
            assertEquals(List.of("read", "make", "done"), script.told());
            assertEquals(StageStatus.SUCCEEDED, stage(run).status());
            assertFalse(stage(run).detached());
            awaitNothingOpen();
        });
    }

    @Test
    public void aStageThatReadsItsInputBeginsAgain() throws Throwable {
        Script script = Script.named("play").readsForEver();
        sessions.then(jenkins -> {
            started("p", "scripted 'play'");
            await("reading", () -> script.told().contains("read"));
        });
        script.readsOn();
        script.becomesReady();
        sessions.then(jenkins -> {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            assertEquals(List.of("read", "read", "make", "done"), script.told());
            awaitNothingOpen();
        });
    }

    @Test
    public void aStageThatTakesBackGoesOnTakingBack() throws Throwable {
        Script script = Script.named("play").takesLong();
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "scripted 'play'");
            await("waiting", () -> script.told().contains("make"));
            run.doStop();
            awaitStatus(run, StageStatus.CANCELLING);
        });
        sessions.then(jenkins -> {
            awaitStatus(build("p"), StageStatus.CANCELLING);
            script.takesBack();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build("p")));
            assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
            assertEquals(StageStatus.CANCELLED, stage(build("p")).status());
            awaitNothingOpen();
        });
    }

    @Test
    public void aStageIsStoppedAfterTheRestart() throws Throwable {
        Script script = Script.named("play");
        sessions.then(jenkins -> {
            started("p", "scripted 'play'");
            await("waiting", () -> script.told().contains("make"));
        });
        sessions.then(jenkins -> {
            await("driven again", () -> !Stages.get().of(build("p")).isEmpty());
            build("p").doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build("p")));
            assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
            awaitNothingOpen();
        });
    }

    /** A safe restart waits for builds that can't go on afterwards; ours can. */
    @Test
    public void aWaitingStageDoesNotBlockASafeRestart() throws Throwable {
        Script script = Script.named("play");
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "scripted 'play'");
            await("waiting", () -> script.told().contains("make"));
            assertFalse(run.getExecutor().getAsynchronousExecution().blocksRestart());
            Jenkins.get().doQuietDown(true, 60_000, "a safe restart", true);
            assertEquals(List.of("read", "make"), script.told());
            Jenkins.get().doCancelQuietDown();
        });
        script.becomesReady();
        sessions.then(jenkins -> {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            assertEquals(List.of("read", "make", "done"), script.told());
        });
    }

    /** The end is on disk, but Jenkins goes down before the Pipeline has heard of it. */
    @Test
    public void anEndThatNobodyHeardOfIsToldAfterTheRestart() throws Throwable {
        Script script = Script.named("play");
        script.inWaiting(context -> {
            if (script.isReady()) {
                new Thread(() -> new DeliveryPool.Shutdown().onBeforeShutdown()).start();
                untilStopped();
            }
        });
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "def got = scripted 'play'; echo \"came to ${got.end}\"");
            await("waiting", () -> script.told().contains("make"));
            script.becomesReady();
            awaitStatus(run, StageStatus.SUCCEEDED);
            assertEquals(true, run.isBuilding());
        });
        script.inWaiting(context -> {});
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            jenkins.assertLogContains("came to done", run);
            assertEquals(List.of("read", "make", "done"), script.told());
        });
    }

    /**
     * A crash loses what Jenkins had not written: here the program and the graph of the Pipeline are put back to a time
     * before the second step. The step starts from nothing, and finds what it did before.
     */
    @Test
    public void aStepThatStartsAnewAfterALostSaveGoesOn() throws Throwable {
        Script first = Script.named("first");
        Script second = Script.named("second");
        Path saved = Files.createTempDirectory("saved");
        sessions.then(jenkins -> {
            WorkflowRun run =
                    started("p", "scripted 'first'; def got = scripted 'second'; echo \"came to ${got.end}\"");
            await("the first", () -> first.looks() > 1);
            FileUtils.copyDirectory(run.getRootDir(), saved.toFile());
            first.becomesReady();
            await("the second", () -> second.looks() > 1);
        });
        Path build = sessions.getHome().toPath().resolve("jobs/p/builds/1");
        FileUtils.deleteDirectory(saved.resolve("spin-delivery").toFile());
        FileUtils.deleteQuietly(build.resolve("workflow-completed").toFile());
        FileUtils.deleteQuietly(build.resolve("workflow").toFile());
        FileUtils.copyDirectory(saved.toFile(), build.toFile());
        FileUtils.deleteDirectory(saved.toFile());
        second.becomesReady();
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            jenkins.assertLogContains("came to done", run);
            assertEquals(List.of("read", "make", "done"), first.told());
            assertEquals(List.of("read", "make", "done"), second.told());
            awaitNothingOpen();
        });
    }

    @Test
    public void whatADeletedBuildLeftBehindIsTakenBackAfterTheRestart() throws Throwable {
        Script script = Script.named("play").takesLong();
        sessions.then(jenkins -> {
            WorkflowRun run = started("p", "scripted 'play'");
            await("waiting", () -> script.told().contains("make"));
            run.doKill();
            awaitStatus(run, StageStatus.CANCELLING);
            run.delete();
        });
        sessions.then(jenkins -> {
            script.takesBack();
            awaitNothingOpen();
            assertEquals("take back", script.told().get(script.told().size() - 1));
            assertEquals(1, script.told().stream().filter("take back"::equals).count());
        });
    }

    private static void untilStopped() {
        while (!DeliveryPool.get().stopped()) {
            Thread.onSpinWait();
        }
    }
}
