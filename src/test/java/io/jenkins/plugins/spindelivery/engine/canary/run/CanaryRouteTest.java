package io.jenkins.plugins.spindelivery.engine.canary.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest.Route;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.GatewayApi;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Canaries that get a share of a route: what the objects say while they run and afterwards. */
public class CanaryRouteTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> seen = new ArrayList<>();
    private String namespace;

    @BeforeClass
    public static void theGatewayApi() {
        GatewayApi.install(LIVE.cluster());
    }

    @Before
    public void aRouteToTheShop() throws IOException {
        namespace = Shop.open(LIVE, "canary-route", folder.newFolder().toPath());
        ObjectNode route = (ObjectNode) new ObjectMapper()
                .readTree(
                        """
                        {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
                         "metadata": {"name": "shop", "namespace": "%s"},
                         "spec": {"rules": [{"backendRefs": [{"name": "web", "port": 80}]}]}}"""
                                .formatted(namespace));
        LIVE.cluster().apply(route, new WriteOptions("somebody", true, false));
    }

    private JsonNode rules() {
        return LIVE.cluster()
                .get(new ObjectRef("gateway.networking.k8s.io/v1", "HTTPRoute", namespace, "shop"))
                .orElseThrow()
                .at("/spec/rules");
    }

    private CanaryResult run(String route, int weight) throws IOException {
        CanaryRequest base = Shop.measured(namespace);
        CanaryRequest request = new CanaryRequest(
                base.deploy(), 1, List.of("web"), "", base.baseline(), new Route(route, weight), null, 0, true);
        CanaryDriver driver = new CanaryDriver(
                account -> LIVE.cluster(),
                LIVE.executor(),
                ScriptedSource.factor(1),
                gate -> {
                    look();
                    return new GateAnswer(gate.id(), true, "");
                },
                new ArrayList<>());
        return driver.run(
                request,
                Shop.manifests(Shop.next("web:2", "red")),
                Shop.CONFIG,
                folder.newFolder().toPath());
    }

    private void look() {
        rules().at("/0/backendRefs")
                .forEach(backend -> seen.add(backend.path("name").asText() + " "
                        + backend.path("weight").asInt()));
        JsonNode service = LIVE.testCluster().api().get("/api/v1/namespaces/" + namespace + "/services/web-canary");
        seen.add("selects " + service.at("/spec/selector"));
        JsonNode pods = LIVE.testCluster()
                .api()
                .get("/api/v1/namespaces/" + namespace + "/pods?labelSelector=spin-delivery.jenkins.io/canary=web");
        assertEquals(2, pods.path("items").size());
        pods.path("items")
                .forEach(pod -> assertFalse(
                        "production's Service does not reach it",
                        pod.at("/metadata/labels").has("app")));
    }

    @Test
    public void theRouteIsSharedWhileTheCanaryRunsAndThenGivenBack() throws IOException {
        JsonNode before = rules();
        CanaryResult result = run("shop", 20);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(Verdict.PASS, result.verdict());
        assertEquals(List.of("web 80", "web-canary 20", "selects {\"spin-delivery.jenkins.io/canary\":\"web\"}"), seen);
        assertEquals(before, rules());
        JsonNode services = LIVE.testCluster().api().get("/api/v1/namespaces/" + namespace + "/services");
        assertEquals(1, services.path("items").size());
    }

    @Test
    public void aRouteThatIsNotThereIsRefusedBeforeAnythingIsWritten() throws IOException {
        CanaryResult result = run("other", 20);
        assertEquals(Status.REFUSED, result.status());
        assertEquals("kubernetes.traffic-route-missing", result.errors().get(0).code());
        assertEquals(List.of(), seen);
        assertEquals(List.of(), result.objects());
    }
}
