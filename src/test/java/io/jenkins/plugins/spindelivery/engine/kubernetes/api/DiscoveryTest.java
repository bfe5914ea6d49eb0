package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Discovery in both forms, and what is told when the server does not serve a type. */
public class DiscoveryTest {
    private static final String CORE = "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{},\"versions\":["
            + "{\"version\":\"v1\",\"freshness\":\"Current\",\"resources\":[{\"resource\":\"configmaps\",\"responseKind\":"
            + "{\"group\":\"\",\"version\":\"v1\",\"kind\":\"ConfigMap\"},\"scope\":\"Namespaced\",\"shortNames\":[\"cm\"],"
            + "\"verbs\":[\"get\",\"patch\"],\"subresources\":[{\"subresource\":\"status\",\"responseKind\":"
            + "{\"kind\":\"ConfigMap\"},\"verbs\":[\"get\"]}]}]}]}]}";
    private static final String GROUPS =
            "{\"kind\":\"APIGroupDiscoveryList\",\"items\":[{\"metadata\":{\"name\":\"apps\"},"
                    + "\"versions\":[{\"version\":\"v1\",\"freshness\":\"Current\",\"resources\":[{\"resource\":\"deployments\","
                    + "\"responseKind\":{\"group\":\"apps\",\"version\":\"v1\",\"kind\":\"Deployment\"},\"scope\":\"Namespaced\","
                    + "\"verbs\":[\"get\"]},{\"resource\":\"orphans\",\"scope\":\"Namespaced\",\"verbs\":[]}]}]},"
                    + "{\"metadata\":{\"name\":\"metrics.k8s.io\"},\"versions\":[{\"version\":\"v1beta1\",\"freshness\":\"Stale\","
                    + "\"resources\":[{\"resource\":\"nodes\",\"responseKind\":{\"group\":\"\",\"version\":\"\",\"kind\":"
                    + "\"NodeMetrics\"},\"scope\":\"Cluster\",\"verbs\":[\"get\"]}]}]}]}";

    @Rule
    public final FakeServer server = new FakeServer();

    private FabricCluster cluster;

    @Before
    public void connect() {
        cluster = new FabricCluster(server.config().build());
    }

    @After
    public void disconnect() {
        cluster.close();
    }

    @Test
    public void aggregatedDiscoveryTakesTwoRequests() {
        server.json("/api", 200, CORE);
        server.json("/apis", 200, GROUPS);
        ApiResources resources = cluster.resources();
        assertEquals(
                List.of(
                        new ApiResource("v1", "ConfigMap", "configmaps", true, Set.of("get", "patch"), List.of("cm")),
                        new ApiResource("apps/v1", "Deployment", "deployments", true, Set.of("get"), List.of()),
                        new ApiResource(
                                "metrics.k8s.io/v1beta1", "NodeMetrics", "nodes", false, Set.of("get"), List.of())),
                resources.resources());
        assertEquals(List.of("metrics.k8s.io/v1beta1: stale"), resources.incomplete());
        cluster.resources();
        assertEquals(2, server.seen().size());
        assertTrue(server.seen().get(0).header("Accept").contains("v=v2;as=APIGroupDiscoveryList"));
        assertTrue(server.seen().get(0).header("Accept").contains("v=v2beta1;as=APIGroupDiscoveryList"));
    }

    @Test
    public void olderServersAreAskedGroupByGroup() {
        server.json(
                "/apis",
                200,
                "{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"autoscaling\",\"versions\":["
                        + "{\"groupVersion\":\"autoscaling/v1\",\"version\":\"v1\"},"
                        + "{\"groupVersion\":\"autoscaling/v2\",\"version\":\"v2\"}],"
                        + "\"preferredVersion\":{\"groupVersion\":\"autoscaling/v2\"}},"
                        + "{\"name\":\"down.example.com\",\"versions\":[{\"groupVersion\":\"down.example.com/v1\"}]}]}");
        for (String version : List.of("v1", "v2")) {
            server.json(
                    "/apis/autoscaling/" + version,
                    200,
                    "{\"resources\":[{\"name\":\"horizontalpodautoscalers\","
                            + "\"kind\":\"HorizontalPodAutoscaler\",\"namespaced\":true,\"shortNames\":[\"hpa\"]},"
                            + "{\"name\":\"horizontalpodautoscalers/status\",\"kind\":\"HorizontalPodAutoscaler\"}]}");
        }
        server.json("/apis/down.example.com/v1", 503, "{}");
        ApiResources resources = cluster.resources();
        assertEquals(List.of("autoscaling/v2", "autoscaling/v1"), resources.servedVersions("HorizontalPodAutoscaler"));
        assertEquals("pods", resources.find("v1", "Pod").orElseThrow().plural());
        assertFalse(resources.resources().stream().anyMatch(r -> r.plural().contains("/")));
        assertEquals(List.of("down.example.com/v1: HTTP 503"), resources.incomplete());
        assertEquals(
                "HorizontalPodAutoscaler", resources.named("hpa").orElseThrow().kind());
    }

    @Test
    public void failureOfAllDiscoveryIsAnError() {
        server.json(
                "/apis",
                403,
                "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"forbidden: User"
                        + " \\\"jane\\\" cannot get path \\\"/apis\\\"\"}");
        ApiException e = assertThrows(ApiException.class, () -> cluster.resources());
        assertEquals("kubernetes.api-forbidden", e.problems().get(0).code());
        assertEquals(List.of("jane", "get", "/apis"), e.problems().get(0).arguments());
    }

    @Test
    public void unknownTypeIsLookedUpOnceMore() {
        ObjectRef widget = new ObjectRef("example.com/v1", "Widget", "shop", "w");
        cluster.resources();
        server.json(
                "/apis",
                200,
                "{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"example.com\",\"versions\":["
                        + "{\"groupVersion\":\"example.com/v1\",\"version\":\"v1\"}]}]}");
        server.json(
                "/apis/example.com/v1",
                200,
                "{\"resources\":[{\"name\":\"widgets\",\"kind\":\"Widget\",\"namespaced\":true}]}");
        server.json(
                "/apis/example.com/v1/namespaces/shop/widgets/w",
                404,
                "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"details\":{\"name\":\"w\"}}");
        assertEquals(Optional.empty(), cluster.get(widget));
    }

    @Test
    public void unknownTypesAreToldApart() {
        assertUnknown("example.com/v1", "Widget", "api-unknown-kind", "");
        assertUnknown("apps/v1beta1", "Pod", "api-version-not-served", "v1");
        server.json("/apis", 200, GROUPS);
        assertUnknown("example.com/v1", "Widget", "api-unknown-kind-stale", "metrics.k8s.io/v1beta1: stale");
    }

    private void assertUnknown(String apiVersion, String kind, String code, String more) {
        cluster.forgetResources();
        ObjectRef ref = new ObjectRef(apiVersion, kind, "shop", "x");
        ApiException e = assertThrows(ApiException.class, () -> cluster.get(ref));
        assertEquals("kubernetes." + code, e.problems().get(0).code());
        assertEquals(List.of(apiVersion, kind, more), e.problems().get(0).arguments());
        assertEquals(Category.INPUT, e.category());
        assertEquals(404, e.status());
        assertFalse(e.passing());
    }
}
