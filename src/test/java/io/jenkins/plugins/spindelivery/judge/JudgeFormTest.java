package io.jenkins.plugins.spindelivery.judge;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import hudson.model.Item;
import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The step's snippets and its checks; its form is sent by the tests of the hand-over, which shows the same one. */
public class JudgeFormTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    private WorkflowJob job;

    @Before
    public void roles() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ, Item.CONFIGURE)
                .everywhere()
                .to("configurer"));
        job = JENKINS.createProject(WorkflowJob.class);
    }

    private static SpinJudgeStep full() {
        SpinJudgeStep step = new SpinJudgeStep("Next?");
        step.setInstructions("Look at\nthe errors.");
        step.setChoices(List.of("canary", "all of it"));
        step.setSubmitters("alice, bob");
        step.setGroups("qa");
        step.setOk("Promote");
        step.setTimeout("2h");
        return step;
    }

    @Test
    public void snippetsAreShort() {
        assertEquals("spinJudge 'Next?'", Snippetizer.object2Groovy(new SpinJudgeStep("Next?")));
        assertThat(
                Snippetizer.object2Groovy(full()),
                containsString("spinJudge choices: ['canary', 'all of it'], groups: 'qa', instructions: '''Look at"));
        assertEquals(
                Set.of("message"),
                DescribableModel.uninstantiate2_(new SpinJudgeStep("Next?"))
                        .getArguments()
                        .keySet());
    }

    @Test
    public void graphViewGetsTheQuestion() {
        SpinJudgeStep.DescriptorImpl descriptor = descriptor();
        assertEquals("Ship it?", descriptor.argumentsToString(Map.of("message", "Ship it?")));
        assertNull(descriptor.argumentsToString(Map.of()));
    }

    @Test
    public void checksTellWhatIsWrong() throws Exception {
        JENKINS.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
        SpinJudgeStep.DescriptorImpl descriptor = descriptor();
        assertEquals(Kind.ERROR, descriptor.doCheckMessage(job, " ").kind);
        assertEquals(Kind.OK, descriptor.doCheckMessage(job, "Ship it?").kind);
        assertEquals(Kind.OK, descriptor.doCheckTimeout(job, "").kind);
        assertEquals(Kind.OK, descriptor.doCheckTimeout(job, "1h30m").kind);
        assertEquals(Kind.ERROR, descriptor.doCheckTimeout(job, "soon").kind);
        assertEquals(Kind.ERROR, descriptor.doCheckTimeout(null, "0").kind);
    }

    @Test
    public void checksAnswerOnlyWhoMaySeeTheForm() throws Exception {
        String[] checks = {"checkMessage?message=", "checkTimeout?timeout=soon"};
        for (String check : checks) {
            assertEquals("reader", "<div/>", check("reader", check));
            assertThat(check("configurer", check), containsString("error"));
            assertThat(check("admin", check), containsString("error"));
            assertEquals("only POST is known", 404, get("admin", check));
        }
    }

    private String check(String user, String check) throws Exception {
        JenkinsRule.WebClient client =
                JENKINS.createWebClient().withJavaScriptEnabled(false).login(user);
        WebRequest request = new WebRequest(client.createCrumbedUrl(path(check)), HttpMethod.POST);
        Page page = client.getPage(request);
        return page.getWebResponse().getContentAsString();
    }

    private int get(String user, String check) throws Exception {
        JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        client.withThrowExceptionOnFailingStatusCode(false).login(user);
        return client.goTo(path(check), null).getWebResponse().getStatusCode();
    }

    private String path(String check) {
        return job.getUrl() + descriptor().getDescriptorUrl() + "/" + check;
    }

    private static SpinJudgeStep.DescriptorImpl descriptor() {
        return JENKINS.jenkins.getDescriptorByType(SpinJudgeStep.DescriptorImpl.class);
    }
}
