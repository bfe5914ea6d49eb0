package io.jenkins.plugins.spindelivery.engine.kubernetes;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.rules.ExternalResource;
import org.junit.rules.RuleChain;
import org.junit.rules.TestRule;

/** The engine's own connection to the shared test cluster, for a test class, and threads for its moves. */
public final class LiveCluster extends ExternalResource {
    private final TestCluster testCluster = TestCluster.shared();
    private Cluster cluster;
    private ExecutorService executor;

    /**
     * The rule for a test class: the test cluster runs before the connection is made.
     *
     * @return a {@code ClassRule}
     */
    public TestRule rule() {
        return RuleChain.outerRule(testCluster).around(this);
    }

    @Override
    protected void before() {
        executor = Executors.newFixedThreadPool(16);
        cluster = new FabricCluster(new Kubeconfigs(Kubeconfigs.Policy.LOCAL, Map.of(), Clock.systemUTC())
                .load(testCluster.kubeconfig(), ""));
    }

    @Override
    protected void after() {
        cluster.close();
        executor.shutdownNow();
    }

    /** The connection. */
    public Cluster cluster() {
        return cluster;
    }

    /** Threads for moves. */
    public ExecutorService executor() {
        return executor;
    }

    /** The cluster itself, for what the engine has no business doing. */
    public TestCluster testCluster() {
        return testCluster;
    }
}
