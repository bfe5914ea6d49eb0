package io.jenkins.plugins.spindelivery.notify;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import io.jenkins.plugins.spindelivery.step.FetchConfiguration;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The forms of notifiers: what they keep, what they check, and who may send a test. */
public class NotifierFormTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    @Rule
    public final Receiver receiver = new Receiver();

    @After
    public void asBefore() {
        NotificationsConfiguration.get().setNotifiers(List.of());
        JENKINS.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    private static Notifier webhook() {
        WebhookNotifier notifier = new WebhookNotifier("json");
        notifier.setName("events");
        notifier.setUrlCredentialsId("chat");
        notifier.setSecretCredentialsId("chat");
        notifier.setHeaders("X-Team: shop");
        notifier.setTemplate("{\"text\": \"${message.title}\"}");
        notifier.setWhen("pipeline.failed manualJudgment");
        return notifier;
    }

    private static Notifier mail() {
        MailNotifier notifier = new MailNotifier("ops@example.org boss@example.org");
        notifier.setName("mail");
        notifier.setCc("all@example.org");
        notifier.setWhen("stage.failed");
        return notifier;
    }

    private static void credential() throws Exception {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "chat", "", Secret.fromString("https://c")));
        credentials.save();
    }

    @Test
    public void theFormsKeepEveryField() throws Exception {
        credential();
        NotificationsConfiguration configuration = NotificationsConfiguration.get();
        configuration.setNotifiers(List.of(webhook(), mail()));
        JENKINS.configRoundtrip();
        configuration.load();
        assertSame(List.of(webhook(), mail()), configuration.getNotifiers());
        FreeStyleProject job = JENKINS.createFreeStyleProject("forms");
        JENKINS.configRoundtrip(job);
        assertNull(job.getProperty(NotificationsProperty.class));
        job.addProperty(new NotificationsProperty(List.of(webhook(), mail())));
        JENKINS.configRoundtrip(job);
        assertSame(
                List.of(webhook(), mail()),
                job.getProperty(NotificationsProperty.class).getNotifiers());
        job.delete();
    }

    private static void assertSame(List<Notifier> wanted, List<Notifier> found) throws Exception {
        assertEquals(wanted.size(), found.size());
        for (int i = 0; i < wanted.size(); i++) {
            JENKINS.assertEqualDataBoundBeans(wanted.get(i), found.get(i));
        }
    }

    @Test
    public void whatCannotWorkIsNotSaved() {
        NotificationsConfiguration configuration = NotificationsConfiguration.get();
        assertThrows(IllegalArgumentException.class, () -> configuration.setNotifiers(List.of(mail(), mail())));
        WebhookNotifier both = new WebhookNotifier("slack");
        both.setName("both");
        assertEquals("notify.address-one", both.fault().orElseThrow().code());
        both.setUrl("https://chat.example.org/hook");
        both.setHeaders("Authorization: Bearer abc");
        assertEquals("notify.header-ours", both.fault().orElseThrow().code());
        both.setHeaders("no header");
        assertEquals("notify.header-malformed", both.fault().orElseThrow().code());
        both.setHeaders("");
        both.setTemplate("{}");
        assertEquals("notify.template-unused", both.fault().orElseThrow().code());
        both.setTemplate("");
        both.setSecretCredentialsId("chat");
        assertEquals("notify.secret-unused", both.fault().orElseThrow().code());
        both.setSecretCredentialsId("");
        both.setWhen("pipeline.broken");
        assertThat(both.fault().orElseThrow().message(), containsString("pipeline.failed"));
        assertEquals(
                "notify.mail-no-address",
                new MailNotifier("ops").fault().orElseThrow().code());
        assertEquals(
                "notify.format-unknown",
                new WebhookNotifier("irc").fault().orElseThrow().code());
    }

    @Test
    public void aTestIsSentByThoseWhoMayConfigure() throws Exception {
        FetchConfiguration.get().setAllowedHosts(receiver.host());
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.createFreeStyleProject("job");
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.EXTENDED_READ)
                .everywhere()
                .to("reader", "developer")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("developer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        String test = "descriptorByName/" + WebhookNotifier.class.getName() + "/sendTest?format=slack&url="
                + URLEncoder.encode(receiver.url("/test"), StandardCharsets.UTF_8)
                + "&urlCredentialsId=&secretCredentialsId=&headers=&template=";
        send("reader", test, HttpMethod.POST, 403);
        send("developer", test, HttpMethod.POST, 403);
        send("reader", "job/job/" + test, HttpMethod.POST, 403);
        send("developer", "job/job/" + test, HttpMethod.GET, 404);
        assertEquals(List.of(), receiver.got("/test"));
        assertThat(send("developer", "job/job/" + test, HttpMethod.POST, 200), containsString("Sent: Slack"));
        assertThat(send("admin", test, HttpMethod.POST, 200), containsString("Sent: Slack"));
        assertEquals(2, receiver.got("/test").size());
        receiver.answers("/test", 404, "", 1);
        assertThat(send("admin", test, HttpMethod.POST, 200), containsString("HTTP status 404"));
        String check = "descriptorByName/" + WebhookNotifier.class.getName() + "/checkWhen?value=nonsense";
        assertEquals("<div/>", send("reader", check, HttpMethod.POST, 200));
        assertThat(send("admin", check, HttpMethod.POST, 200), containsString("manualJudgmentStop"));
        assertEquals(
                FormValidation.Kind.ERROR,
                JENKINS.jenkins
                        .getDescriptorByType(WebhookNotifier.DescriptorImpl.class)
                        .doCheckUrl(null, "nowhere")
                        .kind);
    }

    private static String send(String user, String path, HttpMethod method, int status) throws Exception {
        try (JenkinsRule.WebClient client = JENKINS.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .login(user)) {
            WebRequest request = new WebRequest(client.createCrumbedUrl(path), method);
            var answer = client.getPage(request).getWebResponse();
            assertEquals(answer.getContentAsString(), status, answer.getStatusCode());
            return answer.getContentAsString();
        }
    }
}
