package io.jenkins.plugins.spindelivery.judge;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.nio.file.Files;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** Judgments wait for days, and Jenkins restarts meanwhile. */
public class JudgeRestartTest {
    private static final String ECHO = "\necho \"got ${r.approved}/${r.choice}/${r.judge}\"";

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    private void begin(String script, int judgments) throws Throwable {
        sessions.then(jenkins -> {
            jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
            WorkflowRun run = Judging.waiting(jenkins, "p", script, judgments);
            String stored = Files.readString(run.getRootDir().toPath().resolve("build.xml"));
            assertFalse(stored, stored.contains("spindelivery"));
        });
    }

    private static WorkflowRun resumed(JenkinsRule jenkins) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        return jenkins.jenkins.getItemByFullName("p", WorkflowJob.class).getBuildByNumber(1);
    }

    @Test
    public void answeredOnTheInputPageAfterwards() throws Throwable {
        begin("def r = spinJudge message: 'Next?', choices: ['canary', 'all'], submitters: 'alice'" + ECHO, 1);
        sessions.then(jenkins -> {
            WorkflowRun run = resumed(jenkins);
            StageRecord record = Judging.record(run);
            assertEquals(StageStatus.PAUSED, record.status());
            assertEquals(record.judgment().inputId(), Judging.input(run));
            // An empty answer, so that the check is proved to be there again, too.
            assertEquals(200, Judging.post(jenkins, "alice", run, Judging.input(run) + "/proceedEmpty"));
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("alice approved without a choice", run);
        });
    }

    @Test
    public void answeredOnOurPageAfterwards() throws Throwable {
        begin("def r = spinJudge message: 'Next?', choices: ['canary', 'all']" + ECHO, 1);
        sessions.then(jenkins -> {
            WorkflowRun run = resumed(jenkins);
            Judging.awaitInputs(run, 1);
            Judging.answer("alice", run, Judging.record(run).key(), true, "all");
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("got true/all/alice", run);
            assertEquals("alice", Judging.record(run).judgment().judge());
        });
    }

    @Test
    public void threeAtOnceAreStillThree() throws Throwable {
        begin("parallel a: { spinJudge 'Same?' }, b: { spinJudge 'Same?' }, c: { spinJudge 'Same?' }", 3);
        sessions.then(jenkins -> {
            WorkflowRun run = resumed(jenkins);
            Judging.awaitInputs(run, 3);
            List<StageRecord> records = StageRecords.get().of(run);
            for (StageRecord record : records) {
                Judging.answer("alice", run, record.key(), true, "");
            }
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertEquals(3, records.size());
            for (StageRecord record : StageRecords.get().of(run)) {
                assertEquals(StageStatus.SUCCEEDED, record.status());
            }
        });
    }

    @Test
    public void abortedAfterwards() throws Throwable {
        begin("spinJudge 'Ship it?'", 1);
        sessions.then(jenkins -> {
            WorkflowRun run = resumed(jenkins);
            Judging.awaitInputs(run, 1);
            run.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertEquals(StageStatus.CANCELLED, Judging.record(run).status());
        });
    }

    @Test
    public void timeoutGoesOnWhileJenkinsIsDown() throws Throwable {
        begin("spinJudge message: 'Ship it?', timeout: '5s'", 1);
        sessions.then(jenkins -> {
            WorkflowRun run = resumed(jenkins);
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertEquals(StageStatus.TIMED_OUT, Judging.record(run).status());
            assertEquals(0, JudgeTimeouts.get().size());
        });
    }
}
