package io.jenkins.plugins.spindelivery.account;

import static io.jenkins.plugins.spindelivery.account.People.ADMIN;
import static io.jenkins.plugins.spindelivery.account.People.CONFIGURER;
import static io.jenkins.plugins.spindelivery.account.People.READER;
import static io.jenkins.plugins.spindelivery.account.People.as;
import static io.jenkins.plugins.spindelivery.account.People.send;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertEquals;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.lang.reflect.Method;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebResponse;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.kohsuke.stapler.verb.POST;

/** Each web method of an account's form, for a reader, the folder's configurer and an administrator. */
public class FormAccessTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private Folder shop;
    private Folder sibling;
    private FreeStyleProject job;
    private KubernetesAccount.DescriptorImpl form;

    @Before
    public void folders() throws Exception {
        shop = JENKINS.createProject(Folder.class, "shop");
        sibling = JENKINS.createProject(Folder.class, "sibling");
        job = shop.createProject(FreeStyleProject.class, "job");
        form = (KubernetesAccount.DescriptorImpl) Jenkins.get().getDescriptorOrDie(KubernetesAccount.class);
        Stored.add(
                Stored.kubeconfig("global", CLUSTER.kubeconfigText()),
                Stored.file("file", CLUSTER.kubeconfigText()),
                Stored.text("token", "some"),
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "password", "", "me", "secret-enough-1"));
        Stored.addTo(shop, Stored.kubeconfig("of-shop", CLUSTER.kubeconfigText()));
        Stored.addTo(sibling, Stored.kubeconfig("of-sibling", CLUSTER.kubeconfigText()));
        People.moveIn(JENKINS, "shop");
    }

    @After
    public void tidyUp() throws Exception {
        Stored.clear();
    }

    private List<String> listed(String user, Item item, String serverUrl) throws Exception {
        ListBoxModel items = as(user, () -> form.doFillCredentialsIdItems(item, "present", serverUrl));
        return items.stream().map(option -> option.value).sorted().toList();
    }

    @Test
    public void onlyWhoMayConfigureSeesWhichCredentialsThereAre() throws Exception {
        assertEquals(List.of("present"), listed(READER, null, ""));
        assertEquals(List.of("present"), listed(CONFIGURER, null, ""));
        assertEquals(List.of("present"), listed(READER, shop, ""));
        assertEquals(List.of("present"), listed(CONFIGURER, sibling, ""));
        assertEquals(List.of("", "file", "global", "of-shop", "present", "token"), listed(CONFIGURER, shop, ""));
        assertEquals(List.of("", "file", "global", "of-shop", "present", "token"), listed(CONFIGURER, job, ""));
        assertEquals(List.of("", "file", "global", "present", "token"), listed(ADMIN, null, ""));
        assertEquals(List.of("", "file", "global", "of-sibling", "present", "token"), listed(ADMIN, sibling, ""));
    }

    @Test
    public void withAServerTheListHasTokensAlone() throws Exception {
        assertEquals(List.of("", "present", "token"), listed(ADMIN, null, "https://api.example.com"));
    }

    private String told(String user, Item item, String id) throws Exception {
        FormValidation answer = as(user, () -> form.doCheckCredentialsId(item, id, ""));
        return answer.kind == Kind.OK ? "ok" : answer.getMessage().replaceAll("\\(.*", "");
    }

    @Test
    public void aMissingCredentialIsToldToThoseWhoMayKnow() throws Exception {
        String missing = "There is no credential of-sibling here that can hold a kubeconfig ";
        assertEquals("ok", told(ADMIN, sibling, "of-sibling"));
        assertEquals(missing, told(ADMIN, null, "of-sibling"));
        assertEquals(missing, told(CONFIGURER, shop, "of-sibling"));
        assertEquals("ok", told(READER, shop, "of-sibling"));
        assertEquals("ok", told(CONFIGURER, null, "of-sibling"));
        assertEquals(missing.replace("of-sibling", "password"), told(ADMIN, null, "password"));
        assertThat(told(ADMIN, null, ""), startsWith("Choose a credential:"));
    }

    private String test(Item item, String credentialsId, String serverUrl, String authority) {
        FormValidation answer =
                form.doTestConnection(item, "a", credentialsId, "", serverUrl, authority, "kube-public");
        return answer.kind + " " + answer.getMessage().replace("<br>", "\n").replace("&quot;", "\"");
    }

    @Test
    public void theConnectionIsTriedAndTold() throws Exception {
        String connected = as(ADMIN, () -> test(null, "global", "", ""));
        assertThat(connected, startsWith("OK Connected to " + CLUSTER.server() + " (Kubernetes v1."));
        assertThat(
                connected,
                containsString(
                        """
                        In the namespace kube-public:
                        Deployment: may create, change, delete
                        Service: may create, change, delete
                        ConfigMap: may create, change, delete
                        Secret: may create, change, delete"""));
        assertThat(as(ADMIN, () -> test(null, "file", "", "")), startsWith("OK Connected to "));
    }

    @Test
    public void aTokenOfAServiceAccountIsToldWhatItMayNot() throws Exception {
        String namespace = CLUSTER.newNamespace("account-form");
        Stored.add(Stored.text("limited", ServiceAccounts.token(CLUSTER, namespace)));
        String authority = ServiceAccounts.authority(CLUSTER);
        String told = as(ADMIN, () -> test(null, "limited", CLUSTER.server(), authority));
        assertThat(told, containsString(" as system:serviceaccount:" + namespace + ":default."));
        assertThat(told, containsString("Secret: may not create, change, delete"));
        assertThat(
                as(ADMIN, () -> test(null, "limited", CLUSTER.server(), "")),
                startsWith("ERROR " + CLUSTER.server() + ": "));
    }

    @Test
    public void aFolderIsTriedWithItsCredentialsAlone() throws Exception {
        assertThat(as(CONFIGURER, () -> test(shop, "of-shop", "", "")), startsWith("OK Connected to "));
        assertThat(
                as(CONFIGURER, () -> test(shop, "of-sibling", "", "")),
                startsWith(
                        "ERROR The account \"a\" of the folder shop names the credential of-sibling, which the folder"
                                + " does not see"));
    }

    @Test
    public void whatGoesWrongIsToldWithoutTheSecret() throws Exception {
        Stored.add(Stored.kubeconfig(
                "wrong", CLUSTER.kubeconfigText().replaceAll("token: .*", "token: a-token-that-is-wrong")));
        String told = as(ADMIN, () -> test(null, "wrong", "", ""));
        assertThat(told, startsWith("ERROR "));
        assertThat(told, not(containsString("a-token-that-is-wrong")));
        assertThat(
                as(ADMIN, () -> test(null, "password", "", "")),
                containsString("the credential password, which is of a type that holds no kubeconfig."));
        assertThat(as(ADMIN, () -> test(null, "", "", "")), containsString("The account \"a\" names no credential."));
    }

    private int status(String user, HttpMethod method, String prefix, String action) throws Exception {
        String id = URLEncoder.encode(form.getId(), StandardCharsets.UTF_8);
        WebResponse answer = send(
                JENKINS, user, method, prefix + "descriptorByName/" + id + "/" + action + "?credentialsId=of-shop");
        return answer.getStatusCode();
    }

    @Test
    public void tryingTakesAPostAndTheRightToConfigure() throws Exception {
        assertEquals(404, status(ADMIN, HttpMethod.GET, "", "testConnection"));
        assertEquals(403, status(READER, HttpMethod.POST, "", "testConnection"));
        assertEquals(403, status(CONFIGURER, HttpMethod.POST, "", "testConnection"));
        assertEquals(200, status(ADMIN, HttpMethod.POST, "", "testConnection"));
        assertEquals(404, status(CONFIGURER, HttpMethod.GET, "job/shop/", "testConnection"));
        assertEquals(403, status(READER, HttpMethod.POST, "job/shop/", "testConnection"));
        assertEquals(200, status(CONFIGURER, HttpMethod.POST, "job/shop/", "testConnection"));
        assertEquals(403, status(CONFIGURER, HttpMethod.POST, "job/sibling/", "testConnection"));
        assertEquals(403, status(CONFIGURER, HttpMethod.POST, "job/shop/job/job/", "testConnection"));
    }

    @Test
    public void everyMethodTakesAPost() throws Exception {
        List<String> actions = Arrays.stream(KubernetesAccount.DescriptorImpl.class.getMethods())
                .filter(method -> method.getName().matches("do(Check|Fill|Test)[A-Z].*"))
                .peek(method -> assertEquals(method.toString(), true, isPost(method)))
                .map(method -> method.getName().substring(2, 3).toLowerCase()
                        + method.getName().substring(3))
                .toList();
        assertEquals(actions.toString(), 11, actions.size());
        for (String action : actions) {
            assertEquals(action, 404, status(ADMIN, HttpMethod.GET, "", action));
            assertEquals(action, 200, status(ADMIN, HttpMethod.POST, "", action));
        }
    }

    private static boolean isPost(Method method) {
        return method.isAnnotationPresent(POST.class);
    }
}
