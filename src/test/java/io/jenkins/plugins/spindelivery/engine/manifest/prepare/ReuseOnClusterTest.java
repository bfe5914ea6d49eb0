package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** What a real API server makes of an object (defaults, admission, base64) must not look like someone's edit. */
public class ReuseOnClusterTest extends PreparationCase {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final String POD_SPEC =
            "{containers: [{name: web, image: 'nginx:1', ports: [{containerPort: 80}], env: [{name: A, value: b}]}],"
                    + " volumes: [{name: tmp, emptyDir: {}}]}";

    private Cluster cluster;

    @Before
    public void connect() {
        cluster = new FabricCluster(
                new Kubeconfigs(Kubeconfigs.Policy.LOCAL, Map.of(), Clock.systemUTC()).load(CLUSTER.kubeconfig(), ""));
        options.namespace(CLUSTER.newNamespace("reuse"));
    }

    @After
    public void disconnect() {
        cluster.close();
    }

    @Test
    public void unchangedObjectsAreReusedAndChangedOnesAreNot() {
        String[][] manifests = {
            {"{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: {a: 'one'}}", "one", "two"},
            {"{apiVersion: v1, kind: Secret, metadata: {name: web}, stringData: {a: 'one'}}", "one", "two"},
            {"{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: " + POD_SPEC + "}", "nginx:1", "nginx:2"},
            {
                "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web}, spec: {replicas: 1, selector:"
                        + " {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: " + POD_SPEC + "}}}",
                "nginx:1",
                "nginx:2"
            },
        };
        for (String[] one : manifests) {
            create(prepareOne(one[0]), "web-v000");
            refresh(one[0]);
            PreparedManifest same = prepareOne(one[0]);
            assertEquals(one[0], "web-v000", same.ref().name());
            assertTrue(one[0], same.reused());
            create(prepareOne(one[0].replace(one[1], one[2])), "web-v001");
        }
    }

    private void create(PreparedManifest prepared, String name) {
        assertEquals(name, prepared.ref().name());
        cluster.create(prepared.manifest().json(), WriteOptions.DEFAULT);
    }

    private void refresh(String yaml) {
        PreparedManifest like = prepareOne(yaml);
        live = new FakeLive();
        List<ObjectNode> found = cluster.list(
                cluster.resources()
                        .find(like.ref().apiVersion(), like.ref().kind())
                        .orElseThrow(),
                like.ref().namespace(),
                "");
        found.forEach(object -> live.with(object));
    }
}
