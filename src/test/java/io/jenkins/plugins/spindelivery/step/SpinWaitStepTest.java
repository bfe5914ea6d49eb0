package io.jenkins.plugins.spindelivery.step;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.stage;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.spindelivery.builder.SpinWaitBuilder;
import io.jenkins.plugins.spindelivery.delivery.StageKey;
import io.jenkins.plugins.spindelivery.delivery.Stages;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.net.URL;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Waits in a real Jenkins: to their end, skipped, stopped. */
public class SpinWaitStepTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @Before
    public void everybody() {
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    private static void people() {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("builder"));
    }

    private static WorkflowRun waiting(String name) throws Exception {
        WorkflowRun run = started(
                name,
                "def got = spinWait(seconds: 86400, skipText: 'Are the <caches> warm?'); echo \"went on: ${got}\"");
        await("the wait", () -> JenkinsRule.getLog(run).contains("Waits until"));
        await(
                "its rest",
                () -> Stages.get().rest(run, new StageKey(stage(run).key())).isPresent());
        return run;
    }

    private static JenkinsRule.WebClient as(String user) {
        return JENKINS.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .withBasicApiToken(user);
    }

    private static int skip(String user, WorkflowRun run, HttpMethod method) throws Exception {
        String path = run.getUrl() + "delivery/skip?stage=" + stage(run).key();
        Page page = as(user).getPage(new WebRequest(new URL(JENKINS.getURL(), path), method));
        return page.getWebResponse().getStatusCode();
    }

    @Test
    public void whoMayBuildSkipsTheRestAndIsNamed() throws Exception {
        people();
        WorkflowRun run = waiting("skipped");
        assertEquals("POST alone", 405, skip("builder", run, HttpMethod.GET));
        assertEquals(403, skip("reader", run, HttpMethod.POST));
        HtmlPage seen = as("reader").getPage(run, "delivery/");
        assertThat(seen.querySelector(".spin-rest").asNormalizedText(), containsString("Waits until"));
        assertNull("no button for readers", seen.querySelector(".spin-rest button"));
        HtmlPage page = as("builder").getPage(run, "delivery/");
        assertThat(page.querySelector(".spin-rest").getTextContent(), containsString("Are the <caches> warm?"));
        HtmlButton button = page.querySelector(".spin-rest button");
        HtmlPage after = button.click();
        assertEquals(200, after.getWebResponse().getStatusCode());
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("builder skipped the rest of the wait", run);
        JENKINS.assertLogContains("went on: [skipped:true, skippedBy:builder]", run);
        assertEquals(StageStatus.SUCCEEDED, stage(run).status());
        assertEquals("there is nothing left", 400, skip("builder", run, HttpMethod.POST));
        awaitNothingOpen();
    }

    @Test
    public void aStoppedWaitIsAborted() throws Exception {
        WorkflowRun run = waiting("stopped");
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertEquals(StageStatus.CANCELLED, stage(run).status());
        awaitNothingOpen();
    }

    @Test
    public void theLengthMayBeAnExpression() throws Exception {
        WorkflowRun run = started("computed", "echo \"${spinWait(seconds: '${ 2 - 2 }')}\"");
        JENKINS.assertLogContains(
                "[skipped:false, skippedBy:]", JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run)));
        for (String wrong : new String[] {"spinWait()", "spinWait(seconds: 'soon')", "spinWait(seconds: -1)"}) {
            WorkflowRun refused = started("wrong" + wrong.hashCode(), wrong);
            JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(refused));
            assertEquals(wrong, StageStatus.REFUSED, stage(refused).status());
            JENKINS.assertLogNotContains("\tat ", refused);
        }
    }

    @Test
    public void aBuildStepWaits() throws Exception {
        SpinWaitStep step = new SpinWaitStep();
        step.setSeconds("0");
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new SpinWaitBuilder(step));
        assertEquals("wait", stage(JENKINS.buildAndAssertSuccess(job)).type());
    }
}
