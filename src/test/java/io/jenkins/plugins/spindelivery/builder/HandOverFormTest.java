package io.jenkins.plugins.spindelivery.builder;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import hudson.Functions;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.AuthorizationStrategy;
import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.spindelivery.judge.SpinJudgeStep;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.localizer.LocaleProvider;

/** The form of the hand-over, and in it that of a judgment. */
public class HandOverFormTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

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

    private static DeliveryPublisher roundTrip(HandOverStage... stages) throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        DeliveryPublisher before = new DeliveryPublisher(List.of(stages));
        before.setAfterUnstable(true);
        job.getPublishersList().add(before);
        JENKINS.configRoundtrip(job);
        return job.getPublishersList().get(DeliveryPublisher.class);
    }

    @Test
    public void formKeepsEverything() throws Exception {
        JobStage start = HandingOver.always(new JobStage("../production"));
        start.setPassParameters(false);
        DeliveryPublisher after = roundTrip(new StepStage(full()), start, new StepStage(new SpinJudgeStep("Sure?")));
        assertTrue(after.isAfterUnstable());
        assertEquals(3, after.getStages().size());
        StepStage judge = (StepStage) after.getStages().get(0);
        assertFalse(judge.isAlways());
        JENKINS.assertEqualDataBoundBeans(full(), judge.getStep());
        assertEquals(List.of("canary", "all of it"), ((SpinJudgeStep) judge.getStep()).getChoices());
        JobStage job = (JobStage) after.getStages().get(1);
        assertTrue(job.isAlways());
        assertEquals("../production", job.getJob());
        assertFalse(job.isPassParameters());
        SpinJudgeStep plain = (SpinJudgeStep) ((StepStage) after.getStages().get(2)).getStep();
        assertEquals("Sure?", plain.getMessage());
        assertEquals(List.of(), plain.getChoices());
        assertNull(plain.getInstructions());
        assertNull(plain.getSubmitters());
        assertNull(plain.getGroups());
        assertNull(plain.getOk());
        assertNull(plain.getTimeout());
    }

    @Test
    public void formIsInChinese() throws Exception {
        FreeStyleProject job = HandingOver.job(JENKINS, "chinese", new StepStage(full()), new JobStage("x"));
        // As Jenkins does when it starts as a web application, which the test harness does not.
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Functions.getCurrentLocale();
            }
        });
        try {
            looksChinese(job);
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    private static void looksChinese(FreeStyleProject job) throws Exception {
        JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        client.addRequestHeader("Accept-Language", "zh-CN");
        String page = client.goTo(job.getUrl() + "configure").getWebResponse().getContentAsString();
        for (String words : List.of("移交给交付", "依次执行的阶段", "问题", "可以答复的用户", "使用此构建的参数")) {
            assertThat(page, containsString(words));
        }
        String help = client.goTo("descriptor/" + SpinJudgeStep.class.getName() + "/help/timeout")
                .getWebResponse()
                .getContentAsString();
        assertThat(help, containsString("等待多久"));
    }

    @Test
    public void everyStageOfOursIsOffered() {
        List<String> names =
                JENKINS.jenkins.getDescriptorByType(StepStage.DescriptorImpl.class).getStepDescriptors().stream()
                        .map(descriptor -> descriptor.getFunctionName())
                        .toList();
        assertEquals(
                Set.of(
                        "spinBake",
                        "spinCanary",
                        "spinCanaryAnalysis",
                        "spinCleanImages",
                        "spinDeploy",
                        "spinDestroy",
                        "spinDestroyServerGroup",
                        "spinDisable",
                        "spinDisableServerGroup",
                        "spinEnable",
                        "spinEnableServerGroup",
                        "spinFind",
                        "spinFindImage",
                        "spinJob",
                        "spinJudge",
                        "spinLoadBalancer",
                        "spinPatch",
                        "spinPause",
                        "spinPlan",
                        "spinPreconditions",
                        "spinResizeServerGroup",
                        "spinRestart",
                        "spinResume",
                        "spinRollback",
                        "spinRollbackServerGroup",
                        "spinRollingDeploy",
                        "spinRollingServerGroup",
                        "spinRunJob",
                        "spinScale",
                        "spinSecurityGroup",
                        "spinServerGroup",
                        "spinStatus",
                        "spinFindArtifact",
                        "spinVariables",
                        "spinWait",
                        "spinWebhook"),
                Set.copyOf(names));
    }

    @Test
    public void jobIsCheckedForThoseWhoSeeTheForm() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject("checked");
        JobStage.DescriptorImpl descriptor = JENKINS.jenkins.getDescriptorByType(JobStage.DescriptorImpl.class);
        assertEquals(Kind.OK, descriptor.doCheckJob(job, "checked").kind);
        assertEquals(Kind.OK, descriptor.doCheckJob(job, "${TARGET}").kind);
        assertEquals(Kind.ERROR, descriptor.doCheckJob(job, " ").kind);
        assertThat(
                descriptor.doCheckJob(job, "checkd").getMessage(), containsString("The most similar name is checked"));

        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("configurer"));
        String path = job.getUrl() + descriptor.getDescriptorUrl() + "/checkJob?value=nowhere";
        assertThat(post("configurer", path), containsString("There is no job nowhere"));
        assertThat(post("reader", path), not(containsString("nowhere")));
        String complete = job.getUrl() + descriptor.getDescriptorUrl() + "/autoCompleteJob?value=check";
        assertThat(get("configurer", complete), containsString("checked"));
        assertThat(get("nobody", complete), not(containsString("checked")));
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    /** As the page asks for completions. */
    private static String get(String user, String path) throws Exception {
        JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        client.withThrowExceptionOnFailingStatusCode(false).login(user);
        return client.goTo(path, null).getWebResponse().getContentAsString();
    }

    private static String post(String user, String path) throws Exception {
        JenkinsRule.WebClient client =
                JENKINS.createWebClient().withJavaScriptEnabled(false).login(user);
        return client.getPage(new WebRequest(client.createCrumbedUrl(path), HttpMethod.POST))
                .getWebResponse()
                .getContentAsString();
    }
}
