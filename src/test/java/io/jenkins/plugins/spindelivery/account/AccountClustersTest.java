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
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsDescriptor;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.fingerprints.ItemCredentialsFingerprintFacet;
import hudson.model.Fingerprint;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.Accounts.Found;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.model.Jenkins;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Connections: one for each configuration, replaced when it changes, closed when nobody needs it. */
public class AccountClustersTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final HandClock clock = new HandClock();
    private final KubernetesAccount prod = new KubernetesAccount("prod", "kubeconfig");
    private KubeconfigCredentials credentials;
    private AccountClusters clusters;

    /** Stands still until it is moved. */
    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2030-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

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

    @Before
    public void account() throws Exception {
        credentials = Stored.kubeconfig("kubeconfig", CLUSTER.kubeconfigText());
        Stored.add(credentials);
        Stored.accounts(prod);
        clusters = new AccountClusters(clock);
    }

    @After
    public void tidyUp() throws Exception {
        clusters.closeAll();
        AccountClusters.get().closeAll();
        Stored.clear();
    }

    /** What Jenkins' own instance is told by its listeners. */
    private Cluster real(String name) {
        return AccountClusters.get().in(null).cluster(name);
    }

    private static KubeconfigCredentials changed() {
        return Stored.kubeconfig("kubeconfig", CLUSTER.kubeconfigText() + "# changed\n");
    }

    @Test
    public void theSameConnectionServesEverybodyWhileNothingChanges() throws Exception {
        Cluster first = real("prod");
        assertSame(first, real("prod"));
        assertThat(first.version(), startsWith("v1."));
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        assertSame(first, AccountClusters.get().in(job).cluster("prod"));
        assertEquals(1, AccountClusters.get().open());
    }

    @Test
    public void savingSomethingElseKeepsTheConnection() throws Exception {
        Cluster first = real("prod");
        Stored.add(Stored.text("other", "x"));
        assertSame(first, real("prod"));
    }

    @Test
    public void accountsWithEqualSettingsShareOneConnection() {
        Stored.accounts(prod, new KubernetesAccount("again", "kubeconfig"));
        assertSame(real("prod").watches(), real("again").watches());
        assertEquals(1, AccountClusters.get().open());
        KubernetesAccount other = new KubernetesAccount("again", "kubeconfig");
        other.setDefaultNamespace("kube-public");
        Stored.accounts(prod, other);
        assertNotSame(real("prod").watches(), real("again").watches());
        assertEquals("kube-public", real("again").defaultNamespace());
    }

    @Test
    public void aChangedCredentialMakesANewConnection() throws Exception {
        Cluster first = real("prod");
        Stored.replace(JENKINS.jenkins, credentials, changed());
        Cluster second = real("prod");
        assertNotSame(first.watches(), second.watches());
        // Whoever is in the middle of something goes on with the old one.
        assertThat(first.version(), startsWith("v1."));
    }

    @Test
    public void aChangedCredentialOfAFolderMakesANewConnection() throws Exception {
        Folder shop = JENKINS.createProject(Folder.class, "shop");
        Stored.addTo(shop, credentials);
        Stored.accounts(shop, prod);
        Cluster first = AccountClusters.get().in(shop).cluster("prod");
        Stored.replace(shop, credentials, changed());
        assertNotSame(
                first.watches(), AccountClusters.get().in(shop).cluster("prod").watches());
        Stored.remove(shop, changed());
        // The folder sees Jenkins' credential of this id then.
        assertSame(
                real("prod").watches(),
                AccountClusters.get().in(shop).cluster("prod").watches());
    }

    @Test
    public void aRuleChangesBehindTheSameConnection() {
        Cluster first = real("prod");
        KubernetesAccount limited = new KubernetesAccount("prod", "kubeconfig");
        limited.setReadOnly(true);
        Stored.accounts(limited);
        assertNotSame(first, real("prod"));
        assertSame(first.watches(), real("prod").watches());
    }

    @Test
    public void aCredentialThatIsGoneIsTold() throws Exception {
        real("prod");
        Stored.remove(JENKINS.jenkins, credentials);
        assertThat(
                assertThrows(ProblemException.class, () -> real("prod")).getMessage(),
                startsWith(
                        "The account \"prod\" names the credential kubeconfig, which is not among those of Jenkins"));
    }

    @Test
    public void aStoreThatTellsNobodyIsAskedAgainAfterAMinute() {
        Found found = new Found(prod, JENKINS.jenkins);
        Cluster first = clusters.cluster(found);
        silently(changed());
        assertSame(first, clusters.cluster(found));
        clock.pass(AccountClusters.TRUSTED);
        assertNotSame(first, clusters.cluster(found));
    }

    /** As a store does that fires no event. */
    private void silently(KubeconfigCredentials by) {
        List<Credentials> stored = SystemCredentialsProvider.getInstance().getCredentials();
        stored.remove(credentials);
        stored.add(by);
    }

    /** Waiting operations ask every two seconds, a thousand of them at once. */
    @Test
    public void aQuestionDoesNotReadTheCredential() {
        Counting counting = new Counting();
        silently(counting);
        Found found = new Found(prod, JENKINS.jenkins);
        for (int i = 0; i < 1000; i++) {
            clusters.cluster(found);
        }
        assertEquals(1, counting.read.get());
    }

    private static final class Counting extends KubeconfigCredentials {
        private static final long serialVersionUID = 1L;
        private final transient AtomicInteger read = new AtomicInteger();

        Counting() {
            super(CredentialsScope.GLOBAL, "kubeconfig", "", Secret.fromString(CLUSTER.kubeconfigText()));
        }

        @Override
        public Secret getContent() {
            read.incrementAndGet();
            return super.getContent();
        }

        /** As the type that it stands for. */
        @Override
        public CredentialsDescriptor getDescriptor() {
            return (CredentialsDescriptor) Jenkins.get().getDescriptorOrDie(KubeconfigCredentials.class);
        }
    }

    @Test
    public void aReplacedConnectionIsClosedAfterAWhile() {
        Found found = new Found(prod, JENKINS.jenkins);
        clusters.cluster(found);
        silently(changed());
        clusters.changed();
        clusters.cluster(found);
        clusters.sweep();
        assertEquals(2, clusters.open());
        clock.pass(AccountClusters.GRACE);
        clusters.cluster(found);
        clusters.sweep();
        assertEquals(1, clusters.open());
        assertThat(clusters.cluster(found).version(), startsWith("v1."));
    }

    @Test
    public void whatNobodyAskedForIsClosedAndOpenedAgain() {
        Found found = new Found(prod, JENKINS.jenkins);
        Cluster first = clusters.cluster(found);
        clock.pass(AccountClusters.IDLE);
        clusters.sweep();
        assertEquals(1, clusters.open());
        clock.pass(Duration.ofSeconds(1));
        clusters.sweep();
        clock.pass(AccountClusters.GRACE.minusSeconds(1));
        clusters.sweep();
        assertEquals(1, clusters.open());
        clock.pass(Duration.ofSeconds(1));
        clusters.sweep();
        assertEquals(0, clusters.open());
        assertNotSame(first, clusters.cluster(found));
        clusters.closeAll();
        assertEquals(0, clusters.open());
    }

    @Test
    public void aServerWithATokenIsAnAccountToo() throws Exception {
        Stored.add(Stored.text("token", ServiceAccounts.adminToken(CLUSTER)));
        KubernetesAccount server = new KubernetesAccount("server", "token");
        server.setServerUrl(CLUSTER.server());
        server.setCaCertificate(ServiceAccounts.authority(CLUSTER));
        Stored.accounts(server);
        assertThat(real("server").version(), startsWith("v1."));
        assertEquals("default", real("server").defaultNamespace());
        KubernetesAccount wrong = new KubernetesAccount("server", "kubeconfig");
        wrong.setServerUrl(CLUSTER.server());
        Stored.accounts(wrong);
        assertThat(
                assertThrows(ProblemException.class, () -> real("server")).getMessage(),
                containsString("its credential has to be a token, and kubeconfig is of another type."));
    }

    @Test
    public void theUseOfACredentialIsRemembered() throws Exception {
        Folder shop = JENKINS.createProject(Folder.class, "shop");
        FreeStyleProject job = shop.createProject(FreeStyleProject.class, "job");
        Stored.addTo(shop, Stored.kubeconfig("of-shop", CLUSTER.kubeconfigText()));
        KubernetesAccount account = new KubernetesAccount("shop", "of-shop");
        Stored.accounts(shop, account);
        FreeStyleBuild build = JENKINS.buildAndAssertSuccess(job);
        AccountClusters.get().track(build, Accounts.find(job, "shop"));
        StandardCredentials used = CredentialsProvider.findCredentialById("of-shop", StandardCredentials.class, build);
        Fingerprint fingerprint = CredentialsProvider.getFingerprintOf(used);
        assertTrue(fingerprint.getRangeSet("shop/job").includes(build.getNumber()));
        assertEquals(
                "shop",
                fingerprint.getFacets().stream()
                        .filter(ItemCredentialsFingerprintFacet.class::isInstance)
                        .map(facet -> ((ItemCredentialsFingerprintFacet) facet).getItemFullName())
                        .findFirst()
                        .orElse("none"));
    }

    @Test
    public void aCredentialOfTheScopeSystemIsForTheAccountsOfJenkinsAlone() throws Exception {
        Stored.add(new KubeconfigCredentials(
                CredentialsScope.SYSTEM, "hidden", "", Secret.fromString(CLUSTER.kubeconfigText())));
        Folder shop = JENKINS.createProject(Folder.class, "shop");
        Stored.accounts(new KubernetesAccount("global", "hidden"));
        Stored.accounts(shop, new KubernetesAccount("of-shop", "hidden"));
        assertThat(AccountClusters.get().in(shop).cluster("global").version(), startsWith("v1."));
        assertThat(
                assertThrows(
                                ProblemException.class,
                                () -> AccountClusters.get().in(shop).cluster("of-shop"))
                        .getMessage(),
                containsString("names the credential hidden, which the folder does not see"));
    }

    @Test
    public void aTokenOfAnotherDomainIsNotFound() throws Exception {
        Domain elsewhere = new Domain("elsewhere", "", List.of(new HostnameSpecification("*.example.com", "")));
        Stored.addTo(elsewhere, Stored.text("token", ServiceAccounts.adminToken(CLUSTER)));
        KubernetesAccount server = new KubernetesAccount("server", "token");
        server.setServerUrl(CLUSTER.server());
        Stored.accounts(server);
        assertThat(
                assertThrows(ProblemException.class, () -> real("server")).getMessage(),
                containsString("or whose domain does not include the server's URL."));
        server = new KubernetesAccount("server", "token");
        server.setServerUrl("https://api.example.com");
        Stored.accounts(server);
        assertEquals("https://api.example.com", real("server").server());
    }

    @Test
    public void onlyAKubernetesAccountHasACluster() {
        Stored.accounts(new Elsewhere("cloud"));
        assertEquals(
                "The account \"cloud\" is one of elsewhere, and this needs a Kubernetes cluster. Name another account.",
                assertThrows(ProblemException.class, () -> real("cloud")).getMessage());
    }

    /** An account of another provider. */
    public static final class Elsewhere extends Account {
        Elsewhere(String name) {
            super(name);
        }

        @Override
        public String provider() {
            return "elsewhere";
        }
    }

    @Test
    public void everythingIsClosedWithJenkins() {
        real("prod");
        assertSame(
                AccountClusters.get(),
                Jenkins.get().getExtensionList(AccountClusters.class).get(0));
        AccountChanges.close();
        assertEquals(0, AccountClusters.get().open());
    }
}
