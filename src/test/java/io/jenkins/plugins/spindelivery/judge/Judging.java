package io.jenkins.plugins.spindelivery.judge;

import static org.junit.Assert.assertEquals;

import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.util.List;
import java.util.concurrent.Callable;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.jvnet.hudson.test.JenkinsRule;

/** What tests of judgments do again and again. */
public final class Judging {
    private Judging() {}

    /** A Pipeline that has been started and waits at as many judgments as asked for. */
    static WorkflowRun waiting(JenkinsRule jenkins, String name, String script, int judgments) throws Exception {
        WorkflowRun run = started(jenkins, name, script);
        awaitInputs(run, judgments);
        return run;
    }

    /** A Pipeline that has been started. */
    static WorkflowRun started(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** The inputs of a build that wait, once there are so many. */
    static List<InputStepExecution> awaitInputs(Run<?, ?> run, int count) throws Exception {
        until(
                count + " inputs of " + run,
                () -> run.getAction(InputAction.class) != null
                        && run.getAction(InputAction.class).getExecutions().size() == count);
        return run.getAction(InputAction.class).getExecutions();
    }

    /** Asks again and again, for a minute at most. */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        Deliveries.await(what, condition);
    }

    /** The only record of a build. */
    public static StageRecord record(Run<?, ?> run) {
        List<StageRecord> records = StageRecords.get().of(run);
        assertEquals(1, records.size());
        return records.get(0);
    }

    /** The id of the only input that waits. */
    static String input(Run<?, ?> run) throws Exception {
        return awaitInputs(run, 1).get(0).getId();
    }

    /** Sends an answer to one of the input's addresses as a user. */
    static int post(JenkinsRule jenkins, String user, Run<?, ?> run, String path) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withJavaScriptEnabled(false);
        client.withThrowExceptionOnFailingStatusCode(false);
        if (user != null) {
            client.login(user);
        }
        WebRequest request = new WebRequest(client.createCrumbedUrl(run.getUrl() + "input/" + path), HttpMethod.POST);
        Page page = client.getPage(request);
        return page.getWebResponse().getStatusCode();
    }

    /** Answers by the service that the Delivery page uses, as a user. */
    public static void answer(String user, Run<?, ?> run, String key, boolean approved, String choice)
            throws Exception {
        try (ACLContext as = ACL.as2(User.getById(user, true).impersonate2())) {
            Judgments.answer(run, key, approved, choice);
        }
    }
}
