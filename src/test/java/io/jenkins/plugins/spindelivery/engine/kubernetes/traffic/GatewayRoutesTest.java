package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.InterferingCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Shares of the requests of a route, on the real control plane with the kind of the Gateway API. */
public class GatewayRoutesTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final ObjectMapper JSON = new ObjectMapper();

    private String namespace;
    private Cluster cluster;

    @BeforeClass
    public static void theGatewayApi() {
        GatewayApi.install(LIVE.cluster());
    }

    @Before
    public void aNamespace() {
        cluster = LIVE.cluster();
        namespace = LIVE.testCluster().newNamespace("routes");
    }

    private void route(String rules) {
        tree(
                """
                {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
                 "metadata": {"name": "web", "namespace": "%s"}, "spec": {"rules": %s}}"""
                        .formatted(namespace, rules));
    }

    private void tree(String json) {
        cluster.apply(parse(json), new WriteOptions("somebody", true, false));
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ObjectNode live() {
        return cluster.get(new ObjectRef("gateway.networking.k8s.io/v1", "HTTPRoute", namespace, "web"))
                .orElseThrow();
    }

    /** The backends of all rules, such as {@code web 90, web-canary 10; other}. */
    private String backends() {
        List<String> rules = new ArrayList<>();
        live().at("/spec/rules").forEach(rule -> {
            List<String> backends = new ArrayList<>();
            rule.path("backendRefs")
                    .forEach(backend -> backends.add((backend.path("name").asText() + " "
                                    + backend.path("weight").asText())
                            .strip()));
            rules.add(String.join(", ", backends));
        });
        return String.join("; ", rules);
    }

    private RouteSplit plan(Integer... percents) {
        return new GatewayRoutes(cluster).plan(namespace, "web", "web", "web-canary", List.of(percents));
    }

    private String refusal(Integer... percents) {
        ProblemException refused = assertThrows(ProblemException.class, () -> plan(percents));
        return refused.problems().get(0).code();
    }

    private static final String TWO_RULES =
            """
            [{"matches": [{"path": {"type": "PathPrefix", "value": "/api"}}],
              "backendRefs": [{"name": "web", "port": 80}]},
             {"backendRefs": [{"name": "other", "port": 80}]}]""";

    @Test
    public void aShareIsSetChangedAndTakenBack() {
        route(TWO_RULES);
        ObjectNode before = live();
        GatewayRoutes routes = new GatewayRoutes(cluster);
        RouteSplit split = plan(10);
        assertEquals("planning writes nothing", before, live());
        routes.share(split, 10);
        assertEquals("web 90, web-canary 10; other", backends());
        assertEquals(80, live().at("/spec/rules/0/backendRefs/1/port").asInt());
        routes.share(split, 50);
        assertEquals("web 50, web-canary 50; other", backends());
        routes.restore(split);
        assertEquals(before.path("spec"), live().path("spec"));
    }

    @Test
    public void repeatingWritesNothing() {
        route(TWO_RULES);
        GatewayRoutes routes = new GatewayRoutes(cluster);
        RouteSplit split = plan(10);
        routes.share(split, 10);
        ObjectNode shared = live();
        routes.share(split, 10);
        assertEquals(shared, live());
        routes.restore(split);
        ObjectNode restored = live();
        routes.restore(split);
        assertEquals(restored, live());
    }

    @Test
    public void otherBackendsKeepTheirPartAndACanaryThatWasThereKeepsItsEntry() {
        route(
                """
                [{"name": "main", "backendRefs": [{"name": "web", "port": 80, "weight": 60},
                  {"name": "web-canary", "port": 80, "weight": 0}, {"name": "beta", "port": 80, "weight": 40}]}]""");
        ObjectNode before = live();
        RouteSplit split = plan(50);
        GatewayRoutes routes = new GatewayRoutes(cluster);
        routes.share(split, 50);
        assertEquals("web 30, web-canary 30, beta 40", backends());
        routes.restore(split);
        assertEquals(before.path("spec"), live().path("spec"));
    }

    @Test
    public void whatSomebodyElseChangesMeanwhileStays() {
        route(TWO_RULES);
        GatewayRoutes routes = new GatewayRoutes(cluster);
        RouteSplit split = plan(20);
        routes.share(split, 20);
        // A new rule in front, a filter in ours, another backend in the other.
        route(
                """
                [{"matches": [{"path": {"type": "Exact", "value": "/health"}}],
                  "backendRefs": [{"name": "health", "port": 80}]},
                 {"matches": [{"path": {"type": "PathPrefix", "value": "/api"}}], "timeouts": {"request": "5s"},
                  "backendRefs": [{"name": "web", "port": 80, "weight": 80},
                                  {"name": "web-canary", "port": 80, "weight": 20}]},
                 {"backendRefs": [{"name": "another", "port": 80}]}]""");
        routes.restore(split);
        assertEquals("health; web; another", backends());
        assertEquals("5s", live().at("/spec/rules/1/timeouts/request").asText());
        assertFalse(live().at("/spec/rules/1/backendRefs/0").has("weight"));
    }

    @Test
    public void aRuleThatMatchesSomethingElseByNowIsFoundByItsCanary() {
        route(TWO_RULES);
        GatewayRoutes routes = new GatewayRoutes(cluster);
        RouteSplit split = plan(20);
        routes.share(split, 20);
        route(
                """
                [{"matches": [{"path": {"type": "PathPrefix", "value": "/v2"}}],
                  "backendRefs": [{"name": "web", "port": 80, "weight": 80},
                                  {"name": "web-canary", "port": 80, "weight": 20}]}]""");
        routes.restore(split);
        assertEquals("web", backends());
    }

    /** Whoever owns the route applies it again, and meets no conflict with what a canary did for a while. */
    @Test
    public void nothingIsOwnedInTheEnd() {
        route(TWO_RULES);
        GatewayRoutes routes = new GatewayRoutes(cluster);
        RouteSplit split = plan(20);
        routes.share(split, 20);
        routes.restore(split);
        ObjectNode changed = parse(
                """
                {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
                 "metadata": {"name": "web", "namespace": "%s"},
                 "spec": {"rules": [{"backendRefs": [{"name": "web", "port": 8080}]}]}}"""
                        .formatted(namespace));
        cluster.apply(changed, new WriteOptions("somebody", false, false));
        assertEquals(8080, live().at("/spec/rules/0/backendRefs/0/port").asInt());
        assertFalse(live().at("/metadata/managedFields").toString().contains(GatewayRoutes.FIELD_MANAGER));
    }

    @Test
    public void somebodyFasterIsWaitedFor() {
        route(TWO_RULES);
        RouteSplit split = plan(10);
        Cluster real = cluster;
        int[] races = {0};
        InterferingCluster racing = (method, arguments) -> {
            if (method.equals("patch") && races[0]++ < 2) {
                ObjectNode label = JSON.createObjectNode();
                label.putObject("metadata").putObject("labels").put("race", "n" + races[0]);
                real.patch(split.route(), "application/merge-patch+json", label, WriteOptions.DEFAULT);
            }
            return Optional.empty();
        };
        new GatewayRoutes(racing.around(real)).share(split, 10);
        assertEquals("web 90, web-canary 10; other", backends());
        assertEquals(3, races[0]);
        assertEquals("n2", live().at("/metadata/labels/race").asText());
    }

    @Test
    public void aRouteThatIsGoneNeedsNoRestoring() {
        route(TWO_RULES);
        RouteSplit split = plan(10);
        cluster.delete(split.route(), io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions.DEFAULT);
        new GatewayRoutes(cluster).restore(split);
        ProblemException gone = assertThrows(ProblemException.class, () -> new GatewayRoutes(cluster).share(split, 10));
        assertEquals("kubernetes.traffic-route-missing", gone.problems().get(0).code());
    }

    @Test
    public void whatCanNotBeSharedIsRefusedBeforeAnythingIsWritten() {
        assertEquals("kubernetes.traffic-route-missing", refusal(10));
        route("[{\"backendRefs\": [{\"name\": \"other\", \"port\": 80}]}]");
        assertEquals("kubernetes.traffic-route-elsewhere", refusal(10));
        route("""
                [{"backendRefs": [{"name": "web", "port": 80}, {"name": "web", "port": 81}]}]""");
        assertEquals("kubernetes.traffic-route-twice", refusal(10));
        route("""
                [{"backendRefs": [{"name": "web", "port": 80}, {"name": "other", "port": 80}]}]""");
        assertEquals("kubernetes.traffic-route-coarse", refusal(10));
        assertEquals("kubernetes.traffic-route-percent", refusal(101));
        InterferingCluster without =
                (method, arguments) -> method.equals("may") ? Optional.of(false) : Optional.empty();
        Cluster real = cluster;
        cluster = without.around(real);
        assertEquals("kubernetes.traffic-forbidden", refusal(0));
        cluster = real;
    }

    @Test
    public void aSplitSurvivesBeingSaved() throws IOException {
        route(TWO_RULES);
        RouteSplit split = plan(10);
        ObjectMapper mapper = StateMapper.create();
        assertEquals(split, mapper.readValue(mapper.writeValueAsBytes(split), RouteSplit.class));
    }
}
