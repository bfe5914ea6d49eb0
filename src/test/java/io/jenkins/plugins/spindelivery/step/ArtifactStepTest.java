package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.sun.net.httpserver.HttpExchange;
import hudson.model.Result;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.ScriptedServer;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Steps whose manifests are in repositories and buckets. */
public class ArtifactStepTest {
    private static final String TOKEN = "correct-horse-battery";
    private static final String MANIFEST = "{kind: ConfigMap, apiVersion: v1, metadata: {name: from-afar}}";

    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    private AtCluster at;

    @Before
    public void configured() throws Exception {
        at = new AtCluster(JENKINS, CLUSTER, "step-artifact");
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "git", "", Secret.fromString(TOKEN)));
        credentials.save();
        FetchConfiguration.get()
                .setAllowedHosts("127.0.0.1:" + URI.create(server.address()).getPort());
        FetchConfiguration.get().setServers(List.of(github("")));
    }

    @After
    public void asBefore() {
        FetchConfiguration.get().setServers(List.of());
        FetchConfiguration.get().setAllowedHosts("");
    }

    private RepositoryServer github(String folders) {
        RepositoryServer github = new GitHubServer("shop-git");
        github.setUrl(server.address());
        github.setCredentialsId("git");
        github.setFolders(folders);
        return github;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        boolean known = ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] body = MANIFEST.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.github.raw+json");
        exchange.sendResponseHeaders(known ? 200 : 404, known ? body.length : -1);
        exchange.getResponseBody().write(known ? body : new byte[0]);
    }

    @Test
    public void aPrivateFileOfGitHubIsDeployedAfterItsRateLimit() throws Exception {
        server.answers(exchange -> {
            if (server.requests().size() == 1) {
                exchange.getResponseHeaders().add("Retry-After", "1");
                ScriptedServer.answer(exchange, 429, "");
            } else {
                answer(exchange);
            }
        });
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "spinDeploy account: 'prod', artifact: 'github://acme/shop/k8s/app.yaml?ref=v1', versioned: false");
        assertTrue(at.has("configmaps/from-afar"));
        JENKINS.assertLogContains("GitHub takes no more requests until", run);
        JENKINS.assertLogNotContains(TOKEN, run);
        assertEquals(
                List.of(
                        "GET /api/v3/repos/acme/shop/contents/k8s/app.yaml?ref=v1",
                        "GET /api/v3/repos/acme/shop/contents/k8s/app.yaml?ref=v1"),
                server.requests());
    }

    @Test
    public void aPatchMayComeFromAFileOfGitHub() throws Exception {
        server.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.github.raw+json");
            ScriptedServer.answer(exchange, 200, "data: {tag: 'v${ 1 + 1 }'}");
        });
        String target = "account: 'prod', kinds: 'ConfigMap', name: 'conf'";
        at.run(
                Result.SUCCESS,
                "spinDeploy account: 'prod', versioned: false,"
                        + " manifest: 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: conf}'\n"
                        + "spinPatch " + target + ", patchArtifact: 'github://acme/shop/patch.yaml?ref=v1'");
        assertEquals("v2", at.core("configmaps/conf").at("/data/tag").asText());
        WorkflowRun run = at.run(
                Result.FAILURE, "spinPatch " + target + ", patch: 'a: b', patchArtifact: 'github://acme/shop/p.yaml'");
        JENKINS.assertLogContains("Give one of them", run);
    }

    @Test
    public void whatAsksForAnHourIsAnErrorAndWhatAsksForMinutesCanBeStopped() throws Exception {
        server.answers(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", server.requests().size() == 1 ? "3600" : "600");
            ScriptedServer.answer(exchange, 403, "");
        });
        String script = "spinPlan account: 'prod', artifact: 'github://acme/shop/app.yaml'";
        JENKINS.assertLogContains("would take longer than the 900 s", at.run(Result.FAILURE, script));
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun waiting = job.scheduleBuild2(0).waitForStart();
        JENKINS.waitForMessage("GitHub takes no more requests until", waiting);
        waiting.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(waiting));
        assertEquals(2, server.requests().size());
    }

    @Test
    public void aServerIsForTheJobsOfItsFoldersAlone() throws Exception {
        server.answers(ArtifactStepTest::answer);
        FetchConfiguration.get().setServers(List.of(github("shop")));
        String url = server.address() + "/api/v3/repos/acme/shop/contents/app.yaml";
        String script = "spinPlan account: 'prod', artifact: '" + url + "'";
        JENKINS.assertLogContains("there is nothing there (404)", at.run(Result.FAILURE, script));
        WorkflowRun unknown =
                at.run(Result.FAILURE, script.replace("artifact:", "artifactAccount: 'shop-git', artifact:"));
        JENKINS.assertLogContains("shop-git", unknown);
        WorkflowJob inside = JENKINS.createProject(Folder.class, "shop").createProject(WorkflowJob.class, "plan");
        inside.setDefinition(new CpsFlowDefinition(script, true));
        JENKINS.assertBuildStatus(Result.SUCCESS, inside.scheduleBuild2(0));
    }

    @Test
    public void anObjectOfS3IsReadWithTheAccountThatIsNamed() throws Exception {
        PeerAccount aws = AWS.account();
        String bucket = "steps-" + aws.id();
        S3Client s3 = aws.aside().s3();
        s3.createBucket(request -> request.bucket(bucket)
                .createBucketConfiguration(place -> place.locationConstraint(PeerAccount.REGION)));
        s3.putObject(request -> request.bucket(bucket).key("app.yaml"), RequestBody.fromString(MANIFEST));
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, "key", "", aws.accessKey(), Secret.fromString(aws.secret())));
        credentials.save();
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions(PeerAccount.REGION);
        cloud.setEndpointUrl(aws.endpoint());
        cloud.setReadOnly(true);
        KubernetesAccount prod = new KubernetesAccount("prod", "kubeconfig");
        prod.setDefaultNamespace(at.namespace());
        SpinDeliveryConfiguration.get().setAccounts(List.of(prod, cloud));

        String reference = "artifact: 's3://" + bucket + "/app.yaml'";
        at.run(Result.SUCCESS, "spinDeploy account: 'prod', artifactAccount: 'cloud', versioned: false, " + reference);
        assertTrue(at.has("configmaps/from-afar"));
        JENKINS.assertLogContains(
                "is read with an AWS account. Name it by artifactAccount.",
                at.run(Result.FAILURE, "spinDeploy account: 'prod', " + reference));
        WorkflowRun missing = at.run(
                Result.FAILURE,
                "spinDeploy account: 'prod', artifactAccount: 'cloud', artifact: 's3://" + bucket + "/none.yaml'");
        JENKINS.assertLogContains("the bucket has no such object", missing);
        JENKINS.assertLogNotContains(aws.secret(), missing);
    }

    @Test
    public void serversAreKeptAsTheyWere() throws Exception {
        RepositoryServer gitlab = new GitLabServer("lab");
        gitlab.setFolders("shop/web, ops");
        FetchConfiguration.get().setServers(List.of(github(""), gitlab));
        JENKINS.configRoundtrip();
        List<RepositoryServer> kept = FetchConfiguration.get().getServers();
        JENKINS.assertEqualDataBoundBeans(github(""), kept.get(0));
        JENKINS.assertEqualDataBoundBeans(gitlab, kept.get(1));
        FetchConfiguration.get().load();
        assertEquals(2, FetchConfiguration.get().getServers().size());
        assertThat(FetchConfiguration.get().getServers().get(1).getFolders(), containsString("shop/web"));
        assertThrows(IllegalArgumentException.class, () -> FetchConfiguration.get()
                .setServers(List.of(github(""), github(""))));
        RepositoryServer wrong = new GitHubServer("x");
        wrong.setUrl("https://me:" + TOKEN + "@git.example");
        String said = assertThrows(IllegalArgumentException.class, () -> FetchConfiguration.get()
                        .setServers(List.of(wrong)))
                .getMessage();
        assertThat(said, not(containsString(TOKEN)));
    }

    @Test
    public void fieldsAreChecked() throws Exception {
        var descriptor = (RepositoryServerDescriptor) JENKINS.jenkins.getDescriptorOrDie(GitHubServer.class);
        assertThat(
                descriptor.doCheckUrl("https://git.example").getMessage(),
                containsString("https://git.example/api/v3"));
        assertEquals(FormValidation.Kind.ERROR, descriptor.doCheckUrl("git.example").kind);
        assertEquals(FormValidation.Kind.ERROR, descriptor.doCheckName("a b").kind);
        assertEquals(FormValidation.Kind.OK, descriptor.doCheckCredentialsId("git", "").kind);
        assertEquals(FormValidation.Kind.WARNING, descriptor.doCheckCredentialsId("git", "http://git.example").kind);
        assertEquals(FormValidation.Kind.ERROR, descriptor.doCheckCredentialsId("other", "").kind);
        assertEquals(FormValidation.Kind.WARNING, descriptor.doCheckFolders("nowhere").kind);
        assertTrue(descriptor.doFillCredentialsIdItems("", "").stream().anyMatch(item -> item.value.equals("git")));
        assertEquals(FormValidation.Kind.OK, FieldChecks.references("s3://bucket/a\ngithub://a/b/c\n${ x }").kind);
        assertEquals(FormValidation.Kind.ERROR, FieldChecks.references("gitlab://a/b").kind);
        assertEquals(FormValidation.Kind.ERROR, FieldChecks.references("ftp://a/b").kind);
    }
}
