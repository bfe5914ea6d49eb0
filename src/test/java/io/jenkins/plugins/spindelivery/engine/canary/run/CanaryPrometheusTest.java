package io.jenkins.plugins.spindelivery.engine.canary.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.canary.judge.Classification;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceSpec;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceTypes;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.PrometheusPeer;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary.ConfigFile;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.io.IOException;
import java.net.http.HttpClient;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Canaries on a real control plane, measured by a real Prometheus that scrapes two versions. */
public class CanaryPrometheusTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @ClassRule
    public static final PrometheusPeer PEER = new PrometheusPeer();

    private static final ConfigFile CONFIG = Shop.config(
            """
            {"name": "shop",
             "metrics": [{"name": "error ratio", "groups": ["errors"], "scopeName": "default",
               "query": {"type": "prometheus", "metricName": "demo_error_ratio", "customFilterTemplate": "of-scope"},
               "analysisConfigurations": {"canary": {"direction": "increase", "critical": true}}}],
             "templates": {"of-scope": "namespace=\\"${location}\\",workload=\\"${scope}\\""},
             "classifier": {"groupWeights": {"errors": 100}}}
            """);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private MetricSource source;
    private String namespace;

    @Before
    public void prepare() throws IOException {
        source = MetricSourceTypes.open(
                MetricSourceSpec.of("metrics", "prometheus", PEER.address()), HttpClient.newBuilder());
        namespace = Shop.open(LIVE, "canary-prometheus", folder.newFolder().toPath());
        PEER.program().behaves(namespace, "web-baseline", 0.01, 0.05);
        // Prometheus takes some seconds from its start to its first scrape.
        PEER.awaitAtLeast("count_over_time(demo_error_ratio{namespace=\"" + namespace + "\"}[1m])", 1);
    }

    private CanaryResult run(long interval, long lifetime) throws IOException {
        CanaryRequest base = Shop.measured(namespace);
        CanaryRequest request = new CanaryRequest(
                base.deploy(), 1, base.services(), "", base.baseline(), null, Shop.analysis(interval), lifetime, false);
        CanaryDriver driver = new CanaryDriver(account -> LIVE.cluster(), LIVE.executor(), source);
        return driver.run(
                request,
                Shop.manifests(Shop.next("web:2", "red")),
                CONFIG,
                folder.newFolder().toPath());
    }

    private void theCanaryAndItsPodsGo() {
        LIVE.testCluster()
                .api()
                .await(
                        "/api/v1/namespaces/" + namespace + "/pods?labelSelector=spin-delivery.jenkins.io/canary=web",
                        pods -> pods.path("items").isEmpty());
    }

    @Test
    public void aGoodVersionPasses() throws IOException {
        PEER.program().behaves(namespace, "web-canary", 0.01, 0.05);
        CanaryResult result = run(5, 10);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(Verdict.PASS, result.verdict());
        assertEquals(2, result.intervals().size());
        assertEquals(100, result.score(), 0);
        theCanaryAndItsPodsGo();
    }

    @Test
    public void aBadVersionIsStoppedWithinOneIntervalAndItsPodsAreGone() throws IOException {
        PEER.program().behaves(namespace, "web-canary", 0.3, 0.05);
        CanaryResult result = run(10, 3600);
        assertEquals(Verdict.FAIL, result.verdict());
        assertEquals(Status.FAILED, result.status());
        assertEquals(1, result.intervals().size());
        assertEquals(0, result.score(), 0);
        assertEquals(Classification.HIGH, result.judged().metrics().get(0).classification());
        String why = result.errors().get(0).message();
        assertTrue(why, why.contains("error ratio High"));
        theCanaryAndItsPodsGo();
    }
}
