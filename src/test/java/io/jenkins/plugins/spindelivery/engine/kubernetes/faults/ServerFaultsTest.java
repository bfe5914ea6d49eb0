package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.engine.testcluster.fault.FaultProxy;
import java.time.Duration;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** An API server that is overloaded or broken, and says so. */
public class ServerFaultsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private final FaultProxy proxy = FaultProxy.before(CLUSTER);
    private final FaultBench bench = FaultBench.at(CLUSTER, proxy::url);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(proxy).around(bench);

    private void busy(String retryAfter) {
        proxy.when("PATCH", "configmaps/plain")
                .forReal()
                .times(1)
                .refuse(
                        429,
                        "TooManyRequests",
                        "slow down",
                        "Retry-After",
                        retryAfter,
                        "Date",
                        "Sun, 22 Nov 2026 12:00:00 GMT");
    }

    @Test(timeout = 60_000)
    public void whatTheServerAsksToWaitIsWaitedWithinReason() {
        busy("7");
        busy("Sun, 22 Nov 2026 12:00:09 GMT");
        busy("86400");
        busy("99999999999999");
        busy("Sun, 22 Nov 2099 12:00:00 GMT");
        busy("Mon, 22 Nov 1999 12:00:00 GMT");
        busy("-5");
        DeployResult result = bench.deploy(Manifests.PLAIN);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                List.of(7_000L, 9_000L, 60_000L, 60_000L, 60_000L, 100L, 100L),
                bench.retries().stream().map(Duration::toMillis).toList());
        assertEquals(
                "ConfigMap NAMESPACE/plain: The server is overloaded and asks to come back later.",
                bench.retrying().get(0));
    }

    @Test(timeout = 60_000)
    public void aServerThatIsBusyForEverEndsTheDeployInItsTime() {
        proxy.when("PATCH", "deployments/web")
                .forReal()
                .refuse(429, "TooManyRequests", "slow down", "Retry-After", "50");
        DeployResult result = bench.deploy(FaultBench.options(120, false), Manifests.SETTINGS + Manifests.WEB);
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(
                List.of("ConfigMap settings-v000 created stable", "Deployment web skipped unknown"),
                FaultBench.actions(result.objects()));
        assertEquals(
                List.of(
                        "Deployment NAMESPACE/web: The server is overloaded and asks to come back later.",
                        Sentences.patienceLost()),
                bench.told(result.errors()));
        assertEquals(
                List.of(50L, 50L),
                bench.retries().stream().limit(2).map(Duration::toSeconds).toList());
        assertEquals(3, bench.retries().size());
        assertTrue("no longer than is left", bench.retries().get(2).toSeconds() < 20);
        assertTrue(result.durationMillis() + " ms", result.durationMillis() < 130_000);
    }

    @Test(timeout = 60_000)
    public void aServerThatIsBrokenForAWhileIsTriedAgain() {
        proxy.when("POST", "configmaps").forReal().times(1).refuse(500, "InternalError", "etcdserver: leader changed");
        proxy.when("PATCH", "deployments/web").forReal().times(2).refuse(503, "ServiceUnavailable", "starting");
        proxy.when("GET", "/deployments").times(1).answer(502, "text/html", "<h1>Bad Gateway</h1>");
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                List.of(
                        "Deployment NAMESPACE/web: HTTP 502 came from something that is no Kubernetes API server: HTML. Check"
                                + " the server's address, and proxies or load balancers on the way.",
                        "ConfigMap NAMESPACE/settings-v000: The API server failed (InternalError): etcdserver: leader changed",
                        "Deployment NAMESPACE/web: The API server failed (ServiceUnavailable): starting",
                        "Deployment NAMESPACE/web: The API server failed (ServiceUnavailable): starting"),
                bench.retrying());
        assertEquals(List.of("settings-v000"), bench.names("configmaps"));
    }

    @Test(timeout = 60_000)
    public void aServerThatIsBrokenForEverIsToldBeforeAnythingIsWritten() {
        proxy.when("GET", "configmaps").refuse(500, "InternalError", "etcdserver: request timed out");
        DeployResult result = bench.deploy(Manifests.SETTINGS + Manifests.WEB);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(
                List.of(
                        "configmaps in namespace NAMESPACE: The API server failed (InternalError): etcdserver: request timed out",
                        Sentences.patienceLostEarly()),
                bench.told(result.errors()));
        assertEquals(4, bench.retries().size());
        assertEquals(
                0,
                proxy.seen().stream()
                        .filter(seen -> !seen.method().equals("GET") && !seen.isDryRun())
                        .filter(seen -> !seen.target().contains("accessreviews"))
                        .count());
    }

    @Test(timeout = 60_000)
    public void aServerThatBreaksForEverWhileWaitingLeavesWhatIsKnown() {
        bench.whenWaiting(
                () -> proxy.when("GET", "/deployments").refuse(500, "InternalError", "etcdserver: request timed out"));
        DeployResult result = bench.deploy(FaultBench.options(60, false), Manifests.SETTINGS + Manifests.WEB);
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(
                List.of("ConfigMap settings-v000 created stable", "Deployment web created progressing"),
                FaultBench.actions(result.objects()));
        assertEquals(
                List.of(
                        "deployments in namespace NAMESPACE: The API server failed (InternalError): etcdserver: request timed out",
                        Sentences.patienceLost()),
                bench.told(result.errors()));
        assertTrue(result.durationMillis() + " ms", result.durationMillis() < 65_000);
    }

    @Test(timeout = 60_000)
    public void aServerThatRollsBackInVainSaysWhatItLeaves() {
        bench.whenWaiting(() -> proxy.when("GET|PATCH|DELETE", "/deployments")
                .refuse(500, "InternalError", "etcdserver: request timed out"));
        DeployResult result = bench.deploy(FaultBench.options(60, true), Manifests.SETTINGS + Manifests.WEB);
        assertEquals(Status.FAILED, result.status());
        assertEquals(
                List.of("ConfigMap settings-v000 created stable", "Deployment web created progressing"),
                FaultBench.actions(result.objects()));
        assertEquals(
                List.of(
                        "deployments in namespace NAMESPACE: The API server failed (InternalError): etcdserver: request timed out",
                        Sentences.patienceLost(),
                        "Deployment NAMESPACE/web: The API server failed (InternalError): etcdserver: request timed out",
                        Sentences.notRolledBack("ConfigMap NAMESPACE/settings-v000"),
                        Sentences.notRolledBack("Deployment NAMESPACE/web")),
                bench.told(result.errors()));
    }

    @Test(timeout = 60_000)
    public void aDeleteIsTriedUntilItsTimeIsUp() {
        assertEquals(Status.SUCCEEDED, bench.deploy(Manifests.PLAIN).status());
        var broken = proxy.when("DELETE", "configmaps/plain").refuse(503, "ServiceUnavailable", "starting");
        DeleteResult result = bench.delete("ConfigMap", "plain", 30);
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.ACCESS, result.category());
        assertEquals(List.of("ConfigMap plain skipped unknown"), FaultBench.actions(result.objects()));
        assertEquals(
                List.of(
                        "ConfigMap NAMESPACE/plain: The API server failed (ServiceUnavailable): starting",
                        "The cluster was asked N times in vain, so the delete ends. What is deleted stays deleted."
                                + " Delete again when the cause is gone."),
                bench.told(result.errors()));
        assertEquals(broken.played(), bench.retries().size() + 1);
        assertTrue(result.durationMillis() + " ms", result.durationMillis() < 35_000);
        assertEquals(List.of("plain"), bench.names("configmaps"));
    }
}
