package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.builder.SpinBakeBuilder;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.ScriptedServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorConfiguration;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.MockQueueItemAuthenticator;
import software.amazon.awssdk.core.sync.RequestBody;

/** Packages of bakes: which version is meant, and those that come from files. */
public class SpinBakePackagesTest {
    private static final String TOKEN = "correct-horse-battery";

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    private final PeerAccount peer = AWS.account();
    private String bucket;

    @Before
    public void account() throws Exception {
        peer.rules().runUserData(true);
        bucket = "packages-" + peer.id();
        peer.aside().s3().createBucket(request -> request.bucket(bucket)
                .createBucketConfiguration(place -> place.locationConstraint(PeerAccount.REGION)));
        peer.aside()
                .s3()
                .putObject(request -> request.bucket(bucket).key("agent_2.0_all.deb"), RequestBody.fromString("agent"));
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, "key", "", peer.accessKey(), Secret.fromString(peer.secret())));
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "git", "", Secret.fromString(TOKEN)));
        credentials.save();
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions(PeerAccount.REGION);
        cloud.setEndpointUrl(peer.endpoint());
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud));
    }

    @After
    public void asBefore() {
        FetchConfiguration.get().setServers(List.of());
        FetchConfiguration.get().setAllowedHosts("");
        QueueItemAuthenticatorConfiguration.get().getAuthenticators().clear();
        JENKINS.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
    }

    private static WorkflowJob job(String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static String archiving(String... files) {
        StringBuilder script = new StringBuilder("node {\n");
        for (String file : files) {
            script.append("  writeFile file: 'out/").append(file).append("', text: 'x'\n");
        }
        return script.append("  archiveArtifacts 'out/**'\n}\n").toString();
    }

    private static String bake(String more) {
        return "def bake = spinBake account: 'cloud', baseOs: 'ubuntu', baseAmi: '" + PeerAccount.IMAGE + "', " + more
                + "\necho \"version ${bake.appversion}\"\n";
    }

    private static WorkflowRun build(WorkflowJob job, Result result, WorkflowRun... upstream) throws Exception {
        CauseAction cause =
                new CauseAction(upstream.length == 0 ? new Cause.UserIdCause() : new Cause.UpstreamCause(upstream[0]));
        return JENKINS.assertBuildStatus(result, job.scheduleBuild2(0, cause));
    }

    @Test
    public void aNameIsTheVersionThatThisBuildOrItsTriggerHasArchived() throws Exception {
        WorkflowRun upstream =
                build(job(archiving("tools_1.1-2_amd64.deb", "web_0.1-3_all.deb", "notes.txt")), Result.SUCCESS);
        WorkflowRun run = build(
                job(archiving("web_0.1-3_all.deb")
                        + bake("packages: 'web tools other_2.0 curl', allowMissingPackages: true,"
                                + " packageArtifacts: 's3://" + bucket + "/agent_2.0_all.deb'")),
                Result.SUCCESS,
                upstream);
        String log = JenkinsRule.getLog(run);
        assertThat(log, containsString("Package web is web_0.1-3_all, from " + run.getExternalizableId() + "."));
        assertThat(
                log,
                containsString("Package tools is tools_1.1-2_amd64, from " + upstream.getExternalizableId() + "."));
        assertThat(log, containsString("install web=0.1-3 tools=1.1-2 other=2.0 curl ./downloads/1/agent_2.0_all.deb"));
        assertThat(log, containsString("version web-0.1-h1"));
        assertThat(log, not(containsString("X-Amz-")));
    }

    @Test
    public void whatDoesNotFitTogetherIsSaidBeforeAnythingIsMade() throws Exception {
        WorkflowRun upstream = build(job(archiving("web_0.2_all.deb")), Result.SUCCESS);
        WorkflowRun several =
                build(job(archiving("web_0.1-3_all.deb") + bake("packages: 'web missing'")), Result.FAILURE, upstream);
        String log = JenkinsRule.getLog(several);
        assertThat(
                log,
                containsString("There are several versions of the package web: web_0.1-3_all ("
                        + several.getExternalizableId() + "), web_0.2_all (" + upstream.getExternalizableId() + ")."));
        assertThat(log, containsString("There are packages, but none is missing: "));
        WorkflowRun unstaged = build(
                job(bake("amiName: 'web', packageArtifacts: ['github://acme/shop/web_1.0_all.deb', 's3://" + bucket
                        + "/agent_2.0.rpm']")),
                Result.FAILURE);
        assertThat(JenkinsRule.getLog(unstaged), containsString("packageBucket of the step"));
        assertThat(JenkinsRule.getLog(unstaged), containsString("has to end with .deb"));
        assertEquals(0, peer.calls().size());
    }

    @Test
    public void aTriggerThatTheBuildMayNotSeeIsNotLookedAt() throws Exception {
        WorkflowJob secret = job(archiving("web_0.1-3_all.deb"));
        WorkflowRun upstream = build(secret, Result.SUCCESS);
        WorkflowJob job = job(bake("packages: 'web'"));
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD, DeliveryPermissions.DEPLOY)
                .onItems(job)
                .to("bob")
                .grant(Jenkins.READ)
                .everywhere()
                .to("bob"));
        QueueItemAuthenticatorConfiguration.get()
                .getAuthenticators()
                .add(new MockQueueItemAuthenticator()
                        .authenticate(
                                job.getFullName(), User.getById("bob", true).impersonate2()));
        WorkflowRun run = build(job, Result.SUCCESS, upstream);
        String log = JenkinsRule.getLog(run);
        assertThat(
                log,
                containsString("Packages that " + upstream.getExternalizableId()
                        + " has archived are not looked at: this build runs as bob"));
        assertThat(log, containsString("install web\n"));
    }

    @Test
    public void aPackageOfAPrivateRepositoryIsStagedWithoutItsToken() throws Exception {
        server.answers(exchange -> {
            boolean known =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "package".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.github.raw+json");
            exchange.sendResponseHeaders(known ? 200 : 404, known ? body.length : -1);
            exchange.getResponseBody().write(known ? body : new byte[0]);
        });
        FetchConfiguration.get()
                .setAllowedHosts("127.0.0.1:" + URI.create(server.address()).getPort());
        GitHubServer github = new GitHubServer("shop-git");
        github.setUrl(server.address());
        github.setCredentialsId("git");
        FetchConfiguration.get().setServers(List.of(github));
        WorkflowRun run = build(
                job(bake("packageArtifacts: 'github://acme/shop/web_1.0_all.deb?ref=v1', artifactAccount: 'shop-git',"
                        + " packageBucket: '" + bucket + "'")),
                Result.SUCCESS);
        String log = JenkinsRule.getLog(run);
        assertThat(log, containsString("install ./downloads/1/web_1.0_all.deb"));
        assertThat(log, containsString("version web-1.0-h1"));
        assertThat(log, not(containsString(TOKEN)));
        assertThat(log, not(containsString("X-Amz-")));
        assertEquals(
                List.of("agent_2.0_all.deb"),
                peer.aside().s3().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                        .map(object -> object.key())
                        .toList());
    }

    @Test
    public void theFormKeepsAllFields() throws Exception {
        SpinBakeStep step = new SpinBakeStep("cloud");
        step.setPackageArtifacts(List.of("s3://b/web_1.0_all.deb", "https://h/agent_2.0_all.deb"));
        step.setArtifactAccount("reader");
        step.setPackageBucket("b");
        step.setAllowMissingPackages(true);
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        job.getBuildersList().add(new SpinBakeBuilder(step));
        JENKINS.configRoundtrip(job);
        SpinBakeStep kept = job.getBuildersList().get(SpinBakeBuilder.class).getStep();
        assertEquals(
                "s3://b/web_1.0_all.deb\nhttps://h/agent_2.0_all.deb",
                kept.getPackageArtifacts().toString().replace("\r", ""));
        assertEquals("reader", kept.getArtifactAccount());
        assertEquals("b", kept.getPackageBucket());
        assertTrue(kept.isAllowMissingPackages());
    }
}
