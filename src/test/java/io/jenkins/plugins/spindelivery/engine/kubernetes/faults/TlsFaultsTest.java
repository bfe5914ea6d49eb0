package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.TestKeys;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.engine.testcluster.fault.FaultProxy;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;

/** Certificates do not mend themselves: nothing is tried again, nothing is sent, and the words say what to look at. */
public class TlsFaultsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static TestKeys right;
    private static TestKeys elsewhere;
    private static TestKeys authority;
    private static TestKeys expired;
    private static TestKeys early;

    private final FaultProxy proxy = FaultProxy.before(CLUSTER, context(right));
    private final FaultProxy ofAnotherName = FaultProxy.before(CLUSTER, context(elsewhere));
    private final FaultProxy ofThePast = FaultProxy.before(CLUSTER, context(expired));
    private final FaultProxy ofTheFuture = FaultProxy.before(CLUSTER, context(early));
    private final FaultProxy plain = FaultProxy.before(CLUSTER);

    private String url;
    private TestKeys trusted;
    private final FaultBench bench =
            FaultBench.with(CLUSTER, config -> config.withMasterUrl(url).withCaCertData(certificate(trusted)));

    @Rule
    public final RuleChain rules = RuleChain.outerRule(proxy)
            .around(ofAnotherName)
            .around(ofThePast)
            .around(ofTheFuture)
            .around(plain)
            .around(bench);

    @BeforeClass
    public static void makeKeys() throws Exception {
        String[] here = {"-keyalg", "EC", "-ext", "san=ip:127.0.0.1"};
        right = TestKeys.make(FOLDER.getRoot().toPath(), "right", here);
        elsewhere =
                TestKeys.make(FOLDER.getRoot().toPath(), "elsewhere", "-keyalg", "EC", "-ext", "san=dns:a.example.com");
        authority = TestKeys.make(FOLDER.getRoot().toPath(), "authority", "-keyalg", "EC", "-ext", "bc:c=ca:true");
        expired = TestKeys.make(FOLDER.getRoot().toPath(), "expired", "-keyalg", "EC")
                .signedBy(authority, "-startdate", "-10d", "-validity", "2", "-ext", "san=ip:127.0.0.1");
        early = TestKeys.make(FOLDER.getRoot().toPath(), "early", "-keyalg", "EC")
                .signedBy(authority, "-startdate", "+10d", "-validity", "2", "-ext", "san=ip:127.0.0.1");
    }

    private static SSLContext context(TestKeys keys) {
        try {
            return keys.serverContext();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String certificate(TestKeys keys) {
        try {
            return keys.certificateData();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refused(String address, TestKeys trust, String sentence) {
        url = address;
        trusted = trust;
        DeployResult result = bench.deploy(Manifests.SETTINGS);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(
                List.of(sentence),
                bench.told(result.errors()).stream()
                        .map(text -> text.replaceAll("\\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d \\w+ \\d{4}", "DATE"))
                        .toList());
        assertEquals(List.of(), bench.retries());
        DeleteResult deleted = bench.delete("ConfigMap", "settings", 60);
        assertEquals(Status.REFUSED, deleted.status());
        assertEquals(Category.ACCESS, deleted.category());
    }

    @Test(timeout = 60_000)
    public void theRightCertificateIsTaken() {
        url = proxy.url();
        trusted = right;
        DeployResult result = bench.deploy(Manifests.SETTINGS);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
    }

    @Test(timeout = 60_000)
    public void anotherAuthority() {
        refused(
                proxy.url(),
                authority,
                "/api: The certificate of SERVER is signed by an authority that this account does not trust. Put the"
                        + " cluster's authority into certificate-authority-data; if it is there, this is another server"
                        + " than the one it was made for.");
    }

    @Test(timeout = 60_000)
    public void anotherName() {
        refused(
                ofAnotherName.url(),
                elsewhere,
                "/api: The certificate of SERVER is for another name (No subject alternative names matching IP address"
                        + " 127.0.0.1 found). Use an address that the certificate names.");
    }

    @Test(timeout = 60_000)
    public void anExpiredCertificate() {
        refused(
                ofThePast.url(),
                authority,
                "/api: The certificate of SERVER is not valid today (NotAfter: DATE). Have it renewed, and check the"
                        + " clock of this machine.");
    }

    /** That is also what a clock that is behind looks like. */
    @Test(timeout = 60_000)
    public void aCertificateOfTheFuture() {
        refused(
                ofTheFuture.url(),
                authority,
                "/api: The certificate of SERVER is not valid today (NotBefore: DATE). Have it renewed, and check the"
                        + " clock of this machine.");
    }

    @Test(timeout = 60_000)
    public void aPortWithoutTls() {
        refused(
                plain.url().replace("http:", "https:"),
                authority,
                "/api: SERVER does not speak HTTPS. Check scheme and port of the server's address.");
    }

    @Test(timeout = 60_000)
    public void aPortWithTls() {
        refused(
                CLUSTER.server().replace("https:", "http:"),
                authority,
                "/api: This server speaks HTTPS only. Write https:// in the server's address.");
    }
}
