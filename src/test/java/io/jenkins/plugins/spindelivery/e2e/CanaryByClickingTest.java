package io.jenkins.plugins.spindelivery.e2e;

import static org.junit.Assert.assertEquals;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.builder.HandOver;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.judge.Judging;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.Set;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** docs/canary-by-clicking.md: the canary as a freestyle job, by the clicks and words that the page names. */
public class CanaryByClickingTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    /** One for all tests: each begins without jobs, and with namespaces of its own. */
    @ClassRule
    public static final JenkinsRule JENKINS = Examples.jenkins();

    private static final String JOB = "gateway-canary-clicked";
    private static final String TAG = "image_version";
    private static final String IMAGE = "hub.imgo.tv/spinnaker/gateway:";

    private LiveNamespace live;
    private WorkflowJob production;
    private JenkinsRule.WebClient client;

    /** Production is there and has been scaled; a developer may do what developers may. */
    @Before
    public void productionIsRunning() throws Exception {
        Examples examples = new Examples(JENKINS, CLUSTER);
        live = examples.production();
        production = examples.job("gateway-production");
        examples.run(Result.SUCCESS, production, TAG, "1.0");
        live.scale("ci-gateway", 3);
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.CREATE, Item.CONFIGURE, Item.BUILD, Item.CANCEL)
                .everywhere()
                .to("dev")
                .grant(DeliveryPermissions.DEPLOY, DeliveryPermissions.JUDGE, DeliveryPermissions.DESTROY)
                .everywhere()
                .to("dev"));
        client = JENKINS.createWebClient().login("dev");
        // The page that asks for parameters is the answer to a GET where Jenkins wants a POST.
        client.setThrowExceptionOnFailingStatusCode(false);
    }

    @Test
    public void aJobIsMadeByClickingAndItsDeliveriesAreAnsweredByClicking() throws Exception {
        configure();
        onNo();
        whenTheCanaryNeverGetsReadyNobodyIsAsked();
        whenTheDeliveryIsStopped();
        onYes();
    }

    private void onNo() throws Exception {
        Run<?, ?> run = build("1.1");
        awaitQuestion(run);
        answer(run, "Reject");
        awaitEnd(run, StageStatus.REJECTED);
        assertNotPromoted();
    }

    private void whenTheCanaryNeverGetsReadyNobodyIsAsked() throws Exception {
        awaitEnd(build("1.1-crash"), StageStatus.FAILED);
        assertNotPromoted();
    }

    private void whenTheDeliveryIsStopped() throws Exception {
        Run<?, ?> run = build("1.1");
        awaitQuestion(run);
        new Clicks(client, client.getPage(run)).press("Stop the delivery");
        awaitEnd(run, StageStatus.CANCELLED);
        assertNotPromoted();
    }

    private void onYes() throws Exception {
        Run<?, ?> run = build("1.1");
        awaitQuestion(run);
        assertEquals(Set.of("ci-gateway", "ci-gateway-canary"), live.deployments());
        assertEquals(1, live.podsBehind("ci-gateway", "track", "canary"));
        assertEquals(IMAGE + "1.1", live.image("ci-gateway-canary"));
        answer(run, "Approve");
        awaitEnd(run, StageStatus.SUCCEEDED);
        assertEquals(Set.of("ci-gateway"), live.deployments());
        Judging.until("the production job", () -> production.getLastBuild().getNumber() == 2);
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(production.getLastBuild()));
        assertEquals(IMAGE + "1.1", live.image("ci-gateway"));
        assertEquals(3, live.deployment("ci-gateway").at("/spec/replicas").asInt());
    }

    private void assertNotPromoted() {
        assertEquals("the canary is gone", Set.of("ci-gateway"), live.deployments());
        assertEquals("production was not started", 1, production.getLastBuild().getNumber());
        assertEquals(IMAGE + "1.0", live.image("ci-gateway"));
    }

    private void configure() throws Exception {
        HtmlPage form = newJob();
        Clicks clicks = new Clicks(client, form);
        clicks.tick(clicks.form(), "This project is parameterized");
        clicks.add("Add Parameter", "String Parameter");
        clicks.type(clicks.latest(), "Name", TAG);

        clicks.add("Add post-build action", "Hand over to a delivery");
        clicks.add("Add a stage", "Stage");
        HtmlElement deploy = clicks.latest();
        clicks.does(deploy, "Spin: deploy manifests");
        clicks.select(deploy, "Account", "production");
        clicks.type(deploy, "Manifests", canary());
        clicks.tick(deploy, "Roll back when it fails");

        clicks.add("Add a stage", "Stage");
        HtmlElement judge = clicks.latest();
        clicks.does(judge, "Spin: wait for a judgment");
        clicks.type(judge, "Question", "Does ci-gateway go into production?");

        clicks.add("Add a stage", "Stage");
        HtmlElement destroy = clicks.latest();
        clicks.does(destroy, "Spin: delete objects");
        clicks.select(destroy, "Account", "production");
        clicks.type(destroy, "Kinds", "deployment");
        clicks.type(destroy, "or labels", "app.kubernetes.io/name=ci-gateway,track=canary");
        clicks.tick(destroy, "Always, even when a stage before it did not succeed");

        clicks.add("Add a stage", "Start a job");
        clicks.type(clicks.latest(), "Job", "gateway-production");
        clicks.press("Save");
    }

    private HtmlPage newJob() throws Exception {
        HtmlPage page = client.goTo("view/all/newJob");
        ((HtmlInput) page.getElementById("name")).type(JOB);
        Clicks clicks = new Clicks(client, page);
        clicks.kind("Freestyle project");
        return clicks.press("OK");
    }

    private Run<?, ?> build(String tag) throws Exception {
        FreeStyleProject job = JENKINS.jenkins.getItemByFullName(JOB, FreeStyleProject.class);
        int number = job.getNextBuildNumber();
        HtmlPage page = client.getPage(job);
        HtmlPage asked = page.getAnchorByText("Build with Parameters").click();
        HtmlForm form = asked.getFormByName("parameters");
        form.getInputByName("value").setValue(tag);
        JENKINS.submit(form);
        Judging.until("build " + number, () -> job.getBuildByNumber(number) != null);
        FreeStyleBuild build = job.getBuildByNumber(number);
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(build));
        return build;
    }

    private void answer(Run<?, ?> run, String answer) throws Exception {
        HtmlPage build = client.getPage(run);
        new Clicks(client, build.getAnchorByText("Delivery").click()).press(answer);
    }

    private static void awaitQuestion(Run<?, ?> run) throws Exception {
        HandOver handOver = run.getAction(HandOver.class);
        Judging.until(
                "the question",
                () -> handOver.getStatus() == StageStatus.PAUSED
                        || handOver.getStatus().ended());
        StringWriter log = new StringWriter();
        handOver.getLogText().writeLogTo(0, log);
        assertEquals(log.toString(), StageStatus.PAUSED, handOver.getStatus());
    }

    private static void awaitEnd(Run<?, ?> run, StageStatus expected) throws Exception {
        HandOver handOver = run.getAction(HandOver.class);
        Judging.until(
                "the end of the delivery of " + run, () -> handOver.getStatus().ended());
        assertEquals(expected, handOver.getStatus());
    }

    /** The manifest that the page asks to paste. */
    private static String canary() throws Exception {
        return Files.readString(Examples.folder("gateway-canary").resolve("canary.yaml"));
    }
}
