package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import java.util.List;
import java.util.function.Function;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Deletes that are stopped everywhere. */
public class DeleteResumeTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final List<String> KINDS = List.of("Deployment", "Service", "Secret", "ConfigMap");

    /** The ConfigMap {@code spare} is somebody else's. */
    private static final String SHOP =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: web, labels: {app: shop}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: spare, labels: {app: other}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: web, labels: {app: shop}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web, labels: {app: shop}}
            spec: {ports: [{port: 80}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, labels: {app: shop}}
            spec:
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: web, image: "web:1"}]}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ResumeProperty property;

    @Before
    public void property() {
        property = new ResumeProperty(folder.getRoot().toPath());
    }

    private static DeleteScenario delete(Function<String, DeleteRequest> request) {
        return new DeleteScenario(LIVE, DeleteResumeTest::create, request);
    }

    private static void create(String namespace) {
        for (Manifest manifest : ManifestReader.read("test.yaml", SHOP.getBytes(UTF_8), ReadLimits.DEFAULT)) {
            manifest.json().withObject("/metadata").put("namespace", namespace);
            LIVE.cluster().create(manifest.json(), WriteOptions.DEFAULT);
        }
        LIVE.testCluster()
                .api()
                .await(
                        "/apis/apps/v1/namespaces/" + namespace + "/deployments/web",
                        web -> web.at("/status/readyReplicas").asInt() == 1);
    }

    private static DeleteRequest byLabel(String namespace) {
        return new DeleteRequest("test", KINDS, "", "app=shop", namespace, null, null, false, true, 60);
    }

    private static DeleteRequest byName(String namespace, String propagation) {
        return new DeleteRequest(
                "test", List.of("Deployment"), "web", "", namespace, propagation, null, false, true, 60);
    }

    private static void isAllGone(String outcome) {
        assertEquals(outcome, List.of("ConfigMap spare"), left(outcome));
        assertTrue(outcome, outcome.startsWith("succeeded\n"));
        assertTrue(outcome, outcome.contains("Deployment NAMESPACE/web deleted stable"));
    }

    private static List<String> left(String outcome) {
        return outcome.lines()
                .filter(line -> line.startsWith("--- "))
                .map(line -> line.substring(4))
                .toList();
    }

    @Test
    public void byLabelsOfManyKinds() {
        isAllGone(property.survives(delete(DeleteResumeTest::byLabel)));
    }

    @Test
    public void byNameWithDependentsFirst() {
        String outcome = property.survives(delete(namespace -> byName(namespace, "Foreground")));
        assertFalse(outcome, left(outcome).contains("Deployment web"));
        assertFalse(outcome, outcome.contains("ReplicaSet of"));
    }

    @Test
    public void byNameWithoutDependents() {
        String outcome = property.survives(delete(namespace -> byName(namespace, "Orphan")));
        assertFalse(outcome, left(outcome).contains("Deployment web"));
        assertTrue("it stays: " + outcome, outcome.contains("ReplicaSet of web:1"));
    }

    @Test
    public void aPersonMayStopItAndGoOnADayLater() {
        isAllGone(property.goesOnAfterItWasStopped(delete(DeleteResumeTest::byLabel)));
    }

    /** Something else keeps the object, so how far its deletion has come does not depend on time. */
    @Test
    public void aCancel() {
        List<String> outcomes = property.survivesWhileCancelling(new DeleteScenario(
                LIVE,
                DeleteResumeTest::createHeld,
                namespace -> new DeleteRequest(
                        "test", List.of("Secret"), "held", "", namespace, null, null, false, true, 1)));
        assertTrue(outcomes.get(0), outcomes.get(0).startsWith("cancelled\n"));
        assertEquals(List.of("Secret held"), left(outcomes.get(0)));
        String waiting = outcomes.get(2);
        assertEquals("cancelled\nSecret NAMESPACE/held deleted", waiting);
    }

    private static void createHeld(String namespace) {
        String held = """
                {"metadata": {"name": "held", "finalizers": ["example.com/hold"]}}""";
        LIVE.testCluster().api().create("/api/v1/namespaces/" + namespace + "/secrets", held);
    }
}
