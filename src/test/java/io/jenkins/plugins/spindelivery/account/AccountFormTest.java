package io.jenkins.plugins.spindelivery.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.XmlFile;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Items;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Accounts survive their forms and files. */
public class AccountFormTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final KubernetesAccount full = full("prod");

    @Before
    public void credentials() throws Exception {
        Stored.add(Stored.kubeconfig("prod-kubeconfig", "apiVersion: v1"));
    }

    @After
    public void tidyUp() throws Exception {
        Stored.clear();
    }

    private static KubernetesAccount full(String name) {
        KubernetesAccount account = new KubernetesAccount(name, "prod-kubeconfig");
        account.setContext("admin@prod");
        account.setCaCertificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        account.setDefaultNamespace("shop");
        account.setNamespaces("shop, shop-jobs");
        account.setOmitNamespaces("kube-system");
        account.setKinds("Deployment, cm");
        account.setOmitKinds("Secret");
        account.setUsers("alice, bob");
        account.setGroups("operators");
        account.setReadOnly(true);
        return account;
    }

    private void assertSame(KubernetesAccount wanted, Account found) throws Exception {
        assertEquals(KubernetesAccount.class, found.getClass());
        JENKINS.assertEqualDataBoundBeans(wanted, found);
    }

    @Test
    public void theGlobalFormKeepsEveryField() throws Exception {
        Stored.accounts(full, new KubernetesAccount("test", "prod-kubeconfig"));
        JENKINS.configRoundtrip();
        List<Account> accounts = SpinDeliveryConfiguration.get().getAccounts();
        assertThat(accounts, hasSize(2));
        assertSame(full, accounts.get(0));
        assertSame(new KubernetesAccount("test", "prod-kubeconfig"), accounts.get(1));
    }

    @Test
    public void theGlobalFormTakesAwayTheLastAccount() throws Exception {
        Stored.accounts(full);
        JenkinsRule.WebClient client = JENKINS.createWebClient();
        HtmlPage page = client.goTo("manage/configure");
        HtmlElement delete = page.querySelector("[name='accounts'] .repeatable-delete");
        delete.click();
        client.waitForBackgroundJavaScript(5000);
        JENKINS.submit(page.getFormByName("config"));
        assertThat(SpinDeliveryConfiguration.get().getAccounts(), empty());
    }

    @Test
    public void theFolderFormKeepsEveryField() throws Exception {
        Folder folder = JENKINS.createProject(Folder.class, "shop");
        Stored.accounts(folder, full);
        JENKINS.configRoundtrip(folder);
        List<Account> accounts =
                folder.getProperties().get(FolderAccounts.class).getAccounts();
        assertThat(accounts, hasSize(1));
        assertSame(full, accounts.get(0));
    }

    @Test
    public void aFolderWithoutAccountsGetsNoProperty() throws Exception {
        Folder folder = JENKINS.createProject(Folder.class, "shop");
        JENKINS.configRoundtrip(folder);
        assertNull(folder.getProperties().get(FolderAccounts.class));
    }

    @Test
    public void accountsAreThereAfterReading() throws Exception {
        Stored.accounts(full);
        Folder folder = JENKINS.createProject(Folder.class, "shop");
        Stored.accounts(folder, full("folder"));
        SpinDeliveryConfiguration.get().load();
        assertSame(full, SpinDeliveryConfiguration.get().getAccounts().get(0));
        Folder read = (Folder) Items.load(JENKINS.jenkins, folder.getRootDir());
        assertSame(
                full("folder"),
                read.getProperties().get(FolderAccounts.class).getAccounts().get(0));
    }

    @Test
    public void twoAccountsOfOneNameAreRefusedByTheFormAndChangeNothing() throws Exception {
        Stored.accounts(full, full("other"));
        JenkinsRule.WebClient client = JENKINS.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        HtmlForm form = client.goTo("manage/configure").getFormByName("config");
        form.getInputsByName("_.name").stream()
                .filter(input -> input.getValue().equals("other"))
                .forEach(input -> input.setValue("prod"));
        HtmlPage answer = JENKINS.submit(form);
        assertThat(answer.asNormalizedText(), containsString("Two accounts here are called \"prod\"."));
        assertEquals(
                "other", SpinDeliveryConfiguration.get().getAccounts().get(1).getName());
    }

    @Test
    public void namesAreCheckedWhoeverSetsThem() {
        Throwable taken = assertThrows(IllegalArgumentException.class, () -> Stored.accounts(full, full("prod")));
        assertThat(taken.getMessage(), containsString("Two accounts here are called \"prod\"."));
        Throwable bad = assertThrows(IllegalArgumentException.class, () -> Stored.accounts(full("a b")));
        assertThat(bad.getMessage(), containsString("An account can't be called \"a b\"."));
        Throwable none = assertThrows(
                IllegalArgumentException.class, () -> new FolderAccounts(List.of(new KubernetesAccount(null, null))));
        assertThat(none.getMessage(), containsString("An account has no name."));
        assertThat(SpinDeliveryConfiguration.get().getAccounts(), empty());
    }

    @Test
    public void whatIsMissingInTheFileIsEmptyAfterReading() throws Exception {
        XmlFile file = new XmlFile(
                Jenkins.XSTREAM2,
                JENKINS.jenkins
                        .getRootDir()
                        .toPath()
                        .resolve(SpinDeliveryConfiguration.class.getName() + ".xml")
                        .toFile());
        Files.writeString(
                file.getFile().toPath(),
                "<io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration><accounts>"
                        + "<io.jenkins.plugins.spindelivery.account.KubernetesAccount><name> old </name>"
                        + "<users>alice,, bob</users></io.jenkins.plugins.spindelivery.account.KubernetesAccount>"
                        + "<io.jenkins.plugins.gone.Account/></accounts>"
                        + "</io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration>");
        SpinDeliveryConfiguration.get().load();
        List<Account> accounts = SpinDeliveryConfiguration.get().getAccounts();
        assertThat(accounts, hasSize(1));
        KubernetesAccount wanted = new KubernetesAccount("old", "");
        wanted.setUsers("alice, bob");
        assertSame(wanted, accounts.get(0));
        Files.writeString(
                file.getFile().toPath(), "<io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration/>");
        SpinDeliveryConfiguration.get().load();
        assertThat(SpinDeliveryConfiguration.get().getAccounts(), empty());
        SpinDeliveryConfiguration.get().setAccounts(null);
        assertThat(SpinDeliveryConfiguration.get().getAccounts(), empty());
    }

    @Test
    public void everyFieldHasHelpInBothLanguages() throws Exception {
        Map<Class<?>, List<String>> fields = Map.of(
                KubernetesAccount.class,
                List.of(
                        "name",
                        "credentialsId",
                        "context",
                        "serverUrl",
                        "caCertificate",
                        "defaultNamespace",
                        "namespaces",
                        "omitNamespaces",
                        "kinds",
                        "omitKinds",
                        "users",
                        "groups",
                        "readOnly"),
                AwsAccountConfiguration.class,
                List.of(
                        "name",
                        "credentialsId",
                        "regions",
                        "roleArn",
                        "externalId",
                        "endpointUrl",
                        "users",
                        "groups",
                        "readOnly"),
                AwsAccessKeyCredentials.class,
                List.of("accessKeyId", "secretKey", "sessionToken"),
                SpinDeliveryConfiguration.class,
                List.of("accounts"),
                FolderAccounts.class,
                List.of("accounts"),
                KubeconfigCredentials.class,
                List.of("content"));
        for (Map.Entry<Class<?>, List<String>> each : fields.entrySet()) {
            String id = each.getKey() == SpinDeliveryConfiguration.class
                    ? SpinDeliveryConfiguration.get().getId()
                    : descriptor(each.getKey()).getId();
            for (String field : each.getValue()) {
                String page = "descriptor/" + id + "/help/" + field;
                assertFalse(page, help(page, "en").codePoints().anyMatch(Character::isIdeographic));
                assertTrue(page, help(page, "zh-CN").codePoints().anyMatch(Character::isIdeographic));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Descriptor<?> descriptor(Class<?> type) {
        return JENKINS.jenkins.getDescriptorOrDie((Class<? extends Describable<?>>) type);
    }

    private String help(String page, String language) throws Exception {
        JenkinsRule.WebClient client = JENKINS.createWebClient();
        client.setJavaScriptEnabled(false);
        client.addRequestHeader("Accept-Language", language);
        return client.goTo(page, "text/html").getWebResponse().getContentAsString();
    }
}
