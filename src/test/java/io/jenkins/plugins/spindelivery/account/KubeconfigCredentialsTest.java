package io.jenkins.plugins.spindelivery.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import hudson.util.Secret;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The credential type Kubeconfig: kept encrypted, checked while it is entered. */
public class KubeconfigCredentialsTest {
    private static final String SECRET = "token-of-nobody-else-4711";
    private static final String GOOD =
            """
            apiVersion: v1
            kind: Config
            current-context: prod
            contexts:
            - name: prod
              context: {cluster: prod, user: deployer}
            - name: laptop
              context: {cluster: prod, user: laptop}
            clusters:
            - name: prod
              cluster: {server: 'https://prod.example.com:6443'}
            users:
            - name: deployer
              user: {token: %s}
            - name: laptop
              user: {token: %s}
            """
                    .formatted(SECRET, SECRET);

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    private static KubeconfigCredentials.DescriptorImpl descriptor() {
        return (KubeconfigCredentials.DescriptorImpl) Jenkins.get().getDescriptorOrDie(KubeconfigCredentials.class);
    }

    private static FormValidation check(String text) {
        return descriptor().doCheckContent(Jenkins.get(), text);
    }

    private static String plain(FormValidation answer) {
        return answer.getMessage().replace("<br>", "\n").replace("&quot;", "\"");
    }

    @Test
    public void theFormKeepsIt() throws Exception {
        KubeconfigCredentials credentials =
                new KubeconfigCredentials(CredentialsScope.GLOBAL, "prod", "the shop", Secret.fromString(GOOD));
        Stored.add(credentials);
        JenkinsRule.WebClient client = jenkins.createWebClient();
        HtmlForm form = client.goTo("credentials/store/system/domain/_/credential/prod/update")
                .getFormByName("update");
        assertThat(form.asXml(), not(containsString(SECRET)));
        jenkins.submit(form);
        KubeconfigCredentials kept = CredentialsProvider.lookupCredentialsInItemGroup(
                        KubeconfigCredentials.class, jenkins.jenkins, ACL.SYSTEM2, List.of())
                .get(0);
        jenkins.assertEqualDataBoundBeans(credentials, kept);
        assertEquals(GOOD, kept.getContent().getPlainText());
    }

    @Test
    public void itIsEncryptedOnDisk() throws Exception {
        Stored.add(Stored.kubeconfig("prod", GOOD));
        try (Stream<Path> files = Files.walk(jenkins.jenkins.getRootDir().toPath())) {
            List<Path> plain = files.filter(Files::isRegularFile)
                    .filter(KubeconfigCredentialsTest::holdsTheSecret)
                    .toList();
            assertEquals(List.of(), plain);
        }
        String stored = Files.readString(jenkins.jenkins.getRootDir().toPath().resolve("credentials.xml"));
        assertThat(stored, containsString("<id>prod</id>"));
        KubeconfigCredentials read = (KubeconfigCredentials)
                new SystemCredentialsProvider().getCredentials().get(0);
        assertEquals(GOOD, read.getContent().getPlainText());
    }

    private static boolean holdsTheSecret(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void itsContextsAreShown() {
        FormValidation answer = check(GOOD);
        assertEquals(Kind.OK, answer.kind);
        assertEquals(
                "prod (current): https://prod.example.com:6443/\nlaptop: https://prod.example.com:6443/",
                plain(answer));
    }

    @Test
    public void aContextThatRunsAProgramIsAWarning() {
        FormValidation answer = check(GOOD.replaceFirst("user: \\{token: [^}]*}\\s*$", "user: {exec: {command: aws}}"));
        assertEquals(Kind.WARNING, answer.kind);
        assertThat(
                plain(answer),
                startsWith("prod (current): https://prod.example.com:6443/\n"
                        + "laptop: The user laptop gets its credential by running a program (exec)."));
    }

    @Test
    public void whatCanNotBeUsedIsAnError() {
        FormValidation path = check(GOOD.replace("token: " + SECRET, "tokenFile: /run/token"));
        assertEquals(Kind.ERROR, path.kind);
        assertThat(plain(path), containsString("laptop names a file under tokenFile."));
        FormValidation garbage = check("a: [");
        assertEquals(Kind.ERROR, garbage.kind);
        assertThat(plain(garbage), containsString("The kubeconfig is not well-formed YAML here."));
        assertEquals(Kind.ERROR, check("").kind);
        assertEquals(Kind.ERROR, check("a: 1").kind);
    }

    @Test
    public void onlyThoseWhoMayKeepCredentialsAreToldAnything() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, CredentialsProvider.CREATE)
                .everywhere()
                .to("keeper"));
        assertEquals(Kind.OK, as("reader", "a: ["));
        assertEquals(Kind.ERROR, as("keeper", "a: ["));
    }

    private static Kind as(String user, String text) {
        try (ACLContext context = ACL.as(User.getById(user, true))) {
            return check(text).kind;
        }
    }

    @Test
    public void aCheckTakesAPost() throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        URL url = new URL(jenkins.getURL(), "descriptorByName/" + descriptor().getId() + "/checkContent?content=x");
        assertEquals(404, client.getPage(url).getWebResponse().getStatusCode());
        WebRequest post = client.addCrumb(new WebRequest(url, HttpMethod.POST));
        assertEquals(200, client.getPage(post).getWebResponse().getStatusCode());
    }
}
