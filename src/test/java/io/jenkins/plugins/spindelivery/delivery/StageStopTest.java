package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitStatus;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.stage;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LoggerRule;
import org.jvnet.hudson.test.TestExtension;

/** Stages that are stopped take back what must not stay, however they are stopped. */
public class StageStopTest {
    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    /** Steps of builds that were killed are gone; whoever tells them of the end is told so in the log of Jenkins. */
    @ClassRule
    public static final LoggerRule LOG = new LoggerRule()
            .record("org.jenkinsci.plugins.workflow.cps.CpsStepContext", Level.WARNING)
            .capture(100);

    @TestExtension
    public static ScriptedStep.DescriptorImpl step() {
        return new ScriptedStep.DescriptorImpl();
    }

    @TestExtension
    public static ScriptedOperation.Types operation() {
        return new ScriptedOperation.Types();
    }

    @After
    public void nothingStaysBehind() throws Exception {
        awaitNothingOpen();
        assertEquals(List.of(), LOG.getMessages());
        Script.reset();
    }

    @Test
    public void anAbortedBuildEndsWhenEverythingIsTakenBack() throws Exception {
        Script script = Script.named("abort").takesLong();
        WorkflowRun run = waiting("abort", "scripted 'abort'");
        run.doStop();
        awaitStatus(run, StageStatus.CANCELLING);
        assertTrue(run.isBuilding());
        script.takesBack();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
        assertEquals(StageStatus.CANCELLED, stage(run).status());
        assertFalse(stage(run).detached());
    }

    @Test
    public void abortingTwiceIsAbortingOnce() throws Exception {
        Script script = Script.named("twice").takesLong();
        WorkflowRun run = waiting("twice", "scripted 'twice'");
        run.doStop();
        awaitStatus(run, StageStatus.CANCELLING);
        run.doStop();
        script.takesBack();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
    }

    @Test
    public void readingIsInterrupted() throws Exception {
        Script script = Script.named("reading").readsForEver();
        WorkflowRun run = started("reading", "scripted 'reading'");
        await("reading", () -> script.told().contains("read"));
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertEquals(List.of("read"), script.told());
        assertEquals(StageStatus.CANCELLED, stage(run).status());
    }

    /** The link "forcibly terminate running steps" of a build that was aborted and takes its time. */
    @Test
    public void takingBackGoesOnWhenTheStepIsTerminated() throws Exception {
        Script script = Script.named("term").takesLong();
        WorkflowRun run = waiting("term", "scripted 'term'");
        run.doStop();
        awaitStatus(run, StageStatus.CANCELLING);
        run.doTerm();
        takesBackDetached(run, script);
    }

    /** The link "hard kill", which comes after that. */
    @Test
    public void takingBackGoesOnWhenTheBuildIsKilled() throws Exception {
        Script script = Script.named("kill").takesLong();
        WorkflowRun run = waiting("kill", "scripted 'kill'");
        run.doStop();
        awaitStatus(run, StageStatus.CANCELLING);
        run.doKill();
        takesBackDetached(run, script);
    }

    /** Whoever kills a build has not necessarily asked it to stop. */
    @Test
    public void aKilledBuildIsTakenBackEvenIfNobodyHadStoppedIt() throws Exception {
        Script script = Script.named("kill-only").takesLong();
        WorkflowRun run = waiting("kill-only", "scripted 'kill-only'");
        run.doKill();
        takesBackDetached(run, script);
    }

    @Test
    public void aTerminatedStepIsTakenBackEvenIfNobodyHadStoppedIt() throws Exception {
        Script script = Script.named("term-only").takesLong();
        WorkflowRun run = waiting("term-only", "scripted 'term-only'");
        run.doTerm();
        takesBackDetached(run, script);
    }

    private static void takesBackDetached(WorkflowRun run, Script script) throws Exception {
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        await("going on detached", () -> stage(run).detached());
        awaitStatus(run, StageStatus.CANCELLING);
        assertFalse(script.told().contains("take back"));
        script.takesBack();
        awaitStatus(run, StageStatus.CANCELLED);
        assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
        assertTrue(stage(run).detached());
    }

    @Test
    public void aTimeoutStopsTheStageAndIsWhyItFailed() throws Exception {
        Script script = Script.named("timeout");
        WorkflowRun run = started("timeout", "timeout(time: 1, unit: 'SECONDS') { scripted 'timeout' }");
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("Timeout has been exceeded", run);
        assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
    }

    @Test
    public void eachTryOfARetryIsAStageOfItsOwn() throws Exception {
        Script script = Script.named("retry").fails(1);
        script.becomesReady();
        WorkflowRun run = started("retry", "retry(2) { scripted 'retry' }");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals(List.of("read", "make", "fail", "read", "make", "done"), script.told());
        assertEquals(
                List.of(StageStatus.FAILED, StageStatus.SUCCEEDED),
                StageRecords.get().of(run).stream().map(StageRecord::status).toList());
    }

    @Test
    public void failFastStopsTheOtherBranches() throws Exception {
        Script good = Script.named("good");
        Script bad = Script.named("bad");
        WorkflowRun run = started(
                "failFast",
                "parallel(failFast: true, a: { scripted 'good' }, b: { scripted 'bad' }, c: { scripted 'good' })");
        await(
                "all waiting",
                () -> good.told().stream().filter("make"::equals).count() == 2
                        && bad.told().contains("make"));
        bad.fails(1);
        JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(run));
        assertEquals(2, good.told().stream().filter("take back"::equals).count());
        assertEquals(List.of("read", "make", "fail"), bad.told());
        assertEquals(
                3,
                StageRecords.get().of(run).stream()
                        .map(StageRecord::key)
                        .distinct()
                        .count());
    }

    @Test
    public void aBuildThatIsDeletedIsTakenBackAllTheSame() throws Exception {
        Script script = Script.named("deleted").takesLong();
        WorkflowRun run = waiting("deleted", "scripted 'deleted'");
        run.doKill();
        awaitStatus(run, StageStatus.CANCELLING);
        run.delete();
        assertFalse(run.getRootDir().exists());
        script.takesBack();
        awaitNothingOpen();
        assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
        assertFalse(run.getRootDir().exists());
    }

    @Test
    public void aJobThatIsDeletedIsTakenBackAllTheSame() throws Exception {
        Script script = Script.named("job").takesLong();
        WorkflowRun run = waiting("job", "scripted 'job'");
        run.doKill();
        awaitStatus(run, StageStatus.CANCELLING);
        run.getParent().delete();
        assertFalse(run.getRootDir().exists());
        script.takesBack();
        awaitNothingOpen();
        assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
        assertFalse(run.getRootDir().exists());
    }

    /** Jenkins stops a build before it deletes the job, and waits for it. */
    @Test
    public void aJobIsDeletedOnceItsStagesHaveBeenTakenBack() throws Exception {
        Script script = Script.named("running");
        WorkflowRun run = waiting("running", "scripted 'running'");
        run.getParent().delete();
        assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
        assertFalse(run.getRootDir().exists());
    }

    @Test
    public void aStageGoesAlongWithAJobThatIsRenamed() throws Exception {
        Script script = Script.named("before").takesLong();
        WorkflowRun run = waiting("before", "scripted 'before'");
        await("everything saved", () -> script.looks() > 1);
        Path old = StageFolder.of(run, stage(run).key()).path();
        run.getParent().renameTo("after");
        int looks = script.looks();
        await("more moves", () -> script.looks() > looks + 1);
        run.doStop();
        awaitStatus(run, StageStatus.CANCELLING);
        script.takesBack();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertEquals(List.of("read", "make", "cancel", "take back"), script.told());
        assertEquals(StageStatus.CANCELLED, stage(run).status());
        assertFalse(Files.exists(old));
    }

    private static WorkflowRun waiting(String script, String pipeline) throws Exception {
        WorkflowRun run = started(script, pipeline);
        await("waiting", () -> Script.named(script).told().contains("make"));
        return run;
    }
}
