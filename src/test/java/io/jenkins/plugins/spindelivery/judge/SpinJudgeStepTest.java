package io.jenkins.plugins.spindelivery.judge;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** What a judgment returns, records and says, whichever way it is answered. */
public class SpinJudgeStepTest {
    @ClassRule
    public static final BuildWatcher LOGS = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @Rule
    public final TestName name = new TestName();

    private static final String ECHO = "\necho \"got ${r.approved}/${r.choice}/${r.judge}/${r.judgeName}\""
            + "\necho \"at ${r.judgedAt}\"\necho \"keys ${r.keySet().join(',')}\"";

    private WorkflowRun waiting(String script) throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        return Judging.waiting(JENKINS, name.getMethodName(), script, 1);
    }

    @Test
    public void approvalReturnsWhoAndWhen() throws Exception {
        WorkflowRun run = waiting("def r = spinJudge 'Ship it?'" + ECHO);
        assertEquals(200, Judging.post(JENKINS, "alice", run, Judging.input(run) + "/proceedEmpty"));
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("got true//alice/alice", run);
        JENKINS.assertLogContains("keys approved,choice,judge,judgeName,judgedAt", run);

        StageRecord record = Judging.record(run);
        assertEquals(StageStatus.SUCCEEDED, record.status());
        assertEquals("judge", record.type());
        assertEquals("Ship it?", record.subject());
        assertEquals("Ship it?", record.judgment().message());
        assertEquals(Boolean.TRUE, record.judgment().approved());
        assertEquals("alice", record.judgment().judge());
        assertTrue(record.judgment().judgedMillis() >= record.startMillis());
        assertTrue(record.endMillis() >= record.judgment().judgedMillis());
        Map<?, ?> value = (Map<?, ?>) record.value();
        assertEquals(
                record.judgment().judgedMillis(),
                Instant.parse((String) value.get("judgedAt")).toEpochMilli());
        JENKINS.assertLogContains("at " + value.get("judgedAt"), run);
    }

    @Test
    public void questionIsRecordedWhileItWaits() throws Exception {
        WorkflowRun run =
                waiting("spinJudge message: 'Promote?', instructions: 'Look at the errors.', choices: ['yes', 'later'],"
                        + " submitters: 'bob, carol', groups: 'qa'");
        StageRecord record = Judging.record(run);
        assertEquals(StageStatus.PAUSED, record.status());
        assertEquals(List.of("yes", "later"), record.judgment().choices());
        assertEquals(List.of("bob", "carol", "qa"), record.judgment().submitters());
        assertEquals("Look at the errors.", record.judgment().instructions());
        assertEquals(Judging.input(run), record.judgment().inputId());
        assertNull(record.judgment().approved());
        assertEquals(0, record.endMillis());
        JENKINS.assertLogContains("Promote?\nLook at the errors.", run);
        JENKINS.assertLogContains("Waiting for bob or carol or a member of qa to answer.", run);
        run.doKill();
        JENKINS.waitForCompletion(run);
    }

    @Test
    public void instructionsAreShownWithoutChoicesToo() throws Exception {
        WorkflowRun run = waiting("spinJudge message: 'Promote?', instructions: 'Look at the errors.'");
        JENKINS.waitForMessage("Promote?\nLook at the errors.", run);
        assertEquals("Promote?", Judging.record(run).subject());
        Judging.answer("alice", run, Judging.record(run).key(), true, "");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
    }

    @Test
    public void rejectionNamesWhoRejected() throws Exception {
        WorkflowRun run = waiting("spinJudge 'Ship it?'\necho 'went on'");
        assertEquals(200, Judging.post(JENKINS, "bob", run, Judging.input(run) + "/abort"));
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("Rejected by bob", run);
        JENKINS.assertLogNotContains("went on", run);

        StageRecord record = Judging.record(run);
        assertEquals(StageStatus.REJECTED, record.status());
        assertEquals(Boolean.FALSE, record.judgment().approved());
        assertEquals("bob", record.judgment().judge());
        assertEquals("judge.rejected", record.errors().get(0).code());
        assertEquals(List.of("bob"), record.errors().get(0).arguments());
        assertNull(record.value());
    }

    @Test
    public void rejectionCanBeCaughtAsThatOfAnInput() throws Exception {
        WorkflowRun run = waiting("try { spinJudge 'Ship it?' }\n"
                + "catch (org.jenkinsci.plugins.workflow.steps.FlowInterruptedException e) { echo 'caught it' }");
        Judging.answer("bob", run, Judging.record(run).key(), false, "");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("caught it", run);
    }

    @Test
    public void choiceIsReturned() throws Exception {
        WorkflowRun run = waiting("def r = spinJudge message: 'Next?', choices: ['canary', 'all']" + ECHO);
        assertEquals(200, postChoice(run, "all"));
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("got true/all/alice/alice", run);
        JENKINS.assertLogContains("alice chose \"all\"", run);
        assertEquals("all", Judging.record(run).judgment().choice());
    }

    @Test
    public void choiceOnOurPageReturnsTheSame() throws Exception {
        WorkflowRun run = waiting("def r = spinJudge message: 'Next?', choices: ['canary', 'all']" + ECHO);
        Judging.answer("alice", run, Judging.record(run).key(), true, "canary");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("got true/canary/alice/alice", run);
        JENKINS.assertLogContains("keys approved,choice,judge,judgeName,judgedAt", run);
    }

    @Test
    public void approvalWithoutAChoiceFailsAndNamesWhoGaveIt() throws Exception {
        WorkflowRun run = waiting("spinJudge message: 'Next?', choices: ['canary', 'all']\necho 'went on'");
        assertEquals(200, Judging.post(JENKINS, "alice", run, Judging.input(run) + "/proceedEmpty"));
        JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("alice approved without a choice", run);
        JENKINS.assertLogContains("choose one of canary, all", run);
        JENKINS.assertLogNotContains("went on", run);
        JENKINS.assertLogNotContains("\tat io.jenkins", run);

        StageRecord record = Judging.record(run);
        assertEquals(StageStatus.FAILED, record.status());
        assertEquals("alice", record.judgment().judge());
        assertEquals(Boolean.FALSE, record.judgment().approved());
        assertEquals("judge.no-choice", record.errors().get(0).code());
    }

    @Test
    public void choiceThatIsNoneIsRefusedByTheInputAndItStillWaits() throws Exception {
        WorkflowRun run = waiting("def r = spinJudge message: 'Next?', choices: ['canary', 'all']" + ECHO);
        assertNotEquals(200, postChoice(run, "none of them"));
        assertEquals(StageStatus.PAUSED, Judging.record(run).status());
        assertEquals(200, postChoice(run, "canary"));
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
    }

    @Test
    public void choiceThatIsNoneFailsWhenACallerOfTheInputGivesIt() throws Exception {
        WorkflowRun run = waiting("spinJudge message: 'Next?', choices: ['canary', 'all']\necho 'went on'");
        InputStepExecution execution = Judging.awaitInputs(run, 1).get(0);
        execution.proceed(new HashMap<>(Map.of("choice", "none of them")));
        JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("answered \"none of them\", which is none of the choices", run);
        assertEquals("judge.wrong-choice", Judging.record(run).errors().get(0).code());
    }

    @Test
    public void abortedBuildLeavesNoJudgmentOpen() throws Exception {
        WorkflowRun run = waiting("spinJudge 'Ship it?'");
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        StageRecord record = Judging.record(run);
        assertEquals(StageStatus.CANCELLED, record.status());
        assertNull(record.judgment().approved());
        assertEquals("", record.judgment().judge());
    }

    @Test
    public void timeoutAroundItEndsItAsTimedOut() throws Exception {
        WorkflowRun run = waiting("timeout(time: 2, unit: 'SECONDS') { spinJudge 'Ship it?' }");
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertEquals(StageStatus.TIMED_OUT, Judging.record(run).status());
    }

    @Test
    public void timeoutOfItsOwnEndsItAsTimedOut() throws Exception {
        WorkflowRun run = waiting("spinJudge message: 'Ship it?', timeout: '2s'\necho 'went on'");
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("Nobody answered in time", run);
        JENKINS.assertLogNotContains("went on", run);
        assertEquals(StageStatus.TIMED_OUT, Judging.record(run).status());
        assertEquals("judge.timed-out", Judging.record(run).errors().get(0).code());
    }

    @Test
    public void answerInTimeForgetsTheTimeout() throws Exception {
        WorkflowRun run = waiting("spinJudge message: 'Ship it?', timeout: '1h'");
        assertEquals(1, JudgeTimeouts.get().size());
        Judging.answer("alice", run, Judging.record(run).key(), true, "");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals(0, JudgeTimeouts.get().size());
    }

    @Test
    public void wrongStepsFailBeforeTheyWait() throws Exception {
        for (Map.Entry<String, String> wrong : Map.of(
                        "spinJudge ' '", "A judgment needs a question",
                        "spinJudge message: 'x', timeout: 'soon'", "soon is no duration")
                .entrySet()) {
            WorkflowRun run = Judging.started(
                    JENKINS, name.getMethodName() + wrong.getValue().length(), wrong.getKey());
            JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(run));
            JENKINS.assertLogContains(wrong.getValue(), run);
            assertThat(JenkinsRule.getLog(run), not(containsString("\tat ")));
            assertTrue(StageRecords.get().of(run).isEmpty());
        }
    }

    @Test
    public void threeAtOnceWithTheSameQuestionAreThree() throws Exception {
        WorkflowRun run = Judging.waiting(
                JENKINS,
                name.getMethodName(),
                "def r = [:]\n"
                        + "parallel(['a', 'b', 'c'].collectEntries { n -> [n, { r[n] = spinJudge(message: 'Same?',"
                        + " choices: ['1', '2', '3']).choice }] })\necho \"all ${r.a}${r.b}${r.c}\"",
                3);
        Set<String> ids = new HashSet<>();
        for (InputStepExecution execution : Judging.awaitInputs(run, 3)) {
            ids.add(execution.getId());
        }
        assertEquals(3, ids.size());
        int choice = 1;
        for (StageRecord record : StageRecords.get().of(run)) {
            Judging.answer("alice", run, record.key(), true, String.valueOf(choice++));
        }
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        Set<String> choices = new HashSet<>();
        for (StageRecord record : StageRecords.get().of(run)) {
            choices.add(record.judgment().choice());
        }
        assertEquals(Set.of("1", "2", "3"), choices);
    }

    @Test
    public void retryAsksAgain() throws Exception {
        WorkflowRun run =
                waiting("retry(2) { if (spinJudge(message: 'Go?', choices: ['y', 'n']).choice == 'n') error 'no' }");
        Judging.answer("alice", run, Judging.record(run).key(), true, "n");
        Judging.until("second judgment", () -> StageRecords.get().of(run).size() == 2);
        Judging.awaitInputs(run, 1);
        Judging.answer("bob", run, StageRecords.get().of(run).get(1).key(), true, "y");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals("alice", StageRecords.get().of(run).get(0).judgment().judge());
        assertEquals("bob", StageRecords.get().of(run).get(1).judgment().judge());
    }

    @Test
    public void declarativeStageUsesTheChoice() throws Exception {
        WorkflowRun run = waiting("pipeline { agent none\n stages { stage('Judge') { steps { script {\n"
                + "  env.NEXT = spinJudge(message: 'Next?', choices: ['canary', 'all']).choice } } }\n"
                + " stage('Go') { when { expression { env.NEXT == 'all' } }\n steps { echo 'to all' } } } }");
        Judging.answer("alice", run, Judging.record(run).key(), true, "all");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("to all", run);
    }

    @Test
    public void bareStepInDeclarative() throws Exception {
        WorkflowRun run = waiting("pipeline { agent none\n stages { stage('Judge') { steps {\n"
                + "  spinJudge message: 'Go?', submitters: 'alice' } } } }");
        Judging.answer("alice", run, Judging.record(run).key(), true, "");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
    }

    private static int postChoice(WorkflowRun run, String choice) throws Exception {
        String json = "{\"parameter\":[{\"name\":\"choice\",\"value\":\"" + choice + "\"}]}";
        return Judging.post(
                JENKINS,
                "alice",
                run,
                Judging.input(run) + "/proceed?json=" + URLEncoder.encode(json, StandardCharsets.UTF_8));
    }
}
