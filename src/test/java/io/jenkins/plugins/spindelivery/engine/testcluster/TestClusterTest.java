package io.jenkins.plugins.spindelivery.engine.testcluster;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.AssumptionViolatedException;
import org.junit.ClassRule;
import org.junit.Test;

/** That the tests' own cluster is what it says; what it can do is tested in testcluster/. */
public class TestClusterTest {

    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @Test
    public void sharedClusterServesTheVersionItWasBuiltFrom() {
        assertEquals("v1.36.3", CLUSTER.api().get("/version").path("gitVersion").asText());
        assertTrue(CLUSTER.server().startsWith("https://127.0.0.1:"));
        assertTrue(CLUSTER.kubeconfigText().contains(CLUSTER.server()));
        assertTrue(Files.isReadable(CLUSTER.certificateKubeconfig()));
    }

    @Test
    public void componentsAreRunningProcesses() {
        for (String component : List.of(TestCluster.ETCD, TestCluster.API_SERVER)) {
            assertTrue(component, ProcessHandle.of(CLUSTER.pid(component)).isPresent());
        }
        assertThrows(IllegalArgumentException.class, () -> CLUSTER.pid("kubelet"));
        assertThrows(IllegalStateException.class, () -> CLUSTER.signal(TestCluster.ETCD, "KILL"));
    }

    @Test
    public void namespacesAreNewAndTakePodsAtOnce() {
        String first = CLUSTER.newNamespace("cluster-test");
        String second = CLUSTER.newNamespace("cluster-test");
        assertNotEquals(first, second);
        assertTrue(first, first.startsWith("cluster-test-"));
        String pods = "/api/v1/namespaces/" + first + "/pods";
        CLUSTER.api()
                .create(
                        pods,
                        "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i:1\"}]}}");
        CLUSTER.api().await(pods + "/a", pod -> pod.at("/status/containerStatuses/0/ready")
                .asBoolean());
    }

    @Test
    public void requestsTellWhatWentWrong() {
        assertTrue(CLUSTER.api().get("/api/v1/namespaces/none").isMissingNode());
        AssertionError error = assertThrows(
                AssertionError.class, () -> CLUSTER.api().create("/api/v1/namespaces", "{\"metadata\":{}}"));
        assertTrue(
                error.getMessage(), error.getMessage().startsWith("POST /api/v1/namespaces was answered with 422: "));
    }

    @Test
    public void ownClusterIsGoneAfterItsClass() throws Throwable {
        TestCluster own = TestCluster.own();
        own.before();
        Path kubeconfig = own.kubeconfig();
        ProcessHandle etcd = ProcessHandle.of(own.pid(TestCluster.ETCD)).orElseThrow();
        try {
            assertNotEquals(CLUSTER.server(), own.server());
            own.signal(TestCluster.ETCD, "STOP");
        } finally {
            own.after();
        }
        assertFalse("etcd is still running", etcd.isAlive());
        assertFalse("the files are still there", Files.exists(kubeconfig));
        assertThrows(IllegalStateException.class, own::server);
    }

    @Test
    public void sharedClusterStaysAfterAClass() {
        CLUSTER.after();
        assertEquals(
                "ok",
                CLUSTER.api().send("GET", "/readyz", ClusterApi.JSON_TYPE, "").text());
        assertSame(CLUSTER, TestCluster.shared());
    }

    @Test
    public void withoutGoTestsAreSkippedUnlessAClusterIsRequired() {
        RuntimeException skipped = TestCluster.unavailable("no Go", false);
        assertEquals(AssumptionViolatedException.class, skipped.getClass());
        assertEquals("Skipped, there is no test cluster: no Go", skipped.getMessage());
        AssertionError failed = assertThrows(AssertionError.class, () -> TestCluster.unavailable("no Go", true));
        assertEquals("No test cluster, and SPIN_REQUIRE_CLUSTER is set: no Go", failed.getMessage());
    }

    /** Without leases the node would count as lost after a minute, and its pods as not ready. */
    @Test
    public void nodesRenewTheirLeases() {
        String lease = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node-1";
        CLUSTER.api().await(lease, found -> found.at("/spec/renewTime").isTextual());
    }
}
