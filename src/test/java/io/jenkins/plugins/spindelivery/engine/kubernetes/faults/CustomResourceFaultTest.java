package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.testcluster.ClusterApi;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Custom resources whose definition is missing, refused, in the way, or deleted by somebody in the middle. */
public class CustomResourceFaultTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private static final String DEFERRED =
            "kubernetes.deploy-check-deferred | Teapot NS/main: It could only be checked by its"
                    + " structure: it depends on something of the same request. The server checks it once that is there, before it"
                    + " is written.";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private RuleBench bench;
    private String group;

    /** No other test has it, so that none is taken for it. */
    private String kind;

    private String plural;

    @Before
    public void bench() {
        bench = new RuleBench(LIVE, "custom", folder.getRoot().toPath());
        group = bench.namespace() + ".example.com";
        String id = bench.namespace().substring(bench.namespace().lastIndexOf('-') + 1);
        kind = "Z"
                + id.chars()
                        .mapToObj(digit -> Character.toString('k' + Character.digit(digit, 16)))
                        .collect(Collectors.joining());
        plural = kind.toLowerCase(Locale.ROOT) + "s";
    }

    @After
    public void removeDefinitions() {
        bench.api().delete(DEFINITIONS + "/pots." + group);
        removeDefinition();
    }

    /** Before the kind is announced it can't be withdrawn, and after that it has to be, everywhere. */
    private void removeDefinition() {
        String path = DEFINITIONS + "/" + plural + "." + group;
        if (bench.api().get(path).isMissingNode()) {
            return;
        }
        Until.reached("the kind is announced", this::isAnnounced);
        bench.api().delete(path);
        bench.api().await(path, JsonNode::isMissingNode);
        Until.reached(
                "the kind is gone",
                () -> !isAnnounced() && send("GET", teapots()).text().contains("page not found"));
    }

    private boolean isAnnounced() {
        return bench.api().get("/apis").toString().contains("\"" + group + "\"");
    }

    private ClusterApi.Answer send(String method, String path) {
        return bench.api().send(method, path, ClusterApi.JSON_TYPE, "");
    }

    /** What was told, with Teapot for the kind. */
    private List<String> told(List<Problem> problems) {
        return bench.told(problems).stream().map(this::masked).toList();
    }

    private String masked(String text) {
        return text.replace(plural, "teapots").replace(kind, "Teapot").replace(bench.namespace(), "NS");
    }

    private List<String> outcomes(List<ObjectOutcome> objects) {
        return RuleBench.outcomes(objects).stream().map(this::masked).toList();
    }

    private String teapots() {
        return bench.path(group + "/v1/" + plural);
    }

    /** Teapots have a size of 5 at most and a status of their own. JSON, and so YAML. */
    private String definition(String name) {
        return """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"%2$s.%1$s"},
                 "spec":{"group":"%1$s","scope":"Namespaced","names":{"plural":"%2$s","kind":"%3$s"},"versions":[
                  {"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
                   "schema":{"openAPIV3Schema":{"type":"object","properties":{
                    "spec":{"type":"object","properties":{"size":{"type":"integer","maximum":5}}},
                    "status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}
                ---
                """
                .formatted(group, name, kind);
    }

    private String teapot(String spec) {
        return "apiVersion: " + group + "/v1\nkind: " + kind + "\nmetadata: {name: main}\nspec: {" + spec + "}\n---\n";
    }

    private JsonNode live() {
        return bench.live(group + "/v1/" + plural, "main");
    }

    private void assertRefused(DeployResult result, Category category, String told) {
        assertEquals(List.of(told), told(result.errors()));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(category, result.category());
    }

    private static boolean begins(Event event, Phase phase) {
        return event instanceof Event.PhaseStarted started && started.phase() == phase;
    }

    @Test
    public void aKindThatNobodyServesIsNamedWithTheLikeliestOnes() {
        assertRefused(
                bench.deploy(teapot("size: 1")),
                Category.INPUT,
                "kubernetes.version-kind-unknown | test.yaml:1: The cluster knows no kind Teapot (NS.example.com/v1), so"
                        + " Teapot main can't be deployed. Is the kind spelt right, and is its CustomResourceDefinition"
                        + " installed?");
        assertRefused(
                bench.deploy("kind: Deploymint\napiVersion: apps/v1\nmetadata: {name: web}\n"),
                Category.INPUT,
                "kubernetes.version-kind-similar | test.yaml:1: The cluster knows no kind Deploymint (apps/v1), so"
                        + " Deploymint web can't be deployed. Did you mean Deployment (apps/v1)?");
    }

    /** A connection may be days old. */
    @Test
    public void aDefinitionThatSomebodyInstallsIsKnownToTheNextDeploy() {
        assertEquals(Status.REFUSED, bench.deploy(teapot("size: 1")).status());
        bench.api().create(DEFINITIONS, definition(plural).replace("---", ""));
        Until.reached("the kind is served", () -> send("GET", teapots()).code() == 200);
        DeployResult result = bench.deploy(teapot("size: 1"));
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(Status.SUCCEEDED, bench.delete(kind, "main").status());
    }

    @Test
    public void whatTheSchemaRefusesIsFoundOnceTheDefinitionIsThere() {
        DeployResult together = bench.rollingBack().deploy(teapot("size: 9") + definition(plural));
        String told =
                "kubernetes.api-invalid | Teapot NS/main: The server finds this manifest invalid: spec.size: Invalid"
                        + " value: 9: spec.size in body should be less than or equal to 5";
        assertEquals(List.of(told), told(together.errors()));
        assertEquals(List.of(DEFERRED), told(together.warnings()));
        assertEquals(Status.FAILED, together.status());
        assertEquals(Category.REFUSED, together.category());
        assertEquals(
                "the definition is taken back",
                List.of(
                        "CustomResourceDefinition teapots.NS.example.com deleted stable",
                        "Teapot main skipped unknown"),
                outcomes(together.objects()));
    }

    @Test
    public void aMisspeltFieldOfACustomResourceIsNamedWithTheOneThatWasMeant() {
        assertEquals(Status.SUCCEEDED, bench.deploy(definition(plural)).status());
        // The server publishes schemas a moment after it serves the kind.
        bench.api().await("/openapi/v3", index -> index.path("paths").has("apis/" + group + "/v1"));
        assertRefused(
                bench.deploy(teapot("sise: 1")),
                Category.INPUT,
                "kubernetes.api-unknown-field-near | Teapot NS/main: Teapot has no field spec.sise. Did you mean spec.size?");
    }

    @Test
    public void aDefinitionWhoseNamesAreTakenEndsTheWaitForItsKind() {
        assertEquals(Status.SUCCEEDED, bench.deploy(definition(plural)).status());
        DeployResult result = bench.deploy(definition("pots") + teapot("size: 1"));
        assertEquals(
                List.of("kubernetes.deploy-object-failed | CustomResourceDefinition pots.NS.example.com: The API server"
                        + " refuses its names. ListKindConflict: \"TeapotList\" is already in use"),
                told(result.errors()));
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.FAILED, result.category());
        assertTrue("not at the timeout", result.durationMillis() < 30_000);
        assertTrue(live().isMissingNode());
    }

    @Test
    public void aKindThatWentBeforeTheDeployIsToldAsMissing() {
        assertEquals(
                Status.SUCCEEDED,
                bench.deploy(definition(plural) + teapot("size: 1")).status());
        removeDefinition();
        assertRefused(
                bench.deploy(teapot("size: 2")),
                Category.INPUT,
                "kubernetes.version-kind-unknown | test.yaml:1: The cluster knows no kind Teapot (NS.example.com/v1), so"
                        + " Teapot main can't be deployed. Is the kind spelt right, and is its CustomResourceDefinition"
                        + " installed?");
        assertEquals(
                List.of(
                        "kubernetes.api-kind-gone | Teapot NS/main: The cluster no longer serves the kind Teapot (apiVersion"
                                + " NS.example.com/v1), which it did a moment ago. Did somebody delete its"
                                + " CustomResourceDefinition? All objects of the kind go with it."),
                told(bench.retried()));
        assertEquals(
                List.of("集群不再提供类型 Teapot（apiVersion NS.example.com/v1），而刚才还提供。是否有人删除了它的"
                        + " CustomResourceDefinition？该类型的所有对象会随之删除。"),
                bench.inChinese(bench.retried()).stream().map(this::masked).toList());
        DeployResult both = bench.deploy(definition(plural) + teapot("size: 2"));
        assertEquals(both.errors().toString(), Status.SUCCEEDED, both.status());
        assertEquals(2, live().at("/spec/size").asInt());
    }

    @Test
    public void aKindThatGoesBeforeTheWriteStopsTheDeploy() {
        bench.deploy(definition(plural) + teapot("size: 1"));
        bench.when(event -> begins(event, Phase.APPLY), this::removeDefinition);
        assertRefused(
                bench.deploy(teapot("size: 2")),
                Category.INPUT,
                "kubernetes.api-unknown-kind | Teapot NS/main: This cluster serves no kind Teapot (apiVersion"
                        + " NS.example.com/v1). Check the spelling; a custom resource needs its CustomResourceDefinition"
                        + " first.");
    }

    @Test
    public void aKindThatGoesDuringTheWaitTakesItsObjectsAlong() {
        bench.deploy(definition(plural) + teapot("size: 1"));
        String path = teapots() + "/main/status";
        bench.api()
                .patch(
                        path,
                        "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\",\"reason\":\"Heating\"}]}}");
        bench.whenWaiting(this::removeDefinition);
        DeployResult result = bench.deploy(teapot("size: 2"));
        assertEquals(
                List.of(
                        "kubernetes.deploy-object-gone | Teapot NS/main: Somebody deleted it while the deploy was waiting for"
                                + " it. Find out who, and deploy again."),
                told(result.errors()));
        assertEquals(Status.FAILED, result.status());
        assertEquals(Category.FAILED, result.category());
    }

    @Test
    public void aKindThatGoesDuringADeleteHasLeftNothingToDelete() {
        bench.deploy(definition(plural) + teapot("size: 1"));
        bench.when(event -> begins(event, Phase.DELETE), this::removeDefinition);
        DeleteResult result = bench.delete(kind, "main");
        assertEquals(List.of(), told(result.errors()));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(List.of("Teapot main deleted stable"), outcomes(result.objects()));
        DeleteResult again = bench.delete(kind, "main");
        assertEquals(
                List.of("kubernetes.delete-unknown-kind | This cluster serves no kind Teapot. Check the spelling."),
                told(again.errors()));
    }

    /** The definition waits for its last object, and takes no new one meanwhile. */
    @Test
    public void aKindThatIsOnItsWayOutTakesNothingNew() {
        String held = teapot("size: 1").replace("name: main", "name: main, finalizers: [example.com/hold]");
        bench.deploy(definition(plural) + held);
        bench.api().delete(DEFINITIONS + "/" + plural + "." + group);
        try {
            bench.api()
                    .await(teapots() + "/main", found -> found.path("metadata").has("deletionTimestamp"));
            DeployResult result = bench.deploy(teapot("size: 1").replace("name: main", "name: other"));
            assertRefused(
                    result,
                    Category.REFUSED,
                    "kubernetes.api-refused | Teapot NS/other: The server does not admit this object:"
                            + " teapots.NS.example.com \"other\" is forbidden: create not allowed while custom resource"
                            + " definition is terminating");
            assertFalse(bench.exists(group + "/v1/" + plural, "other"));
        } finally {
            bench.api().patch(teapots() + "/main", "{\"metadata\":{\"finalizers\":null}}");
        }
    }
}
