package io.jenkins.plugins.spindelivery.notify;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import hudson.ExtensionList;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.Result;
import hudson.model.Run;
import hudson.tasks.Mailer;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.event.DeliveryListener;
import io.jenkins.plugins.spindelivery.event.StageEvent;
import io.jenkins.plugins.spindelivery.notify.NotificationLog.Entry;
import io.jenkins.plugins.spindelivery.notify.NotificationLog.Status;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import io.jenkins.plugins.spindelivery.step.FetchConfiguration;
import io.jenkins.plugins.spindelivery.telemetry.DeliveryMetrics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jenkins.metrics.api.Metrics;
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
import org.jvnet.hudson.test.TestExtension;

/** Deliveries are told to those who want to know, and no receiver can do anything to a build. */
public class NotificationsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final String ALL = String.join(",", Occasions.names());
    private static final String TOKEN = "T0K3N-of-the-chat";
    private static final String SIGNING = "SEC-signing-secret";

    @Rule
    public final Receiver receiver = new Receiver();

    @Rule
    public final MailServer mails = new MailServer();

    @TestExtension
    public static QuickStep.DescriptorImpl step() {
        return new QuickStep.DescriptorImpl();
    }

    /** Whoever listens badly is logged, and the others hear all the same. */
    @TestExtension
    public static DeliveryListener broken() {
        return new DeliveryListener() {
            @Override
            public void stageStarted(StageEvent event) {
                throw new IllegalStateException("a listener that is broken");
            }
        };
    }

    @Before
    public void configured() throws Exception {
        FetchConfiguration.get().setAllowedHosts(receiver.host());
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials.getCredentials().add(text("chat", receiver.url("/chat/" + TOKEN)));
        credentials.getCredentials().add(text("signing", SIGNING));
        credentials.save();
        Mailer.descriptor().setSmtpHost("127.0.0.1");
        Mailer.descriptor().setSmtpPort(String.valueOf(mails.port()));
    }

    @After
    public void asBefore() throws Exception {
        NotificationsConfiguration.get().setNotifiers(List.of());
        for (WorkflowJob job : JENKINS.jenkins.getAllItems(WorkflowJob.class)) {
            job.delete();
        }
    }

    private static StringCredentialsImpl text(String id, String secret) {
        return new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(secret));
    }

    private WebhookNotifier webhook(String format, String path, String when) {
        WebhookNotifier notifier = new WebhookNotifier(format);
        notifier.setUrl(receiver.url(path));
        notifier.setWhen(when);
        return notifier;
    }

    private static WorkflowRun started(String script, Notifier... notifiers) throws Exception {
        WorkflowJob job = Deliveries.pipeline("shop", script);
        job.addProperty(new NotificationsProperty(List.of(notifiers)));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static void settled(Run<?, ?> run, int count) throws Exception {
        await(count + " settled notifications", () -> {
            List<Entry> entries = NotificationLog.of(run);
            return entries.size() >= count && entries.stream().noneMatch(entry -> entry.status() == Status.WAITING);
        });
    }

    private static Entry entry(Run<?, ?> run, String to) {
        return NotificationLog.of(run).stream()
                .filter(entry -> entry.to().equals(to))
                .findFirst()
                .orElseThrow(() -> new AssertionError(NotificationLog.of(run)));
    }

    @Test
    public void whatHappensIsToldInOrderAndShownOnThePage() throws Exception {
        WebhookNotifier chat = new WebhookNotifier("slack");
        chat.setName("team");
        chat.setUrlCredentialsId("chat");
        chat.setWhen(ALL);
        NotificationsConfiguration.get().setNotifiers(List.of(chat));
        WorkflowRun run = started(
                "quick 'first'\ncatchError(buildResult: 'SUCCESS') { quick 'bad one' }\nspinJudge message: 'Ship it?'",
                webhook("json", "/none", "pipeline.failed"));
        Deliveries.answer(run, true);
        JENKINS.assertBuildStatus(Result.SUCCESS, JENKINS.waitForCompletion(run));
        settled(run, 8);
        List<String> texts = new ArrayList<>();
        receiver.got("/chat/" + TOKEN)
                .forEach(got -> texts.add(got.body().at("/text").asText()));
        assertEquals(
                List.of(
                        "shop #1: started",
                        "shop #1: stage \"first\" started",
                        "shop #1: stage \"first\" succeeded",
                        "shop #1: stage \"bad one\" started",
                        "shop #1: stage \"bad one\" failed",
                        "shop #1: \"Ship it?\" waits for a judgment",
                        "shop #1: \"Ship it?\" was judged: continue",
                        "shop #1: succeeded"),
                texts.stream().map(text -> text.lines().findFirst().orElse("")).toList());
        try (JenkinsRule.WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false)) {
            String page = client.getPage(run, "delivery")
                    .getElementById("spin-notifications")
                    .asNormalizedText();
            assertThat(page, containsString("Slack (team)"));
            assertThat(page, containsString("shop #1: stage \"bad one\" failed"));
            assertThat(page, containsString("delivered"));
            assertNothingSecret(client.getPage(run, "delivery").getWebResponse().getContentAsString());
            assertNothingSecret(JENKINS.getLog(run));
        }
        assertNothingSecretOnDisk();
    }

    private static void assertNothingSecret(String text) {
        assertThat(text, not(containsString(TOKEN)));
        assertThat(text, not(containsString(SIGNING)));
    }

    private static void assertNothingSecretOnDisk() throws Exception {
        Path home = JENKINS.jenkins.getRootDir().toPath();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(home.resolve("plugins")))
                    .toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertTrue(file.toString(), !text.contains(TOKEN) && !text.contains(SIGNING));
            }
        }
    }

    /** None of them delays the build or changes its result, and each is told of as it is. */
    @Test
    public void badReceiversDoNothingToABuild() throws Exception {
        receiver.answers("/refused", 404, "no such hook", 99);
        receiver.answers("/moved", 302, "", 99);
        receiver.answers("/busy", 429, "", 1);
        receiver.answers("/errcode", 200, "{\"errcode\": 310000, \"errmsg\": \"sign not match\"}", 99);
        WebhookNotifier dead = webhook("wecom", "/", "pipeline.complete");
        dead.setUrl("http://127.0.0.1:1/");
        FetchConfiguration.get().setAllowedHosts(receiver.host() + " 127.0.0.1:1");
        WebhookNotifier inside = webhook("json", "/", "pipeline.complete");
        inside.setUrl("http://169.254.169.254/latest/meta-data");
        inside.setTemplate("{}");
        WorkflowRun run = started(
                "quick 'first'",
                named("moved", webhook("slack", "/moved", "pipeline.complete")),
                named("refused", webhook("slack", "/refused", "pipeline.complete")),
                named("busy", webhook("teams", "/busy", "pipeline.complete")),
                named("errcode", webhook("dingtalk", "/errcode", "pipeline.complete")),
                named("hangs", webhook("feishu", "/hangs", "pipeline.starting")),
                named("dead", dead),
                named("inside", inside));
        JENKINS.assertBuildStatus(Result.SUCCESS, JENKINS.waitForCompletion(run));
        await(
                "all answers",
                () -> receiver.got("/busy").size() == 2
                        && NotificationLog.of(run).size() == 7
                        && entry(run, "WeCom (dead)").problem() != null
                        && NotificationLog.of(run).stream()
                                        .filter(entry -> entry.status() == Status.WAITING)
                                        .count()
                                == 2);
        assertEquals("notify.redirected", entry(run, "Slack (moved)").problem().code());
        assertEquals(List.of(), receiver.got("/elsewhere"));
        assertEquals(
                "notify.status-refused", entry(run, "Slack (refused)").problem().code());
        assertEquals(1, receiver.got("/refused").size());
        assertEquals(Status.DELIVERED, entry(run, "Microsoft Teams (busy)").status());
        assertEquals(
                "notify.code-refused",
                entry(run, "DingTalk (errcode)").problem().code());
        assertEquals(Status.WAITING, entry(run, "Feishu (hangs)").status());
        assertEquals("notify.no-answer", entry(run, "WeCom (dead)").problem().code());
        assertEquals(
                "notify.address-refused", entry(run, "JSON (inside)").problem().code());
    }

    private static Notifier named(String name, Notifier notifier) {
        notifier.setName(name);
        return notifier;
    }

    @Test
    public void messagesAreSignedAndFollowTheirTemplate() throws Exception {
        WebhookNotifier dingtalk = webhook("dingtalk", "/dingtalk", "pipeline.complete");
        dingtalk.setUrl(receiver.url("/dingtalk?access_token=" + "x"));
        dingtalk.setSecretCredentialsId("signing");
        receiver.answers("/dingtalk", 200, "{\"errcode\": 0}", 9);
        WebhookNotifier feishu = webhook("feishu", "/feishu", "pipeline.complete");
        feishu.setSecretCredentialsId("signing");
        receiver.answers("/feishu", 200, "{\"code\": 0}", 9);
        WebhookNotifier json = webhook("json", "/json", "pipeline.complete");
        json.setSecretCredentialsId("signing");
        json.setHeaders("X-Team: shop");
        json.setTemplate("{\"what\": \"${message.title}\", \"n\": \"${execution.number}\"}");
        WebhookNotifier events = webhook("cdevents", "/events", "pipeline.complete");
        WorkflowRun run = started("quick 'first'", dingtalk, feishu, json, events);
        JENKINS.assertBuildStatus(Result.SUCCESS, JENKINS.waitForCompletion(run));
        settled(run, 4);
        assertThat(receiver.got("/dingtalk").get(0).query(), containsString("access_token=x&timestamp="));
        assertEquals(
                44, receiver.got("/feishu").get(0).body().path("sign").asText().length());
        Receiver.Got posted = receiver.got("/json").get(0);
        assertEquals("shop #1: succeeded", posted.body().path("what").asText());
        assertEquals(1, posted.body().path("n").asInt());
        assertEquals(List.of("Bearer " + SIGNING), posted.headers().get("Authorization"));
        assertEquals(List.of("shop"), posted.headers().get("X-team"));
        Receiver.Got event = receiver.got("/events").get(0);
        assertThat(event.headers().get("Content-type").get(0), containsString("application/cloudevents+json"));
        assertThat(event.body().path("type").asText(), containsString("pipelinerun.finished"));
    }

    @Test
    public void mailGoesTheWayOfTheMailer() throws Exception {
        MailNotifier notifier = new MailNotifier("ops@example.org");
        notifier.setCc("boss@example.org");
        notifier.setWhen("stage.failed, pipeline.failed");
        MailNotifier wrong = new MailNotifier("nobody@example.org");
        wrong.setWhen("pipeline.failed");
        WorkflowRun run = started("quick 'bad one'", notifier, wrong);
        JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(run));
        settled(run, 3);
        assertEquals(2, mails.mails().size());
        String mail = mails.mails().get(0);
        assertThat(mail, containsString("RCPT TO:<ops@example.org>"));
        assertThat(mail, containsString("RCPT TO:<boss@example.org>"));
        assertThat(mail, containsString("Subject: shop #1: stage \"bad one\" failed"));
        assertThat(mail, containsString("test.broken"));
        assertThat(mail, containsString("Account: prod"));
        assertThat(mail, containsString(run.getUrl()));
        assertEquals(
                "notify.mail-refused",
                entry(run, "Mail to nobody@example.org").problem().code());
    }

    /** A template may take a parameter, but the value of a password does not leave Jenkins by it. */
    @Test
    public void secretParametersAreMasked() throws Exception {
        WebhookNotifier json = webhook("json", "/json", "stage.failed");
        json.setTemplate("{\"text\": \"${message.text}\"}");
        WorkflowJob job = Deliveries.pipeline("shop", "");
        job.addProperty(new ParametersDefinitionProperty(
                new PasswordParameterDefinition("PASS", Secret.fromString("hunter2-hunter2"), "")));
        job.addProperty(new NotificationsProperty(List.of(json)));
        job.setDefinition(new CpsFlowDefinition("quick \"bad ${params.PASS}\"", true));
        WorkflowRun run = JENKINS.buildAndAssertStatus(Result.FAILURE, job);
        settled(run, 1);
        String text = receiver.got("/json").get(0).body().path("text").asText();
        assertThat(text, containsString("****"));
        assertThat(text, not(containsString("hunter2")));
    }

    /** By kind and account, and never more series than a monitor bears. */
    @Test
    public void figuresAreKeptByKindAndAccount() throws Exception {
        MetricRegistry registry = Metrics.metricRegistry();
        WebhookNotifier end = webhook("slack", "/end", "pipeline.complete");
        WorkflowRun run = started("quick 'first'\ncatchError(buildResult: 'SUCCESS') { quick 'bad one' }", end);
        JENKINS.assertBuildStatus(Result.SUCCESS, JENKINS.waitForCompletion(run));
        settled(run, 1);
        assertThat(registry.counter("spin-delivery.stage.quick.prod.count").getCount(), greaterThanOrEqualTo(2L));
        assertThat(registry.counter("spin-delivery.stage.quick.prod.failed").getCount(), greaterThanOrEqualTo(1L));
        assertThat(registry.timer("spin-delivery.stage.quick.prod.duration").getCount(), greaterThanOrEqualTo(2L));
        assertThat(registry.counter("spin-delivery.pipeline.count").getCount(), greaterThanOrEqualTo(1L));
        Gauge<Integer> waiting = registry.gauge("spin-delivery.notifications.waiting", () -> () -> -1);
        assertThat(waiting.getValue(), greaterThanOrEqualTo(0));
        for (int i = 0; i < 2_000; i++) {
            StageRecorder recorder = StageRecorder.begin("k", "quick", "", "a" + i + ".x", "", Clock.systemUTC());
            recorder.end(StageStatus.SUCCEEDED, null, List.of());
            StageEvent event = new StageEvent(run, recorder.snapshot());
            ExtensionList.lookupSingleton(DeliveryMetrics.class).stageEnded(event);
        }
        long series = registry.getNames().stream()
                .filter(name -> name.startsWith("spin-delivery."))
                .count();
        assertThat(series, lessThanOrEqualTo(1_000L));
        assertEquals(1, registry.counter("spin-delivery.stage.quick.a0_x.count").getCount());
        assertThat(registry.counter("spin-delivery.stage.quick.others.count").getCount(), greaterThanOrEqualTo(1_000L));
    }
}
