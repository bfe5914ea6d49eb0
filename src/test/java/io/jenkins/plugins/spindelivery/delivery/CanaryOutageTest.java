package io.jenkins.plugins.spindelivery.delivery;

import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.PrometheusPeer;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** {@code kill -9} of Jenkins while canaries are up: block and analysis go on, and no canary outlives its build. */
public class CanaryOutageTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @Rule
    public final KilledJenkins jenkins = new KilledJenkins();

    private final String namespace = CLUSTER.newNamespace("canary-outage");

    @Test
    public void theBlockGoesOnAndTheAnswerCounts() throws Throwable {
        jenkins.start();
        jenkins.run(Outage::configure, CLUSTER.kubeconfigText());
        jenkins.run(CanaryOutage::begin, namespace);
        Map<String, String> before = pods();
        assertEquals(Set.of("approved-canary", "declined-canary", "fast-canary"), before.keySet());
        jenkins.killAndStart();
        Map<String, String> after = pods();
        after.remove("fast-canary");
        before.remove("fast-canary");
        assertEquals("the same pods", before, after);
        jenkins.run(CanaryOutage::goesOn);
        assertNothingLeft();
    }

    @Test
    public void theAnalysisGoesOnAndDecides() throws Throwable {
        PrometheusPeer prometheus = new PrometheusPeer();
        prometheus.start();
        try {
            for (String name : Set.of("good", "bad")) {
                CLUSTER.api().apply(deployments() + "/" + name, "somebody", CanaryOutage.workload(name, "1"));
                prometheus.program().behaves(namespace, name + "-baseline", 0.01, 0.1);
                prometheus.program().behaves(namespace, name + "-canary", 0.01, 0.1);
            }
            prometheus.awaitAtLeast("count(demo_error_ratio)", 4);
            jenkins.start();
            jenkins.run(Outage::configure, CLUSTER.kubeconfigText());
            jenkins.run(CanaryOutage::measure, prometheus.address());
            jenkins.run(CanaryOutage::beginMeasured, namespace);
            jenkins.kill();
            assertEquals(
                    Set.of("bad", "bad-baseline", "bad-canary", "good", "good-baseline", "good-canary"),
                    pods().keySet());
            prometheus.program().behaves(namespace, "bad-canary", 0.5, 0.1);
            jenkins.start();
            jenkins.run(CanaryOutage::goesOnMeasured);
            assertNothingLeft("bad", "good");
        } finally {
            prometheus.stop();
        }
    }

    private String deployments() {
        return "/apis/apps/v1/namespaces/" + namespace + "/deployments";
    }

    /** The pods' uids by the names of their Deployments; each has one pod. */
    private Map<String, String> pods() {
        Map<String, String> pods = new TreeMap<>();
        for (JsonNode pod :
                CLUSTER.api().get("/api/v1/namespaces/" + namespace + "/pods").path("items")) {
            String name = pod.at("/metadata/name").asText().replaceAll("-[^-]+-[^-]+$", "");
            String other = pods.put(name, pod.at("/metadata/uid").asText());
            assertEquals(name, null, other);
        }
        return pods;
    }

    /** Nothing but what was live. */
    private void assertNothingLeft(String... live) {
        assertEquals(Set.of(live), pods().keySet());
        assertEquals(live.length, CLUSTER.api().get(deployments()).path("items").size());
    }
}
