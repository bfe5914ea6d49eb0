package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.security.AuthorizationStrategy;
import hudson.tasks.Builder;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.builder.SpinWebhookBuilder;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.ScriptedServer;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.kohsuke.stapler.verb.POST;

/** Webhooks as step and build step: what is sent, what is kept, what is refused; and the form. */
public class SpinWebhookStepTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final String TOKEN = "correct-horse-battery-staple";
    private static final Map<String, String> WRONG = new LinkedHashMap<>();

    static {
        WRONG.put("checkUrl?value=ftp://a", "is no http: or https: URL");
        WRONG.put("checkStatusUrl?value=status", "is no http: or https: URL");
        WRONG.put("checkCancelUrl?value=cancel", "is no http: or https: URL");
        WRONG.put("checkStatusJsonPath?value=" + URLEncoder.encode("$.[", StandardCharsets.UTF_8), "$.[");
        WRONG.put("checkProgressJsonPath?value=" + URLEncoder.encode("$.[", StandardCharsets.UTF_8), "$.[");
        WRONG.put("checkStatusUrlJsonPath?value=" + URLEncoder.encode("$.[", StandardCharsets.UTF_8), "$.[");
        WRONG.put("checkTimeout?value=soon", "is no duration");
        WRONG.put("checkWaitBeforeMonitor?value=soon", "is no duration");
    }

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    @Before
    public void setUp() throws Exception {
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString(TOKEN)));
        credentials
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "pair", "", "bot", TOKEN));
        credentials.save();
        FetchConfiguration.get().setAllowedHosts("127.0.0.1");
    }

    private static WorkflowRun run(Result result, String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return JENKINS.assertBuildStatus(result, job.scheduleBuild2(0));
    }

    private static StageRecord record(WorkflowRun run) {
        return StageRecords.get().of(run).get(0);
    }

    /** The server sends back what it got; the credential must not come to light by that. */
    @Test
    public void aPipelineCallsAndWaitsAndKeepsNoSecret() throws Exception {
        server.answers(exchange -> {
            String got = exchange.getRequestHeaders().entrySet().toString().replace("\"", "'");
            String state = exchange.getRequestMethod().equals("GET") ? "done" : "begun";
            exchange.getResponseHeaders().add("Location", "/jobs/7?key=1");
            ScriptedServer.answer(exchange, 200, "{\"state\": \"" + state + "\", \"got\": \"" + got + "\"}");
        });
        WorkflowRun run = run(
                Result.SUCCESS,
                "def r = spinWebhook url: '" + server.address() + "/start?key=2', credentialsId: 'token',\n"
                        + "  payload: [tag: '${ 1 + 1 }', text: 'say \"hi\"'],\n"
                        + "  headers: ['X-Team': 'web', 'X-SPINNAKER-USER': 'root'],\n"
                        + "  waitForCompletion: true, statusUrlResolution: 'locationHeader',\n"
                        + "  statusJsonPath: '$.state', successStatuses: 'DONE'\n"
                        + "echo \"got ${r.status} ${r.statusCode} ${r.body.state} ${r.monitor.status} ${r.body.got}\"");
        assertEquals(
                List.of("POST /start?key=2 {\"tag\":\"2\",\"text\":\"say \\\"hi\\\"\"}", "GET /jobs/7?key=1"),
                server.requests().stream()
                        .map(line -> line.replace(":2,", ":\"2\","))
                        .toList());
        JENKINS.assertLogContains("got succeeded 200 begun done ", run);
        JENKINS.assertLogContains("Authorization=[Bearer ****]", run);
        JENKINS.assertLogContains("X-team=[web]", run);
        JENKINS.assertLogContains("The header X-SPINNAKER-USER is not sent", run);
        JENKINS.assertLogNotContains("X-spinnaker-user=", run);
        assertEquals("webhook", record(run).type());
        assertEquals(server.address() + "/start?…", record(run).subject());
        assertEquals("", record(run).account());
        try (Stream<Path> files = Files.walk(run.getRootDir().toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(file.toString(), text.contains(TOKEN));
            }
        }
        String page = JENKINS.createWebClient()
                .goTo(run.getUrl() + "delivery")
                .getWebResponse()
                .getContentAsString();
        assertThat(page, containsString("/start?…"));
        assertThat(page, not(containsString("key=2")));
    }

    @Test
    public void aUserNameWithPasswordAndAnotherHeader() throws Exception {
        server.answers(exchange -> {
            String basic = exchange.getRequestHeaders().getFirst("Authorization");
            String key = exchange.getRequestHeaders().getFirst("X-Api-Key");
            ScriptedServer.answer(exchange, 200, "\"" + (basic == null ? key.length() : basic.length()) + "\"");
        });
        WorkflowRun run = run(
                Result.SUCCESS,
                "echo 'pair ' + spinWebhook(url: '" + server.address()
                        + "/', method: 'put', credentialsId: 'pair').body\n"
                        + "echo 'key ' + spinWebhook(url: '" + server.address()
                        + "/', credentialsId: 'token', credentialHeader: 'X-Api-Key').body");
        JENKINS.assertLogContains("pair 50", run);
        JENKINS.assertLogContains("key " + TOKEN.length(), run);
    }

    @Test
    public void whatIsWrongIsRefused() throws Exception {
        String url = "url: '" + server.address() + "/'";
        assertRefused("spinWebhook url: ''", "There is no URL");
        assertRefused("spinWebhook " + url + ", method: 'BREW'", "\"BREW\" is no method");
        assertRefused("spinWebhook " + url + ", credentialsId: 'nobody'", "There is no credential nobody");
        assertRefused("spinWebhook " + url + ", statusUrlResolution: 'guess'", "getMethod, locationHeader");
        assertRefused("spinWebhook " + url + ", failFastStatusCodes: [99]", "\"99\" is no status of HTTP");
        assertRefused("spinWebhook " + url + ", headers: [Host: 'a']", "The header \"Host\" can't be sent");
        assertRefused("spinWebhook " + url + ", statusJsonPath: '$.a'", "does not wait");
        FetchConfiguration.get().setAllowedHosts("");
        assertRefused("spinWebhook " + url, "is this machine itself", "An administrator can allow");
        assertEquals(List.of(), server.requests());
    }

    private static void assertRefused(String script, String... messages) throws Exception {
        WorkflowRun run = run(Result.FAILURE, script);
        for (String message : messages) {
            JENKINS.assertLogContains(message, run);
        }
        JENKINS.assertLogNotContains("\tat ", run);
        assertEquals(StageStatus.REFUSED, record(run).status());
    }

    @Test
    public void badAnswersFailAndCancelsAbort() throws Exception {
        server.answers(409, "{\"why\": \"busy\"}");
        WorkflowRun run = run(Result.FAILURE, "spinWebhook url: '" + server.address() + "/'");
        JENKINS.assertLogContains("answered with status 409: {\"why\": \"busy\"}", run);
        server.answers(200, "{\"s\": \"stopped\"}");
        run = run(
                Result.ABORTED,
                "spinWebhook monitorOnly: true, statusUrl: '" + server.address()
                        + "/s', statusJsonPath: '$.s', canceledStatuses: ['stopped']");
        JENKINS.assertLogContains("which stands for a cancel", run);
    }

    @Test
    public void aBuildThatIsStoppedStopsWhatItBegan() throws Exception {
        server.answers(200, "{\"s\": \"on\"}");
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "spinWebhook url: '" + server.address() + "/start', waitForCompletion: true, statusJsonPath: '$.s',"
                        + " successStatuses: 'ok', cancelUrl: '" + server.address()
                        + "/stop', cancelMethod: 'DELETE'",
                true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        JENKINS.waitForMessage("Status of the webhook: on", run);
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertEquals("DELETE /stop", server.requests().get(server.requests().size() - 1));
        assertEquals(StageStatus.CANCELLED, record(run).status());
    }

    private static SpinWebhookStep full() {
        SpinWebhookStep step = new SpinWebhookStep("https://ci.example.org/start");
        step.setMethod("PUT");
        step.setPayload("{\"a\": 1}");
        step.setHeaders("X-Team=web");
        step.setCredentialsId("token");
        step.setCredentialHeader("X-Api-Key");
        step.setWaitForCompletion(true);
        step.setStatusUrlResolution("webhookResponse");
        step.setStatusUrlJsonPath("$.url");
        step.setStatusUrl("https://ci.example.org/status");
        step.setStatusJsonPath("$.state");
        step.setProgressJsonPath("$.note");
        step.setSuccessStatuses("ok, done");
        step.setCanceledStatuses("stopped");
        step.setTerminalStatuses("bad");
        step.setFailFastStatusCodes("503");
        step.setRetries("404=5");
        step.setWaitBeforeMonitor("30s");
        step.setMonitorOnly(true);
        step.setCancelUrl("https://ci.example.org/stop");
        step.setCancelMethod("DELETE");
        step.setCancelPayload("{}");
        step.setRepeatUnanswered(true);
        step.setTimeout("10m");
        return step;
    }

    private static Map<String, Object> arguments(Step step) {
        return DescribableModel.uninstantiate2_(step).toMap();
    }

    @Test
    public void theFormKeepsEverythingAndAddsNothing() throws Exception {
        FreeStyleProject project = JENKINS.createFreeStyleProject();
        project.getBuildersList().add(new SpinWebhookBuilder(full()));
        project.getBuildersList().add(new SpinWebhookBuilder(new SpinWebhookStep(server.address() + "/a")));
        List<Builder> again = JENKINS.configRoundtrip(project).getBuildersList().toList();
        assertEquals(arguments(full()), arguments(((SpinWebhookBuilder) again.get(0)).getStep()));
        assertEquals(Map.of("url", server.address() + "/a"), arguments(((SpinWebhookBuilder) again.get(1)).getStep()));
        assertEquals(
                "spinWebhook 'https://ci.example.org/a'",
                Snippetizer.object2Groovy(new SpinWebhookStep("https://ci.example.org/a")));
        project.getBuildersList().replace(again.get(1));
        server.answers(200, "{}");
        JENKINS.buildAndAssertSuccess(project);
        assertEquals(List.of("POST /a"), server.requests());
        for (String field : arguments(full()).keySet()) {
            for (String language : List.of("", "_zh_CN")) {
                assertTrue(
                        field + language,
                        SpinWebhookStep.class.getResource("SpinWebhookStep/help-" + field + language + ".html")
                                != null);
            }
        }
    }

    private WebResponse send(String user, HttpMethod method, WorkflowJob job, String path) throws Exception {
        String form = "descriptorByName/" + SpinWebhookStep.class.getName() + "/" + path;
        return JENKINS.createWebClient()
                .withBasicApiToken(user)
                .withThrowExceptionOnFailingStatusCode(false)
                .getPage(new WebRequest(new URL(JENKINS.getURL(), job.getUrl() + form), method))
                .getWebResponse();
    }

    @Test
    public void webMethodsAnswerThoseWhoMaySeeTheForm() throws Exception {
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
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        Set<String> tested = new TreeSet<>(Set.of("fillCredentialsIdItems"));
        for (Map.Entry<String, String> check : WRONG.entrySet()) {
            String path = check.getKey();
            tested.add(path.replaceAll("\\?.*", ""));
            assertEquals("<div/>", send("reader", HttpMethod.POST, job, path).getContentAsString());
            assertThat(
                    send("configurer", HttpMethod.POST, job, path).getContentAsString(),
                    containsString(check.getValue()));
            assertEquals(404, send("admin", HttpMethod.GET, job, path).getStatusCode());
        }
        for (String fill : List.of("fillMethodItems", "fillCancelMethodItems", "fillStatusUrlResolutionItems")) {
            tested.add(fill);
            assertEquals(200, send("reader", HttpMethod.POST, job, fill).getStatusCode());
            assertEquals(404, send("admin", HttpMethod.GET, job, fill).getStatusCode());
        }
        String credentials = "fillCredentialsIdItems?credentialsId=now";
        String some = send("reader", HttpMethod.POST, job, credentials).getContentAsString();
        assertThat(some, containsString("\"now\""));
        assertThat(some, not(containsString("token")));
        assertThat(
                send("configurer", HttpMethod.POST, job, credentials).getContentAsString(),
                containsString("\"token\""));
        assertEquals(404, send("admin", HttpMethod.GET, job, credentials).getStatusCode());
        Set<String> found = new TreeSet<>();
        for (Method method : SpinWebhookStep.DescriptorImpl.class.getDeclaredMethods()) {
            if (method.getName().startsWith("do")) {
                assertTrue(method.toString(), method.isAnnotationPresent(POST.class));
                found.add(method.getName().substring(2, 3).toLowerCase()
                        + method.getName().substring(3));
            }
        }
        assertEquals(found, tested);
    }
}
