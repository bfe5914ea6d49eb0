package io.jenkins.plugins.spindelivery.trigger;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.step.FetchConfiguration;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.xml.transform.stream.StreamSource;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.springframework.security.access.AccessDeniedException;

/** What becomes of what is delivered to a running Jenkins. */
public class WebhookTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @BeforeClass
    public static void secret() throws Exception {
        Sender.knownTo(JENKINS);
    }

    private static WebhookTrigger webhook(String path) {
        WebhookTrigger trigger = new WebhookTrigger(path, Sender.ID);
        trigger.setParameters("version=$.version");
        trigger.setConstraints("$.kind=^release$");
        return trigger;
    }

    private static FreeStyleBuild only(FreeStyleProject job) throws Exception {
        JENKINS.waitUntilNoActivity();
        FreeStyleBuild build = job.getLastBuild();
        assertEquals(job.getName() + " ran once", 1, build == null ? 0 : build.getNumber());
        return build;
    }

    private static String version(FreeStyleBuild build) throws Exception {
        return build.getEnvironment(hudson.model.TaskListener.NULL).get("version");
    }

    /** A delivery was decided when its journal has no open entry. */
    private static void decided() throws Exception {
        await(
                "no open entry",
                () -> Deliveries.get().journal().open().isEmpty()
                        && Deliveries.get().starts().open().isEmpty());
    }

    @Test
    public void aDeliveryRunsOnce() throws Exception {
        FreeStyleProject job = Sender.job(JENKINS, "once", webhook("shop/once"));
        String body = "{\"kind\": \"release\", \"version\": \"1.10\", \"secret\": \"in the payload\"}";
        HttpResponse<String> answer = Sender.signed(JENKINS, "shop/once", body);
        assertEquals(answer.body(), 202, answer.statusCode());
        assertTrue(answer.body(), answer.body().contains("\"id\":\"shop/once sha256:"));
        decided();
        FreeStyleBuild build = only(job);
        assertEquals("1.10", version(build));
        assertEquals(
                "A webhook was delivered to shop/once.",
                build.getCause(TriggerCause.class).getShortDescription());
        ObjectNode trigger = StartedBy.of(build).orElseThrow();
        assertEquals("webhook", trigger.path("type").asText());
        assertEquals("in the payload", trigger.path("payload").path("secret").asText());
        assertEquals("1.10", trigger.path("parameters").path("version").asText());
        assertEquals(trigger, build.getAction(TriggerEventAction.class).trigger(build));
        assertFalse(
                build.getLog(),
                new String(
                                java.nio.file.Files.readAllBytes(
                                        build.getRootDir().toPath().resolve("build.xml")),
                                StandardCharsets.UTF_8)
                        .contains("in the payload"));

        answer = Sender.signed(JENKINS, "shop/once", body);
        assertEquals(answer.body(), 200, answer.statusCode());
        assertTrue(answer.body(), answer.body().contains("\"status\":\"duplicate\""));
        assertEquals(
                202, Sender.signed(JENKINS, "shop/once", "{\"kind\": \"test\"}").statusCode());
        decided();
        only(job);
        List<Outcomes.Outcome> outcomes =
                Deliveries.get().dispatcher().outcomes().of("once");
        assertEquals(2, outcomes.size());
        assertEquals(
                "What the payload has at $.kind does not fit what is expected there: ^release$.",
                outcomes.get(0).text().message(Locale.ENGLISH));
        assertEquals(1, outcomes.get(1).build());
        String page = JENKINS.createWebClient().getPage(job).asNormalizedText();
        assertTrue(page, page.contains("Started build #1.") && page.contains("does not fit what is expected there"));
    }

    @Test
    public void strangersLearnNothing() throws Exception {
        FreeStyleProject job = Sender.job(JENKINS, "known", webhook("known"));
        Sender.job(JENKINS, "open", new WebhookTrigger("open", ""));
        String body = "{\"kind\": \"release\"}";
        HttpResponse<String> unknown = Sender.signed(JENKINS, "unknown", body);
        assertEquals(404, unknown.statusCode());
        for (HttpResponse<String> same : List.of(
                Sender.signed(JENKINS, "open", body),
                Sender.send(Sender.to(JENKINS, "known"), body),
                Sender.send(Sender.to(JENKINS, "known").header("X-Hub-Signature-256", "sha256=00"), body),
                Sender.send(Sender.to(JENKINS, "known").header("X-Hub-Signature-256", Sender.signature("{}")), body))) {
            assertEquals(404, same.statusCode());
            assertEquals(unknown.body(), same.body());
            assertEquals(unknown.headers().map().keySet(), same.headers().map().keySet());
        }
        assertEquals(400, Sender.signed(JENKINS, "known", "[]").statusCode());
        assertEquals(400, Sender.signed(JENKINS, "known", "[".repeat(100_000)).statusCode());
        assertEquals(
                413, Sender.signed(JENKINS, "known", " ".repeat((1 << 20) + 1)).statusCode());
        assertEquals(
                405,
                JENKINS.createWebClient()
                        .withThrowExceptionOnFailingStatusCode(false)
                        .getPage(new java.net.URL(JENKINS.getURL(), "spin-webhook/known"))
                        .getWebResponse()
                        .getStatusCode());
        decided();
        assertEquals(null, job.getLastBuild());
        job.delete();
        assertEquals(404, Sender.signed(JENKINS, "known", body).statusCode());
    }

    @Test
    public void tagsGoToTheirJobs() throws Exception {
        String[][] kinds = {{"internal", "test-.*"}, {"public", "beta-.*"}, {"release", "\\d+\\.\\d+\\.\\d+"}};
        FreeStyleProject[] jobs = new FreeStyleProject[3];
        for (int i = 0; i < 3; i++) {
            HarborTrigger trigger = new HarborTrigger("harbor", Sender.ID);
            trigger.setRepositories("devops/*");
            trigger.setTag(kinds[i][1]);
            trigger.setParameters("version=tag");
            jobs[i] = Sender.job(JENKINS, kinds[i][0], trigger);
        }
        for (String tag : List.of("1.4.2", "test-7", "other", "1.4.2")) {
            String body =
                    "{\"type\": \"PUSH_ARTIFACT\", \"occur_at\": " + System.nanoTime() + ", \"operator\": \"ann\","
                            + "\"event_data\": {\"resources\": [{\"digest\": \"sha256:" + "a".repeat(64)
                            + "\", \"tag\": \"" + tag
                            + "\", \"resource_url\": \"hub.example/devops/gateway:" + tag + "\"}],"
                            + "\"repository\": {\"repo_full_name\": \"devops/gateway\"}}}";
            assertEquals(202, Sender.withToken(JENKINS, "harbor", body).statusCode());
            decided();
        }
        assertEquals("test-7", version(only(jobs[0])));
        assertEquals(null, jobs[1].getLastBuild());
        // The image was told of twice, by two deliveries.
        FreeStyleBuild release = only(jobs[2]);
        assertEquals("1.4.2", version(release));
        assertEquals(
                "Harbor: ann pushed hub.example/devops/gateway:1.4.2.",
                release.getCause(TriggerCause.class).getShortDescription());
        assertEquals(
                "docker/image",
                StartedBy.of(release).orElseThrow().at("/artifacts/0/type").asText());
    }

    @Test
    public void pushesAreChosenByBranchAndFiles() throws Exception {
        GitHubPushTrigger trigger = new GitHubPushTrigger("git", Sender.ID);
        trigger.setRepository("shop/web");
        trigger.setBranch("main");
        trigger.setPaths("k8s/**");
        trigger.setParameters("version=hash");
        FreeStyleProject job = Sender.job(JENKINS, "git", trigger);
        for (String file : List.of("README.md", "k8s/web.yaml")) {
            String body = "{\"ref\": \"refs/heads/main\", \"before\": \"" + "1".repeat(40) + "\", \"after\": \""
                    + "2".repeat(40)
                    + "\", \"repository\": {\"full_name\": \"shop/web\"}, \"pusher\": {\"name\": \"ann\"},"
                    + "\"commits\": [{\"modified\": [\"" + file + "\"]}]}";
            HttpResponse<String> answer = Sender.send(
                    Sender.to(JENKINS, "git")
                            .header("X-Hub-Signature-256", Sender.signature(body))
                            .header("X-GitHub-Event", "push")
                            .header("X-GitHub-Delivery", file),
                    body);
            assertEquals(202, answer.statusCode());
            decided();
        }
        assertEquals("2".repeat(40), version(only(job)));
    }

    @Test
    public void pipelinesToo() throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, "pipeline");
        job.setDefinition(new CpsFlowDefinition(
                "properties([pipelineTriggers([spinWebhookTrigger(path: 'pipeline', credentialsId: 'hook')])])", true));
        JENKINS.buildAndAssertSuccess(job);
        assertEquals(202, Sender.signed(JENKINS, "pipeline", "{}").statusCode());
        decided();
        JENKINS.waitUntilNoActivity();
        assertEquals(2, job.getLastBuild().getNumber());
        JENKINS.assertBuildStatusSuccess(job.getLastBuild());
        assertTrue(StartedBy.of(job.getLastBuild()).isPresent());

        job.setDefinition(new CpsFlowDefinition(
                "properties([pipelineTriggers([spinWebhookTrigger(path: 'pipeline', credentialsId: 'hook',"
                        + " runAs: 'boss')])])",
                true));
        JENKINS.assertBuildStatus(
                hudson.model.Result.FAILURE, job.scheduleBuild2(0).get());
    }

    @Test
    public void runAs() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("boss")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, Item.EXTENDED_READ)
                .everywhere()
                .to("ann"));
        try {
            WebhookTrigger trigger = new WebhookTrigger("run-as", Sender.ID);
            try (ACLContext ann = ACL.as(User.getById("ann", true))) {
                trigger.setRunAs("ann");
                assertThrows(AccessDeniedException.class, () -> trigger.setRunAs("boss"));
            }
            FreeStyleProject job = Sender.job(JENKINS, "run-as", trigger);
            assertEquals(202, Sender.signed(JENKINS, "run-as", "{}").statusCode());
            decided();
            assertEquals("ann", only(job).getCause(Cause.UserIdCause.class).getUserId());

            String xml = job.getConfigFile().asString().replace("<runAs>ann<", "<runAs>boss<");
            try (ACLContext ann = ACL.as(User.getById("ann", true))) {
                job.updateByXml((javax.xml.transform.Source)
                        new StreamSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
            }
            assertEquals("", job.getTrigger(WebhookTrigger.class).getRunAs());
        } finally {
            JENKINS.jenkins.setAuthorizationStrategy(hudson.security.AuthorizationStrategy.UNSECURED);
        }
    }

    @Test
    public void newTagsOfARegistry() throws Exception {
        try (StubRegistry registry = new StubRegistry()) {
            RegistryPollTrigger trigger =
                    new RegistryPollTrigger("http://" + registry.host(), "devops/gateway", "@yearly");
            trigger.setVersions("^1");
            trigger.setTag("1\\.[0-4]\\.\\d");
            trigger.setRegistryCredentialsId("ann");
            trigger.setParameters("version=tag");
            FreeStyleProject job = Sender.job(JENKINS, "poll", trigger);
            registry.tags.addAll(List.of("1.2.0", "1.1.0", "latest"));
            trigger.look();
            assertTrue(refusal("poll"), refusal("poll").contains("127.0.0.1"));
            FetchConfiguration.get().setAllowedHosts("127.0.0.1");
            trigger.look();
            assertTrue(refusal("poll"), refusal("poll").contains("user name with password"));
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "ann", "", "ann", "pass"));
            trigger.look();
            registry.tags.addAll(List.of("2.0.0", "1.5.0", "1.4.2"));
            trigger.look();
            trigger.look();
            decided();
            FreeStyleBuild build = only(job);
            assertEquals("1.4.2", version(build));
            assertEquals(
                    registry.host() + "/devops/gateway:1.4.2 is a new tag in the registry.",
                    build.getCause(TriggerCause.class).getShortDescription());
            assertEquals(
                    "sha256:d34",
                    StartedBy.of(build).orElseThrow().path("digest").asText());
            registry.elsewhere = "http://other.example/v2/devops/gateway/tags/list";
            registry.tags.add("1.4.3");
            trigger.look();
            assertTrue(refusal("poll"), refusal("poll").contains("on another host"));
            assertEquals(1, job.getLastBuild().getNumber());

            JENKINS.configRoundtrip((Item) job);
            JENKINS.assertEqualDataBoundBeans(trigger, job.getTrigger(RegistryPollTrigger.class));
        } finally {
            FetchConfiguration.get().setAllowedHosts("");
        }
    }

    private static String refusal(String job) {
        return Deliveries.get().dispatcher().outcomes().of(job).get(0).text().message(Locale.ENGLISH);
    }

    @Test
    public void forms() throws Exception {
        FreeStyleProject job = Sender.job(JENKINS, "forms", webhook("forms"));
        HarborTrigger harbor = new HarborTrigger("forms", Sender.ID);
        harbor.setRepositories("a\nb");
        harbor.setTag("x.*");
        harbor.setVersions("^1");
        harbor.setParameters("version=tag");
        GitLabPushTrigger push = new GitLabPushTrigger("forms", Sender.ID);
        push.setRepository("a/b/c");
        push.setBranch("main");
        push.setPaths("k8s/**");
        job.addTrigger(harbor);
        job.addTrigger(push);
        job.save();
        JENKINS.configRoundtrip((Item) job);
        JENKINS.assertEqualDataBoundBeans(webhook("forms"), job.getTrigger(WebhookTrigger.class));
        JENKINS.assertEqualDataBoundBeans(harbor, job.getTrigger(HarborTrigger.class));
        JENKINS.assertEqualDataBoundBeans(push, job.getTrigger(GitLabPushTrigger.class));
        WebhookTrigger.DescriptorImpl form = JENKINS.jenkins.getDescriptorByType(WebhookTrigger.DescriptorImpl.class);
        assertTrue(
                form.doCheckCredentialsId(job, "").getMessage(),
                form.doCheckCredentialsId(job, "").getMessage().contains("Without a secret"));
        assertEquals(hudson.util.FormValidation.Kind.ERROR, form.doCheckConstraints(job, "no equals sign").kind);
        assertEquals(hudson.util.FormValidation.Kind.ERROR, form.doCheckParameters(job, "a=b c").kind);
        assertEquals(hudson.util.FormValidation.Kind.ERROR, form.doCheckPath(job, "a b").kind);
    }
}
