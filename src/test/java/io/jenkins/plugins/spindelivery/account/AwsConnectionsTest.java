package io.jenkins.plugins.spindelivery.account;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsIdentity;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** The connections of AWS accounts: by which key, in which role, and for how long. */
public class AwsConnectionsTest {
    private static final String FIRST = "AKIAFIRSTFIRSTFIRST1";
    private static final String SECOND = "AKIASECONDSECONDSEC2";

    @ClassRule
    public static final IdentityServer AWS = new IdentityServer();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final SetClock clock = new SetClock();
    private final AwsAccessKeyCredentials first = key("key", FIRST);
    private final AwsAccountConfiguration cloud = account("cloud", "key");
    private AwsConnections connections;

    /** Stands still until told otherwise. */
    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T09:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static AwsAccessKeyCredentials key(String id, String key) {
        return new AwsAccessKeyCredentials(CredentialsScope.GLOBAL, id, "", key, Secret.fromString("secret-of-" + key));
    }

    private static AwsAccountConfiguration account(String name, String credentialsId) {
        AwsAccountConfiguration account = new AwsAccountConfiguration(name);
        account.setCredentialsId(credentialsId);
        account.setRegions("eu-central-1, eu-west-1");
        account.setEndpointUrl(AWS.url());
        return account;
    }

    @Before
    public void accounts() throws Exception {
        Stored.add(first);
        Stored.accounts(cloud);
        connections = new AwsConnections(clock);
        AWS.calls();
    }

    @After
    public void tidyUp() throws Exception {
        connections.closeAll();
        AwsConnections.get().closeAll();
        Stored.clear();
    }

    private static AwsAccount real(String name) {
        return AwsConnections.get().in(null).account(name);
    }

    private static String arn(AwsAccount account) {
        return AwsIdentity.of(account).arn();
    }

    private static String refusal(String name) {
        return assertThrows(ProblemException.class, () -> arn(real(name))).getMessage();
    }

    @Test
    public void theAccountsKeyIsUsedInItsUsualRegion() throws Exception {
        assertEquals("arn:aws:iam::123456789012:user/" + FIRST, arn(real("cloud")));
        assertEquals(List.of("GetCallerIdentity " + FIRST + " eu-central-1"), AWS.calls());
        assertSame("nothing has changed", real("cloud"), real("cloud"));
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        assertSame(real("cloud"), AwsConnections.get().in(job).account("cloud"));
        assertEquals(1, AwsConnections.get().open());
    }

    @Test
    public void aKeyThatLastsSomeHoursHasItsToken() throws Exception {
        AwsAccessKeyCredentials short1 = key("short", SECOND);
        short1.setSessionToken(Secret.fromString("the-token"));
        Stored.add(short1);
        Stored.accounts(account("short", "short"));
        arn(real("short"));
        assertEquals(List.of("GetCallerIdentity " + SECOND + " eu-central-1 the-token"), AWS.calls());
    }

    @Test
    public void aRoleIsAssumedOnceWithItsExternalId() {
        cloud.setRoleArn("arn:aws:iam::210987654321:role/deployer");
        cloud.setExternalId("shop-42");
        AwsAccount account = real("cloud");
        assertEquals("arn:aws:iam::123456789012:user/ROLEOF" + FIRST, arn(account));
        AwsIdentity.in(account, "eu-west-1");
        assertEquals(
                List.of(
                        "AssumeRole " + FIRST + " eu-central-1",
                        "GetCallerIdentity ROLEOF" + FIRST + " eu-central-1 role-token",
                        "GetCallerIdentity ROLEOF" + FIRST + " eu-west-1 role-token"),
                AWS.calls());
        assertEquals("arn:aws:iam::210987654321:role/deployer", AWS.lastRole().get("RoleArn"));
        assertEquals("shop-42", AWS.lastRole().get("ExternalId"));
        assertEquals("spin-delivery", AWS.lastRole().get("RoleSessionName"));
    }

    @Test
    public void aRoleThatMayNotBeAssumedIsToldAsSuch() throws Exception {
        Stored.add(key("bad", "BADBADBADBADBADBAD"));
        AwsAccountConfiguration account = account("bad", "bad");
        account.setRoleArn("arn:aws:iam::210987654321:role/deployer");
        Stored.accounts(account);
        assertThat(
                refusal("bad"),
                startsWith("AWS does not accept the account's credential for sts:AssumeRole in region eu-central-1: "));
    }

    @Test
    public void aChangedCredentialMakesANewConnectionAndTheOldOneIsClosedAfterAWhile() throws Exception {
        AwsAccount before = real("cloud");
        arn(before);
        Stored.replace(JENKINS.jenkins, first, key("key", SECOND));
        AwsAccount after = real("cloud");
        assertNotSame(before, after);
        assertEquals("arn:aws:iam::123456789012:user/" + SECOND, arn(after));
        // Whoever is in the middle of something goes on with the old one.
        assertEquals("arn:aws:iam::123456789012:user/" + FIRST, arn(before));
    }

    @Test
    public void whatWasReplacedIsClosed() {
        Found found = new Found(cloud, JENKINS.jenkins);
        AwsAccount before = connections.connect(found);
        arn(before);
        SystemCredentialsProvider.getInstance().getCredentials().set(0, key("key", SECOND));
        connections.changed();
        connections.connect(found);
        connections.sweep();
        assertEquals(2, connections.open());
        clock.now = clock.now.plus(AccountConnections.GRACE);
        connections.connect(found);
        connections.sweep();
        assertEquals(1, connections.open());
        assertThat(assertThrows(AwsFault.class, () -> arn(before)).getMessage(), containsString("pool shut down"));
    }

    @Test
    public void eachChangeOfTheAccountMakesAConnectionOfItsOwn() {
        AwsAccount before = real("cloud");
        for (AwsAccountConfiguration changed : List.of(account("cloud", "key"), account("cloud", "key"))) {
            Stored.accounts(changed);
            assertNotSame(before, real("cloud"));
        }
        assertEquals("equal settings share it", 1, AwsConnections.get().open());
        AwsAccountConfiguration elsewhere = account("cloud", "key");
        elsewhere.setRegions("us-east-1");
        Stored.accounts(elsewhere);
        assertEquals(List.of("us-east-1"), real("cloud").regions());
        assertEquals(2, AwsConnections.get().open());
    }

    @Test
    public void rulesHoldWhateverTheCredentialMayDo() {
        assertTrue(real("cloud")
                .forbids(AwsRef.of(AwsRef.Kind.IMAGE, "eu-west-1", "web"))
                .isEmpty());
        assertEquals(
                "Account cloud may not be used in region us-east-1, only in eu-central-1, eu-west-1. Choose one of these,"
                        + " or let an administrator add the region to the account.",
                real("cloud")
                        .forbids(AwsRef.of(AwsRef.Kind.IMAGE, "us-east-1", "web"))
                        .orElseThrow()
                        .message());
        assertThat(
                assertThrows(ProblemException.class, () -> real("cloud").region("us-east-1"))
                        .getMessage(),
                startsWith("Account cloud may not be used in region us-east-1"));
        AwsAccountConfiguration looking = account("cloud", "key");
        looking.setReadOnly(true);
        Stored.accounts(looking);
        assertThat(
                real("cloud")
                        .forbids(AwsRef.of(AwsRef.Kind.IMAGE, "eu-west-1", "web"))
                        .orElseThrow()
                        .message(),
                startsWith("The account \"cloud\" is read-only"));
    }

    @Test
    public void whatIsWrongWithACredentialIsTold() throws Exception {
        Stored.add(key("empty", ""), key("bad", "BADBADBADBADBADBAD"), Stored.text("text", "x"));
        Stored.accounts(
                account("gone", "nothing"), account("empty", "empty"), account("text", "text"), account("bad", "bad"));
        assertThat(
                refusal("gone"),
                startsWith("The account \"gone\" names the credential nothing, which is not among those of Jenkins"));
        assertThat(refusal("empty"), startsWith("The credential empty of the account \"empty\" holds no access key."));
        assertThat(
                refusal("text"),
                startsWith("The account \"text\" names the credential text, which is of a type that holds no access"));
        assertThat(
                refusal("bad"),
                containsString("AWS does not accept the account's credential for sts:GetCallerIdentity in region"));
        AwsAccountConfiguration nowhere = account("cloud", "key");
        nowhere.setEndpointUrl("file:///etc/passwd");
        Stored.accounts(nowhere);
        assertThat(refusal("cloud"), startsWith("The endpoint file:///etc/passwd of the account \"cloud\" is no"));
        assertThrows(AwsFault.class, () -> {
            nowhere.setEndpointUrl("http://127.0.0.1:1");
            arn(real("cloud"));
        });
    }

    @Test
    public void aFolderCanNotActAsTheController() throws Exception {
        Folder shop = JENKINS.createProject(Folder.class, "shop");
        Stored.accounts(shop, account("own", ""));
        assertThat(
                assertThrows(
                                ProblemException.class,
                                () -> AwsConnections.get().in(shop).account("own"))
                        .getMessage(),
                startsWith("The account \"own\" of the folder shop names no credential."));
        Stored.accounts(account("own", ""));
        assertEquals("for Jenkins it is fine", "own", real("own").name());
    }

    @Test
    public void aFolderSeesItsOwnCredentialsAndNotItsSiblings() throws Exception {
        Folder shop = JENKINS.createProject(Folder.class, "shop");
        Folder sibling = JENKINS.createProject(Folder.class, "sibling");
        Stored.allowThisMachine();
        Stored.addTo(shop, key("of-shop", SECOND));
        Stored.accounts(shop, account("shop", "of-shop"));
        Stored.accounts(sibling, account("shop", "of-shop"));
        assertEquals(
                "arn:aws:iam::123456789012:user/" + SECOND,
                arn(AwsConnections.get().in(shop).account("shop")));
        assertThat(
                assertThrows(
                                ProblemException.class,
                                () -> AwsConnections.get().in(sibling).account("shop"))
                        .getMessage(),
                containsString("of the folder sibling names the credential of-shop, which the folder does not see"));
    }

    @Test
    public void aFolderDoesNotReachWhatOnlyTheControllerCan() throws Exception {
        Folder shop = JENKINS.createProject(Folder.class, "shop");
        Stored.accounts(shop, account("cloud", "key"));
        arn(real("cloud"));
        AWS.calls();
        AwsAccount ofShop = AwsConnections.get().in(shop).account("cloud");
        assertEquals(
                "The endpoint " + AWS.url()
                        + " of the account \"cloud\" of the folder shop leads to this machine, to its"
                        + " neighbours (link-local addresses) or to a cloud's metadata service, which accounts of folders"
                        + " may not connect to. Correct the address; or let an administrator allow the host under Manage"
                        + " Jenkins, System, Spin Delivery: fetching manifests, or add the account to Jenkins.",
                assertThrows(AwsFault.class, () -> arn(ofShop)).getMessage());
        assertEquals("the connection of Jenkins' account is not its", List.of(), AWS.calls());
        Stored.allowThisMachine();
        assertEquals("arn:aws:iam::123456789012:user/" + FIRST, arn(ofShop));
    }

    @Test
    public void aFolderDoesNotUseACredentialThatLeadsToTheController() throws Exception {
        Folder shop = JENKINS.createProject(Folder.class, "shop");
        SystemCredentialsProvider.getInstance().getCredentials().add(new Asking());
        Stored.accounts(shop, account("other", "asking"));
        assertEquals(
                "The account \"other\" of the folder shop names the credential asking, which holds no access key and so"
                        + " assumes its role with what the controller has itself. Only accounts of Jenkins may do that:"
                        + " choose a credential with an access key, or let an administrator add the account to Jenkins.",
                assertThrows(
                                ProblemException.class,
                                () -> AwsConnections.get().in(shop).account("other"))
                        .getMessage());
    }

    @Test
    public void aKeyOfAnotherDomainIsNotFound() throws Exception {
        Domain china = new Domain("china", "", List.of(new HostnameSpecification("*.amazonaws.com.cn", "")));
        Stored.addTo(china, key("of-china", SECOND));
        AwsAccountConfiguration frankfurt = new AwsAccountConfiguration("frankfurt");
        frankfurt.setCredentialsId("of-china");
        frankfurt.setRegions("eu-central-1");
        AwsAccountConfiguration beijing = new AwsAccountConfiguration("beijing");
        beijing.setCredentialsId("of-china");
        beijing.setRegions("cn-north-1");
        Stored.accounts(frankfurt, beijing, account("here", "of-china"));
        assertEquals("beijing", real("beijing").name());
        String wrong = "or whose domain does not include where AWS answers.";
        assertThat(refusal("frankfurt"), containsString(wrong));
        assertThat(refusal("here"), containsString(wrong));
    }

    /** As a credential of another plugin that assumes a role itself, each time it is asked. */
    private static final class Asking extends BaseStandardCredentials implements AwsCredentialsProvider {
        private static final long serialVersionUID = 1L;
        private final transient AtomicInteger asked = new AtomicInteger();

        Asking() {
            super(CredentialsScope.GLOBAL, "asking", "");
        }

        @Override
        public AwsCredentials resolveCredentials() {
            return AwsSessionCredentials.create("ASIA" + asked.incrementAndGet(), "secret", "token");
        }
    }

    @Test
    public void aCredentialOfAnotherPluginIsNotAskedForEachRequest() {
        Asking asking = new Asking();
        SystemCredentialsProvider.getInstance().getCredentials().add(asking);
        Found found = new Found(account("other", "asking"), JENKINS.jenkins);
        for (int i = 0; i < 3; i++) {
            assertEquals("arn:aws:iam::123456789012:user/ASIA1", arn(connections.connect(found)));
        }
        clock.now = clock.now.plus(KeptKeys.KEPT).minus(Duration.ofSeconds(1));
        assertEquals("arn:aws:iam::123456789012:user/ASIA1", arn(connections.connect(found)));
        clock.now = clock.now.plusSeconds(1);
        assertEquals("arn:aws:iam::123456789012:user/ASIA2", arn(connections.connect(found)));
        assertEquals(1, connections.open());
    }

    @Test
    public void theUseOfACredentialIsRemembered() throws Exception {
        FreeStyleProject job = JENKINS.createFreeStyleProject("job");
        FreeStyleBuild build = JENKINS.buildAndAssertSuccess(job);
        AwsConnections.get().track(build, Accounts.find(job, "cloud"));
        assertTrue(
                CredentialsProvider.getFingerprintOf(first).getRangeSet("job").includes(build.getNumber()));
        Stored.accounts(account("own", ""));
        AwsConnections.get().track(build, Accounts.find(job, "own"));
    }

    @Test
    public void onlyAnAccountOfAwsServes() {
        Stored.accounts(new KubernetesAccount("prod", "kubeconfig"));
        assertEquals(
                "The account \"prod\" is one of kubernetes, and this needs an AWS account. Name another account.",
                refusal("prod"));
    }

    @Test
    public void everythingIsClosedWithJenkins() {
        arn(real("cloud"));
        AccountChanges.close();
        assertEquals(0, AwsConnections.get().open());
    }
}
