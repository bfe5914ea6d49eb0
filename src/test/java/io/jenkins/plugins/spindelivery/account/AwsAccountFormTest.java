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
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.html.HtmlForm;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.kohsuke.stapler.verb.POST;

/** AWS accounts and their keys survive forms and files, which tell only those who may know; and the button tries them. */
public class AwsAccountFormTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private PeerAccount peer;
    private AwsAccessKeyCredentials key;
    private Folder shop;
    private Folder sibling;
    private FreeStyleProject job;
    private AwsAccountConfiguration.DescriptorImpl form;

    @Before
    public void folders() throws Exception {
        peer = AWS.account();
        key = new AwsAccessKeyCredentials(
                CredentialsScope.GLOBAL, "key", "the shop", peer.accessKey(), Secret.fromString(peer.secret()));
        shop = JENKINS.createProject(Folder.class, "shop");
        sibling = JENKINS.createProject(Folder.class, "sibling");
        job = shop.createProject(FreeStyleProject.class, "job");
        form = (AwsAccountConfiguration.DescriptorImpl) Jenkins.get().getDescriptorOrDie(AwsAccountConfiguration.class);
        Stored.add(key, Stored.text("text", "x"));
        Stored.addTo(shop, keyOf("of-shop"));
        Stored.addTo(sibling, keyOf("of-sibling"));
    }

    @After
    public void tidyUp() throws Exception {
        Stored.clear();
        JENKINS.jenkins.setAuthorizationStrategy(new hudson.security.AuthorizationStrategy.Unsecured());
    }

    private AwsAccessKeyCredentials keyOf(String id) {
        return new AwsAccessKeyCredentials(
                CredentialsScope.GLOBAL, id, "", peer.accessKey(), Secret.fromString(peer.secret()));
    }

    private static AwsAccountConfiguration full() {
        AwsAccountConfiguration account = new AwsAccountConfiguration("cloud");
        account.setCredentialsId("key");
        account.setRegions("eu-central-1, eu-west-1");
        account.setRoleArn("arn:aws:iam::210987654321:role/deployer");
        account.setExternalId("shop-42");
        account.setEndpointUrl("https://aws.example.com");
        account.setReadOnly(true);
        account.setUsers("alice, bob");
        account.setGroups("operators");
        return account;
    }

    @Test
    public void theFormsKeepEveryField() throws Exception {
        Stored.accounts(full(), new AwsAccountConfiguration("own"), new KubernetesAccount("prod", ""));
        JENKINS.configRoundtrip();
        List<Account> accounts = SpinDeliveryConfiguration.get().getAccounts();
        JENKINS.assertEqualDataBoundBeans(full(), accounts.get(0));
        JENKINS.assertEqualDataBoundBeans(new AwsAccountConfiguration("own"), accounts.get(1));
        assertEquals(KubernetesAccount.class, accounts.get(2).getClass());
        SpinDeliveryConfiguration.get().load();
        JENKINS.assertEqualDataBoundBeans(
                full(), SpinDeliveryConfiguration.get().getAccounts().get(0));
        Stored.accounts(shop, full());
        JENKINS.configRoundtrip(shop);
        JENKINS.assertEqualDataBoundBeans(
                full(),
                shop.getProperties().get(FolderAccounts.class).getAccounts().get(0));
    }

    @Test
    public void theKeysFormKeepsItAndShowsNoSecret() throws Exception {
        key.setSessionToken(Secret.fromString("the-token-of-" + peer.secret()));
        Stored.replace(JENKINS.jenkins, key, key);
        HtmlForm page = JENKINS.createWebClient()
                .goTo("credentials/store/system/domain/_/credential/key/update")
                .getFormByName("update");
        assertThat(page.asXml(), not(containsString(peer.secret())));
        JENKINS.submit(page);
        AwsAccessKeyCredentials kept = CredentialsProvider.lookupCredentialsInItemGroup(
                        AwsAccessKeyCredentials.class, JENKINS.jenkins, ACL.SYSTEM2, List.of())
                .get(0);
        JENKINS.assertEqualDataBoundBeans(key, kept);
        assertEquals(peer.secret(), kept.getSecretKey().getPlainText());
        assertEquals("the-token-of-" + peer.secret(), Secret.toString(kept.getSessionToken()));
    }

    @Test
    public void noSecretIsOnDisk() throws Exception {
        People.moveIn(JENKINS, "shop");
        Stored.accounts(full());
        Stored.accounts(shop, full());
        shop.save();
        assertThat(as(ADMIN, () -> test(null, "key", "eu-central-1")), startsWith("OK "));
        try (Stream<Path> files = Files.walk(JENKINS.jenkins.getRootDir().toPath())) {
            assertEquals(
                    List.of(),
                    files.filter(Files::isRegularFile)
                            .filter(this::holdsTheSecret)
                            .toList());
        }
    }

    private boolean holdsTheSecret(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(peer.secret());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String test(Item item, String credentialsId, String regions) {
        return plain(form.doTestConnection(item, "cloud", credentialsId, "", "", regions, peer.endpoint()));
    }

    private static String plain(FormValidation answer) {
        return answer.kind + " "
                + answer.getMessage()
                        .replace("<br>", "\n")
                        .replace("&quot;", "\"")
                        .replace("&#039;", "'");
    }

    @Test
    public void theConnectionIsTriedAndTold() throws Exception {
        People.moveIn(JENKINS, "shop");
        String told = as(ADMIN, () -> test(null, "key", "eu-central-1, us-east-1"));
        assertThat(told, startsWith("OK Connected to the AWS account " + peer.id() + " as arn:aws:"));
        assertThat(
                told,
                containsString("\neu-central-1: eu-central-1a, eu-central-1b, eu-central-1c\nus-east-1: us-east-1a"));
        String warned = as(ADMIN, () -> test(null, "key", "eu-central-1, atlantis"));
        assertThat(warned, startsWith("WARNING Connected to the AWS account " + peer.id()));
        assertThat(warned, containsString("atlantis can't be used: AWS has no region atlantis."));
        assertThat(
                as(ADMIN, () -> test(null, "text", "eu-central-1")),
                startsWith("ERROR The account \"cloud\" names the credential text, which is of a type that holds no"));
    }

    @Test
    public void aFolderIsTriedWithItsCredentialsAlone() throws Exception {
        People.moveIn(JENKINS, "shop");
        assertThat(
                as(CONFIGURER, () -> test(shop, "of-shop", "eu-west-1")),
                startsWith("ERROR The endpoint " + peer.endpoint()
                        + " of the account \"cloud\" of the folder shop leads" + " to this machine,"));
        assertEquals(0, peer.count(".*"));
        Stored.allowThisMachine();
        assertThat(as(CONFIGURER, () -> test(shop, "of-shop", "eu-west-1")), startsWith("OK Connected to "));
        assertThat(
                as(CONFIGURER, () -> test(shop, "of-sibling", "eu-west-1")),
                startsWith("ERROR The account \"cloud\" of the folder shop names the credential of-sibling, which the"
                        + " folder does not see"));
        assertThat(
                as(CONFIGURER, () -> test(shop, "", "eu-west-1")),
                startsWith("ERROR The account \"cloud\" of the folder shop names no credential."));
    }

    private List<String> listed(String user, Item item) throws Exception {
        return as(user, () -> form.doFillCredentialsIdItems(item, "present", "eu-central-1", "")).stream()
                .map(option -> option.value)
                .sorted()
                .toList();
    }

    @Test
    public void onlyWhoMayConfigureSeesWhichKeysThereAre() throws Exception {
        People.moveIn(JENKINS, "shop");
        assertEquals(List.of("present"), listed(READER, shop));
        assertEquals(List.of("present"), listed(CONFIGURER, null));
        assertEquals(List.of("present"), listed(CONFIGURER, sibling));
        assertEquals(List.of("", "key", "of-shop", "present"), listed(CONFIGURER, shop));
        assertEquals(List.of("", "key", "present"), listed(ADMIN, null));
        String missing = "ERROR There is no credential of-sibling here that holds an access key of AWS,";
        assertThat(as(CONFIGURER, () -> told(shop, "of-sibling")), startsWith(missing));
        assertEquals("OK null", as(READER, () -> told(shop, "of-sibling")));
        assertThat(as(CONFIGURER, () -> told(shop, "")), startsWith("ERROR Choose an access key."));
        assertThat(as(ADMIN, () -> told(null, "")), containsString("the controller's own role"));
        assertEquals("OK null", as(ADMIN, () -> told(sibling, "of-sibling")));
    }

    private String told(Item item, String id) {
        FormValidation answer = form.doCheckCredentialsId(item, id, "eu-central-1", "");
        return answer.kind == Kind.OK && answer.getMessage() == null ? "OK null" : plain(answer);
    }

    private int status(String user, HttpMethod method, String prefix, String action) throws Exception {
        String id = URLEncoder.encode(form.getId(), StandardCharsets.UTF_8);
        return send(JENKINS, user, method, prefix + "descriptorByName/" + id + "/" + action + "?credentialsId=of-shop")
                .getStatusCode();
    }

    @Test
    public void tryingTakesAPostAndTheRightToConfigure() throws Exception {
        People.moveIn(JENKINS, "shop");
        assertEquals(404, status(ADMIN, HttpMethod.GET, "", "testConnection"));
        assertEquals(403, status(READER, HttpMethod.POST, "", "testConnection"));
        assertEquals(403, status(CONFIGURER, HttpMethod.POST, "", "testConnection"));
        assertEquals(200, status(ADMIN, HttpMethod.POST, "", "testConnection"));
        assertEquals(403, status(READER, HttpMethod.POST, "job/shop/", "testConnection"));
        assertEquals(403, status(CONFIGURER, HttpMethod.POST, "job/sibling/", "testConnection"));
        assertEquals(403, status(CONFIGURER, HttpMethod.POST, "job/shop/job/job/", "testConnection"));
    }

    @Test
    public void everyMethodTakesAPost() throws Exception {
        People.moveIn(JENKINS, "shop");
        List<String> actions = Arrays.stream(AwsAccountConfiguration.DescriptorImpl.class.getMethods())
                .filter(method -> method.getName().matches("do(Check|Fill|Test)[A-Z].*"))
                .peek(method -> assertTrue(method.toString(), method.isAnnotationPresent(POST.class)))
                .map(Method::getName)
                .map(name -> name.substring(2, 3).toLowerCase() + name.substring(3))
                .toList();
        assertEquals(actions.toString(), 8, actions.size());
        for (String action : actions) {
            assertEquals(action, 404, status(ADMIN, HttpMethod.GET, "", action));
        }
        assertEquals(200, status(READER, HttpMethod.GET, "", "autoCompleteRegions"));
        assertEquals(
                List.of("eu-central-1", "eu-central-2"),
                form.doAutoCompleteRegions("eu-central").getValues());
    }

    @Test
    public void fieldsAreCheckedForThoseWhoMaySeeThem() throws Exception {
        People.moveIn(JENKINS, "shop");
        assertEquals(
                List.of("ERROR", "ERROR", "WARNING", "ERROR", "WARNING", "ERROR", "WARNING"),
                as(CONFIGURER, () -> kinds(shop)));
        assertEquals(List.of("OK", "OK", "OK", "OK", "OK", "OK", "OK"), as(READER, () -> kinds(shop)));
        assertEquals(List.of("OK", "OK", "OK", "OK", "OK", "OK", "OK"), as(CONFIGURER, () -> kinds(null)));
        assertEquals(Kind.OK, as(ADMIN, () -> form.doCheckRoleArn(null, "arn:aws-cn:iam::123456789012:role/a/b")).kind);
        assertEquals(Kind.OK, as(ADMIN, () -> form.doCheckExternalId(null, "shop-42", "arn")).kind);
        assertEquals(Kind.OK, as(ADMIN, () -> form.doCheckRegions(null, "eu-central-1, cn-north-1")).kind);
        assertEquals(Kind.OK, as(ADMIN, () -> form.doCheckEndpointUrl(null, "https://aws.example.com:4566")).kind);
    }

    private List<String> kinds(Item item) {
        return Stream.of(
                        form.doCheckRoleArn(item, "deployer"),
                        form.doCheckExternalId(item, "a b", "arn"),
                        form.doCheckExternalId(item, "shop-42", ""),
                        form.doCheckRegions(item, "eu-centrall-1/.."),
                        form.doCheckRegions(item, "eu-central-9"),
                        form.doCheckEndpointUrl(item, "https://me@aws.example.com"),
                        form.doCheckEndpointUrl(item, "http://aws.example.com"))
                .map(answer -> answer.kind.toString())
                .toList();
    }

    @Test
    public void aKeyIsCheckedForThoseWhoMayKeepOne() throws Exception {
        AwsAccessKeyCredentials.DescriptorImpl keys = (AwsAccessKeyCredentials.DescriptorImpl)
                Jenkins.get().getDescriptorOrDie(AwsAccessKeyCredentials.class);
        assertEquals(Kind.ERROR, keys.doCheckAccessKeyId(null, "AKIA 1").kind);
        assertEquals(Kind.OK, keys.doCheckAccessKeyId(null, "AKIAIOSFODNN7EXAMPLE").kind);
        assertEquals(Kind.ERROR, keys.doCheckSecretKey(null, "").kind);
        assertEquals(Kind.OK, keys.doCheckSecretKey(null, "some").kind);
        People.moveIn(JENKINS, "shop");
        assertEquals(Kind.OK, as(READER, () -> keys.doCheckAccessKeyId(null, "AKIA 1")).kind);
        assertEquals(Kind.OK, as(READER, () -> keys.doCheckSecretKey(null, "")).kind);
    }
}
