package io.jenkins.plugins.spindelivery.clusters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinServerGroupBuilder;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.SpinServerGroupStep;
import io.jenkins.plugins.spindelivery.view.Deployers;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;

/** Server groups in AWS on the page Clusters, and what clicks do to them. */
public class AwsClustersTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private final PeerAccount account = AWS.account();
    private FreeStyleProject job;
    private FreeStyleBuild run;

    @Before
    public void account() throws Exception {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, "key", "", account.accessKey(), Secret.fromString(account.secret())));
        credentials.save();
        configure(PeerAccount.REGION);
        job = JENKINS.createFreeStyleProject();
        run = JENKINS.buildAndAssertSuccess(job);
    }

    private void configure(String regions) {
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions(regions);
        cloud.setEndpointUrl(account.endpoint());
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud));
    }

    private void group(String name, int size) {
        String template = account.aside()
                .ec2()
                .createLaunchTemplate(request -> request.launchTemplateName(name)
                        .launchTemplateData(
                                data -> data.imageId(account.image()).instanceType("t3.micro")))
                .launchTemplate()
                .launchTemplateId();
        account.aside().autoScaling().createAutoScalingGroup(request -> request.autoScalingGroupName(name)
                .minSize(0)
                .desiredCapacity(size)
                .maxSize(5)
                .vpcZoneIdentifier(account.subnet())
                .tags(tag -> tag.key(AwsTags.MADE_FOR)
                        .value(run.getExternalizableId())
                        .propagateAtLaunch(false))
                .launchTemplate(source -> source.launchTemplateId(template).version("1")));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (inService(name) < size) {
            assertTrue(name + " does not get its instances", System.nanoTime() < deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private long inService(String name) {
        return account
                .aside()
                .autoScaling()
                .describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
                .autoScalingGroups()
                .get(0)
                .instances()
                .stream()
                .filter(instance -> instance.lifecycleStateAsString().equals("InService"))
                .count();
    }

    private HtmlPage account(String application) throws Exception {
        WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        return (HtmlPage) client.getPage(
                new URL(JENKINS.getURL(), job.getUrl() + "clusters/account?name=cloud&application=" + application));
    }

    private List<String> rows() throws Exception {
        return account("shop").querySelectorAll(".spin-group").stream()
                .map(row -> ((DomElement) row).asNormalizedText().replaceAll("\\s+", " "))
                .toList();
    }

    private Page begin(String operation, String name, String size) throws Exception {
        WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        WebRequest request =
                new WebRequest(new URL(JENKINS.getURL(), job.getUrl() + "clusters/begin"), HttpMethod.POST);
        request.setRequestParameters(List.of(
                new NameValuePair("account", "cloud"),
                new NameValuePair("application", "shop"),
                new NameValuePair("kind", "ServerGroup"),
                new NameValuePair("namespace", PeerAccount.REGION),
                new NameValuePair("name", name),
                new NameValuePair("operation", operation),
                new NameValuePair("size", size)));
        client.addCrumb(request);
        return client.getPage(request);
    }

    @Test
    public void serverGroupsAreShownWithImageSizeHealthAndBuild() throws Exception {
        group("shop-web-v003", 2);
        group("shop-web-v004", 1);
        group("other-v000", 0);
        List<String> rows = rows();
        assertEquals(2, rows.size());
        assertThat(rows.get(0), containsString("Server group shop-web-v004 eu-central-1 " + account.image()));
        assertThat(rows.get(0), containsString("1/1 enabled " + run.getFullDisplayName() + " by its tag"));
        assertThat(rows.get(0), containsString("Disable Resize Destroy"));
        assertThat(rows.get(1), containsString("shop-web-v003"));
        assertThat(rows.get(1), containsString("2/2"));
        assertEquals(
                "shop-web",
                account("shop").<DomElement>querySelector(".spin-cluster").getTextContent());
        assertThat(account("").asNormalizedText(), containsString("other"));
    }

    @Test
    public void theBuildsRecordTellsWhoDeployedWhateverTheTagSays() throws Exception {
        account.rules().delay(Duration.ofMillis(20));
        SpinServerGroupStep step = new SpinServerGroupStep("cloud");
        step.setApplication("shop");
        step.setStack("web");
        step.setImage(account.image());
        step.setInstanceType("t3.micro");
        step.setDesired(0);
        job.getBuildersList().add(new SpinServerGroupBuilder(step));
        FreeStyleBuild deploy = JENKINS.buildAndAssertSuccess(job);
        account.aside()
                .autoScaling()
                .createOrUpdateTags(request -> request.tags(tag -> tag.key(AwsTags.MADE_FOR)
                        .value("mallory")
                        .resourceId("shop-web-v000")
                        .resourceType("auto-scaling-group")
                        .propagateAtLaunch(false)));
        assertThat(rows().get(0), containsString("0/0 enabled " + deploy.getDisplayName()));
        assertThat(rows().get(0), not(containsString("tag")));
        assertEquals(
                "another region's group of the same name is not the one",
                List.of(),
                Deployers.of(job).find("cloud", "eu-west-1", "shop-web", "v000", List.of()).stream()
                        .toList());
        // Another job has no record of it.
        job = JENKINS.createFreeStyleProject();
        assertThat(rows().get(0), containsString("mallory by its tag"));
    }

    @Test
    public void clicksChangeServerGroups() throws Exception {
        group("shop-web-v003", 1);
        Page result = begin("resize", "shop-web-v003", "3");
        assertThat(result.getUrl().toString(), containsString(run.getUrl() + "delivery/#stage-person-"));
        StageRecord resized = Begun.ended(run);
        assertEquals(StageStatus.SUCCEEDED, resized.status());
        assertEquals("resize-server-group", resized.type());
        assertEquals("shop-web-v003", resized.subject());
        assertThat(rows().get(0), containsString("3/3"));
        begin("disable", "shop-web-v003", "");
        StageRecord refused = Begun.ended(run);
        assertEquals("the last one that takes requests", StageStatus.REFUSED, refused.status());
        group("shop-web-v004", 1);
        begin("disable", "shop-web-v003", "");
        assertEquals(StageStatus.SUCCEEDED, Begun.ended(run).status());
        assertThat(rows().get(1), containsString("disabled"));
        assertThat(rows().get(1), containsString("Enable Resize Roll back Destroy"));
        begin("rollback", "shop-web-v003", "");
        assertEquals(StageStatus.SUCCEEDED, Begun.ended(run).status());
        assertThat(rows().get(0), containsString("disabled"));
        begin("destroy", "shop-web-v004", "");
        assertEquals(StageStatus.SUCCEEDED, Begun.ended(run).status());
        assertEquals(1, rows().size());
    }

    @Test
    public void anAccountWithoutRegionsSaysWhatToDo() throws Exception {
        configure("");
        assertThat(account("shop").asNormalizedText(), containsString("Account cloud names no regions"));
    }
}
