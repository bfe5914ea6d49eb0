package io.jenkins.plugins.spindelivery.engine.canary.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Classification;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Authorization;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricQuery;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceSpec;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceTypes;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary.ConfigFile;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Canaries on a real control plane, measured by a source that says what the test wants. */
public class CanaryTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Event> events = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    private String open(String name) throws IOException {
        return Shop.open(LIVE, name, folder.newFolder().toPath());
    }

    private CanaryResult run(CanaryRequest request, String yaml, MetricSource source, Function<Gate, GateAnswer> body)
            throws IOException {
        CanaryDriver driver = new CanaryDriver(account -> LIVE.cluster(), LIVE.executor(), source, body, events);
        return driver.run(
                request, Shop.manifests(yaml), Shop.CONFIG, folder.newFolder().toPath());
    }

    private CanaryResult run(CanaryRequest request, String yaml, MetricSource source) throws IOException {
        return run(request, yaml, source, gate -> null);
    }

    private static JsonNode get(String namespace, String path) {
        return LIVE.testCluster().api().get("/apis/apps/v1/namespaces/" + namespace + path);
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        LIVE.testCluster()
                .api()
                .get(path)
                .path("items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    private static void onlyProductionIsLeft(String namespace) {
        assertEquals(List.of("web"), names("/apis/apps/v1/namespaces/" + namespace + "/deployments"));
        assertEquals(List.of("web"), names("/api/v1/namespaces/" + namespace + "/services"));
        assertEquals(
                List.of("kube-root-ca.crt", "settings-v000"), names("/api/v1/namespaces/" + namespace + "/configmaps"));
    }

    /** One query whose variable has no value, and one that is right. */
    private static final ConfigFile WRONG_QUERY = Shop.config(
            """
            {"name": "shop", "metrics": [
               {"name": "errors", "groups": ["web"], "query": {"type": "prometheus",
                 "customInlineTemplate": "PromQL:errors{pod=\\"${pod}\\"}"},
                "analysisConfigurations": {"canary": {"direction": "increase"}}},
               {"name": "latency", "groups": ["web"], "query": {"type": "prometheus",
                 "customInlineTemplate": "PromQL:latency{workload=\\"${scope}\\"}"},
                "analysisConfigurations": {"canary": {"direction": "increase"}}}]}
            """);

    @Test
    public void aWrongQueryIsRefusedBeforeAnythingIsWritten() throws IOException {
        String namespace = open("canary-query");
        MetricSourceSpec spec = new MetricSourceSpec(
                "metrics", "prometheus", "http://127.0.0.1:1", Authorization.NONE, "", 8, Duration.ofSeconds(1));
        CanaryDriver driver = new CanaryDriver(
                account -> LIVE.cluster(),
                LIVE.executor(),
                MetricSourceTypes.open(spec, HttpClient.newBuilder()),
                gate -> null,
                events);
        CanaryResult result = driver.run(
                Shop.measured(namespace),
                Shop.manifests(Shop.next("web:2", "red")),
                WRONG_QUERY,
                folder.newFolder().toPath());
        assertEquals(Status.REFUSED, result.status());
        assertEquals(Category.INPUT, result.category());
        assertEquals(
                List.of("canary.query-variable"),
                result.errors().stream().map(Problem::code).toList());
        assertEquals("errors", result.errors().get(0).where());
        assertTrue(events.toString(), events.stream().noneMatch(Event.ObjectChanged.class::isInstance));
        assertEquals(List.of(), result.objects());
        onlyProductionIsLeft(namespace);
    }

    private void isRefused(String namespace, CanaryRequest request, ConfigFile config, String code) throws IOException {
        MetricSource prometheus = MetricSourceTypes.open(
                MetricSourceSpec.of("metrics", "prometheus", "http://127.0.0.1:9"), HttpClient.newBuilder());
        CanaryDriver driver =
                new CanaryDriver(account -> LIVE.cluster(), LIVE.executor(), prometheus, gate -> null, events);
        CanaryResult result = driver.run(
                request,
                Shop.manifests(Shop.next("web:2", "red")),
                config,
                folder.newFolder().toPath());
        assertEquals(List.of(code), result.errors().stream().map(Problem::code).toList());
        assertEquals(Status.REFUSED, result.status());
        assertFalse(events.toString(), events.stream().anyMatch(Event.ObjectChanged.class::isInstance));
        onlyProductionIsLeft(namespace);
    }

    @Test
    public void whatIsInAQueryToNoEffectIsToldOnceBeforeAnythingIsWritten() throws IOException {
        String namespace = open("canary-idle");
        Problem idle = Problem.of("canary.query-resource-type-ignored", "errors", "k8s_pod");
        List<String> asked = new ArrayList<>();
        MetricSource inner = ScriptedSource.factor(1);
        MetricSource source = new MetricSource() {
            @Override
            public List<Outcome<Series>> fetch(List<MetricQuery> queries, Executor executor) {
                return inner.fetch(queries, executor);
            }

            @Override
            public List<Problem> check(MetricQuery query) {
                asked.add(query.scope().scope() + " in " + query.scope().location());
                return List.of(idle);
            }
        };
        CanaryResult result = run(Shop.measured(namespace), Shop.next("web:2", "red"), source);
        assertEquals(List.of("web-baseline in " + namespace, "web-canary in " + namespace), asked);
        assertEquals(1, result.warnings().stream().filter(idle::equals).count());
        int told = events.indexOf(new Event.Warned(idle));
        assertEquals(told, events.lastIndexOf(new Event.Warned(idle)));
        int written = events.indexOf(events.stream()
                .filter(Event.ObjectChanged.class::isInstance)
                .findFirst()
                .orElseThrow());
        assertTrue(told + " before " + written, told >= 0 && told < written);
    }

    @Test
    public void whatCanNotWorkIsFoundBeforeAnythingIsDeployed() throws IOException {
        String namespace = open("canary-refused");
        CanaryRequest request = Shop.measured(namespace);
        String text = new String(Shop.CONFIG.content(), UTF_8);
        isRefused(namespace, request, Shop.config(text.replace("${scope}", "${scop}")), "canary.query-variable-near");
        CanaryRequest hours =
                new CanaryRequest(request.deploy(), 1, List.of("web"), "", null, null, Shop.analysis(0), 12_000, false);
        isRefused(namespace, hours, Shop.CONFIG, "canary.query-too-many-points");
        CanaryRequest selected =
                new CanaryRequest(request.deploy(), 1, List.of("web"), "app=web-canary", null, null, null, 1, false);
        isRefused(namespace, selected, ConfigFile.NONE, "canary.label-selected");
    }

    @Test
    public void aGoodVersionPassesAndNothingIsLeft() throws IOException {
        String namespace = open("canary-good");
        String before = get(namespace, "/deployments/web")
                .at("/metadata/resourceVersion")
                .asText();
        ScriptedSource source = ScriptedSource.factor(1);
        CanaryResult result = run(Shop.measured(namespace), Shop.next("web:2", "red"), source);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(Verdict.PASS, result.verdict());
        assertEquals(100, result.score(), 0);
        assertEquals(1, result.intervals().size());
        assertEquals("web-canary", result.name());
        assertEquals("web-baseline", result.baseline());
        assertEquals("spin-delivery.jenkins.io/canary=web", result.label());
        assertEquals(
                List.of(
                        "ConfigMap settings-v001 deleted",
                        "Deployment web-canary deleted",
                        "Deployment web-baseline deleted"),
                result.objects().stream()
                        .map(object -> object.kind() + " " + object.name() + " "
                                + object.action().word())
                        .toList());
        onlyProductionIsLeft(namespace);
        assertEquals(
                "production was not touched",
                before,
                get(namespace, "/deployments/web")
                        .at("/metadata/resourceVersion")
                        .asText());
        assertEquals(
                List.of("web-baseline", "web-canary"),
                source.asked().stream().map(query -> query.scope().scope()).toList());
        MetricQuery first = source.asked().get(0);
        assertEquals(namespace, first.scope().location());
        assertEquals(
                1000,
                Duration.between(first.scope().start(), first.scope().end()).toMillis());
    }

    @Test
    public void aBadVersionIsStoppedWithinOneIntervalAlthoughSomethingRunsBesideIt() throws IOException {
        String namespace = open("canary-bad");
        CanaryRequest base = Shop.measured(namespace);
        CanaryRequest request = new CanaryRequest(
                base.deploy(), 1, base.services(), "", base.baseline(), null, Shop.analysis(1), 3600, true);
        CanaryResult result = run(request, Shop.next("web:2", "red"), ScriptedSource.factor(9));
        assertEquals(Status.FAILED, result.status());
        assertEquals(Verdict.FAIL, result.verdict());
        assertEquals(1, result.intervals().size());
        assertEquals(Classification.HIGH, result.judged().metrics().get(0).classification());
        assertEquals("canary.score-failed", result.errors().get(0).code());
        String why = result.errors().get(0).message();
        assertTrue(why, why.startsWith("The score is 0.00, not above 50.00. errors High"));
        onlyProductionIsLeft(namespace);
        long judged =
                events.stream().filter(Event.CanaryJudged.class::isInstance).count();
        assertEquals(1, judged);
    }

    @Test
    public void thePodsAreBehindTheServiceAndNobodyElsesSelectorTakesThem() throws IOException {
        String namespace = open("canary-pods");
        CanaryRequest base = Shop.measured(namespace);
        CanaryRequest request = new CanaryRequest(
                base.deploy(), 2, List.of("web"), "track=canary", base.baseline(), null, null, 0, true);
        CanaryResult result = run(request, Shop.next("web:2", "red"), ScriptedSource.factor(1), gate -> {
            look(namespace);
            seen.add(Map.copyOf(gate.variables()).get("SPIN_CANARY_NAME"));
            return new GateAnswer(gate.id(), true, "");
        });
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(Verdict.PASS, result.verdict());
        assertNull(result.score());
        assertEquals(
                List.of(
                        "web-baseline 2 web:1 {track=canary, spin-delivery.jenkins.io/canary-role=baseline}",
                        "web-canary 2 web:2 {track=canary, spin-delivery.jenkins.io/canary-role=canary}",
                        "web-canary"),
                seen);
        onlyProductionIsLeft(namespace);
    }

    private void look(String namespace) {
        for (String side : List.of("baseline", "canary")) {
            JsonNode live = get(namespace, "/deployments/web-" + side);
            ObjectNode selector = (ObjectNode) live.at("/spec/selector/matchLabels");
            assertEquals("web", live.at("/spec/template/metadata/labels/app").asText());
            assertEquals(2, live.at("/status/readyReplicas").asInt());
            seen.add("web-" + side + " " + live.at("/spec/replicas").asInt() + " "
                    + live.at("/spec/template/spec/containers/0/image").asText() + " {track="
                    + selector.path("track").asText() + ", " + Workloads.ROLE + "="
                    + selector.path(Workloads.ROLE).asText() + "}");
            assertEquals(2, selector.size());
        }
        assertEquals(
                2,
                get(namespace, "/deployments/web").at("/status/readyReplicas").asInt());
    }

    @Test
    public void aFailedBlockFailsTheCanary() throws IOException {
        String namespace = open("canary-block");
        CanaryRequest base = Shop.measured(namespace);
        CanaryRequest request = new CanaryRequest(base.deploy(), 1, List.of(), "", null, null, null, 0, true);
        CanaryResult result = run(
                request,
                Shop.next("web:2", "red"),
                ScriptedSource.factor(1),
                gate -> new GateAnswer(gate.id(), false, "smoke test 3"));
        assertEquals(Status.FAILED, result.status());
        assertEquals(Verdict.FAIL, result.verdict());
        assertEquals(
                "What ran beside the canary failed: smoke test 3",
                result.errors().get(0).message());
        onlyProductionIsLeft(namespace);
    }

    @Test
    public void aCanaryThatBreaksWhileSomethingStillRunsBesideItEnds() throws IOException {
        String namespace = open("canary-breaks");
        CanaryRequest base = Shop.measured(namespace);
        CanaryRequest request = new CanaryRequest(base.deploy(), 1, List.of(), "", null, null, null, 3600, true);
        boolean[] begun = {false};
        CanaryResult result = run(request, Shop.next("web:2", "red"), ScriptedSource.factor(1), gate -> {
            if (!begun[0]) {
                begun[0] = true;
                LIVE.testCluster().api().delete("/apis/apps/v1/namespaces/" + namespace + "/deployments/web-canary");
            }
            return null;
        });
        assertEquals(Status.FAILED, result.status());
        assertEquals(Verdict.FAIL, result.verdict());
        assertEquals("kubernetes.watched-gone", result.errors().get(0).code());
        onlyProductionIsLeft(namespace);
    }

    @Test
    public void aCanaryThatDoesNotComeUpIsTakenAwayAtOnce() throws IOException {
        String namespace = open("canary-crash");
        CanaryResult result = run(Shop.measured(namespace), Shop.next("web:2-crash", "red"), ScriptedSource.factor(1));
        assertEquals(Status.FAILED, result.status());
        assertNull(result.verdict());
        assertEquals("kubernetes.deploy-object-failed", result.errors().get(0).code());
        onlyProductionIsLeft(namespace);
    }

    @Test
    public void whatProductionHasMeanwhileComeToUseStays() throws IOException {
        String namespace = open("canary-used");
        CanaryRequest base = Shop.measured(namespace);
        CanaryRequest request = new CanaryRequest(base.deploy(), 1, List.of(), "", null, null, null, 0, true);
        CanaryResult result = run(request, Shop.next("web:2", "red"), ScriptedSource.factor(1), gate -> {
            deployNext(namespace);
            return new GateAnswer(gate.id(), true, "");
        });
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                "kubernetes.deploy-version-in-use", result.warnings().get(0).code());
        assertTrue(names("/api/v1/namespaces/" + namespace + "/configmaps").contains("settings-v001"));
        assertEquals(List.of("web"), names("/apis/apps/v1/namespaces/" + namespace + "/deployments"));
    }

    private void deployNext(String namespace) {
        try {
            Shop.deploy(
                    LIVE,
                    namespace,
                    Shop.next("web:2", "red"),
                    folder.newFolder().toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void whatWouldChangeProductionIsRefusedBeforeAnythingIsWritten() throws IOException {
        String namespace = open("canary-change");
        String changed = Shop.next("web:2", "red")
                + "---\n{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{name: http, port: 81}],"
                + " selector: {app: web}}}";
        CanaryResult result = run(Shop.measured(namespace), changed, ScriptedSource.factor(1));
        assertEquals(Status.REFUSED, result.status());
        assertEquals("canary.changes-production", result.errors().get(0).code());
        assertEquals("Service " + namespace + "/web", result.errors().get(0).where());
        onlyProductionIsLeft(namespace);
    }

    @Test
    public void aSecondCanaryOfTheSameNameIsRefused() throws IOException {
        String namespace = open("canary-twice");
        String left = Shop.next("web:2", "blue").replace("name: web\n", "name: web-canary\n");
        Shop.deploy(
                LIVE,
                namespace,
                left.replace("app: web}", "app: other}"),
                folder.newFolder().toPath());
        CanaryResult result = run(Shop.measured(namespace), Shop.next("web:2", "red"), ScriptedSource.factor(1));
        assertEquals(Status.REFUSED, result.status());
        assertEquals("canary.there-already", result.errors().get(0).code());
        assertEquals(
                "Deployment " + namespace + "/web-canary",
                result.errors().get(0).where());
        assertEquals(List.of("web", "web-canary"), names("/apis/apps/v1/namespaces/" + namespace + "/deployments"));
    }

    @Test
    public void whatIsNotThereIsToldTogether() throws IOException {
        String namespace = open("canary-missing");
        CanaryRequest base = Shop.measured(namespace);
        CanaryRequest request = new CanaryRequest(
                base.deploy(),
                1,
                List.of("shop"),
                "",
                new CanaryRequest.Baseline("shop"),
                null,
                Shop.analysis(1),
                1,
                false);
        CanaryResult result = run(request, Shop.next("web:2", "red"), ScriptedSource.factor(1));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(
                List.of("canary.service-missing", "canary.baseline-missing"),
                result.errors().stream().map(error -> error.code()).toList());
        onlyProductionIsLeft(namespace);
    }
}
