package io.jenkins.plugins.spindelivery.engine.kubernetes.group;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.group.WorkloadGroup.Traffic;
import java.io.IOException;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Reads the server groups that a real control plane has. */
public class WorkloadGroupsTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final ObjectMapper JSON = new ObjectMapper();

    private String namespace;
    private WorkloadGroups groups;

    @Before
    public void namespace() {
        namespace = LIVE.testCluster().newNamespace("groups");
        groups = new WorkloadGroups(LIVE.cluster(), List.of(namespace));
    }

    private void create(String api, String kind, String name, String metadata, String spec) {
        String json =
                """
                {"apiVersion": "%s", "kind": "%s", "metadata": {"name": "%s", "namespace": "%s" %s}, "spec": %s}"""
                        .formatted(api, kind, name, namespace, metadata, spec);
        try {
            LIVE.cluster().create((ObjectNode) JSON.readTree(json), WriteOptions.DEFAULT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String spec(String name, int replicas, String labels) {
        return """
                {"replicas": %d, "selector": {"matchLabels": {"name": "%s"}}, "template": {
                  "metadata": {"labels": {"name": "%s" %s}},
                  "spec": {"containers": [{"name": "c", "image": "%s:1"}]}}}"""
                .formatted(replicas, name, name, labels, name);
    }

    private static String application(String name, String more) {
        return ", \"annotations\": {\"moniker.spinnaker.io/application\": \"" + name + "\"" + more + "}";
    }

    private List<String> names(String application) {
        return groups.of(application).stream().map(group -> group.ref().name()).toList();
    }

    @Test
    public void whatBelongsSaysSoByAnnotationOrLabel() {
        create("apps/v1", "ReplicaSet", "web-v001", application("shop", ""), spec("web", 0, ""));
        create("apps/v1", "ReplicaSet", "web-v002", application("shop", ""), spec("web2", 0, ""));
        create(
                "apps/v1",
                "StatefulSet",
                "db",
                ", \"labels\": {\"app.kubernetes.io/name\": \"bank\", \"app.kubernetes.io/managed-by\": \"spinnaker\"}",
                spec("db", 0, ""));
        create("apps/v1", "ReplicaSet", "shop-v003", "", spec("none", 0, ""));
        create(
                "apps/v1",
                "ReplicaSet",
                "hidden",
                application("shop", ", \"caching.spinnaker.io/ignore\": \"true\""),
                spec("hidden", 0, ""));
        assertEquals(List.of("web-v002", "web-v001"), names("shop"));
        assertEquals(List.of("db"), names("bank"));
        assertEquals("spinnaker", groups.of("bank").get(0).managedBy());
        assertEquals("statefulSet db", groups.of("bank").get(0).cluster());
        assertEquals(List.of("bank", "shop"), List.copyOf(groups.applications()));
    }

    @Test
    public void revisionsBelongToTheirDeployment() {
        create("apps/v1", "Deployment", "web", application("shop", ""), spec("web", 1, ""));
        LIVE.testCluster()
                .api()
                .await(
                        "/apis/apps/v1/namespaces/" + namespace + "/deployments/web",
                        live -> live.at("/status/readyReplicas").asInt() == 1);
        WorkloadGroup group = groups.of("shop").get(0);
        assertEquals("web", group.manager().name());
        assertEquals(Long.valueOf(1), group.revision());
        assertTrue(group.current());
        assertEquals("deployment web", group.cluster());
        assertEquals(List.of("web:1"), group.images());
        assertEquals(Traffic.UNMANAGED, group.traffic());
        assertEquals(1, group.ready());
        assertEquals(1, group.desired());
    }

    @Test
    public void trafficIsToldByTheServicesSelectors() {
        create("v1", "Service", "web", "", "{\"selector\": {\"lb\": \"web\"}, \"ports\": [{\"port\": 80}]}");
        String attached = application("shop", ", \"traffic.spinnaker.io/load-balancers\": \"[\\\"service web\\\"]\"");
        create("apps/v1", "ReplicaSet", "web-v001", attached, spec("one", 0, ""));
        create("apps/v1", "ReplicaSet", "web-v002", attached, spec("two", 0, ", \"lb\": \"web\""));
        List<WorkloadGroup> found = groups.of("shop");
        assertEquals(Traffic.ENABLED, found.get(0).traffic());
        assertEquals(Traffic.DISABLED, found.get(1).traffic());
        assertEquals(List.of("web"), found.get(1).services());
        assertNull(found.get(1).manager());
    }

    @Test
    public void withoutNamespacesAllAreLookedThrough() {
        create("apps/v1", "ReplicaSet", "web-v001", application(namespace, ""), spec("web", 0, ""));
        WorkloadGroups everywhere = new WorkloadGroups(LIVE.cluster(), List.of());
        assertTrue(everywhere.applications().contains(namespace));
        assertEquals(1, everywhere.of(namespace).size());
        String other = LIVE.testCluster().newNamespace("other");
        assertFalse(new WorkloadGroups(LIVE.cluster(), List.of(other))
                .applications()
                .contains(namespace));
    }
}
