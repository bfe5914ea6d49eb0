package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.MortalCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Remains;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Rolls whole deploys back that have ended, on the real control plane. */
public class DeployRollbackTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final DeployOptions OPTIONS = DeployOptions.DEFAULT;

    /** A ConfigMap of which one version is kept, a Secret, a Deployment that uses them, and with the first a Service. */
    private static String shop(String version, boolean service) {
        String extra = service
                ? """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {ports: [{port: 80}]}
                """
                : "";
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: conf, annotations: {strategy.spinnaker.io/max-version-history: "1"}}
                data: {key: "%1$s"}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: login, annotations: {strategy.spinnaker.io/versioned: "false"}}
                stringData: {password: "%1$s"}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - {name: web, image: "web:%1$s", envFrom: [{configMapRef: {name: conf}}]}
                """
                        .formatted(version)
                + extra;
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DeployBench bench() {
        try {
            // Preparations go side by side.
            return new DeployBench(
                    LIVE, "rollback", Files.createTempDirectory(folder.getRoot().toPath(), "bench"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RollbackPoint deploy(DeployBench bench, String yaml) {
        DeployResult result = bench.deploy(OPTIONS, yaml);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertNotNull(result.before());
        // As it is kept.
        return RollbackPoint.read(result.before().write(), "");
    }

    private DeployResult rollBack(RollbackPoint point, boolean force) {
        try {
            OperationFile file = OperationRunner.file(
                    Files.createTempDirectory(folder.getRoot().toPath(), "rollback"));
            OperationContext context = new OperationContext(
                    Clock.systemUTC(), LIVE.executor(), EventSink.NONE, account -> LIVE.cluster(), file);
            DeployRollbackState first =
                    DeployRollback.start(new DeployRollbackRequest("test", force, true, 60), point, context);
            return OperationRunner.run(new DeployRollback(), first, context, file, state -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode live(DeployBench bench, String apiVersion, String kind, String name) {
        return LIVE.cluster()
                .get(new ObjectRef(apiVersion, kind, bench.namespace(), name))
                .<JsonNode>map(object -> object)
                .orElse(null);
    }

    private static List<String> codes(DeployResult result) {
        return result.errors().stream().map(Problem::code).toList();
    }

    private static List<String> told(DeployResult result) {
        return result.objects().stream()
                .map(object -> object.kind() + " " + object.name() + " "
                        + object.action().word() + " " + object.status())
                .toList();
    }

    @Test
    public void everythingGoesBackTheDeletedVersionToo() {
        DeployBench bench = bench();
        deploy(bench, shop("1", false));
        RollbackPoint point = deploy(bench, shop("2", true));
        assertNull("history has deleted it", live(bench, "v1", "ConfigMap", "conf-v000"));
        DeployResult result = rollBack(point, false);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                List.of(
                        "ConfigMap conf-v000 created stable",
                        "ConfigMap conf-v001 deleted stable",
                        "Secret login rolledBack stable",
                        "Service web deleted stable",
                        "Deployment web rolledBack stable"),
                told(result));
        JsonNode web = live(bench, "apps/v1", "Deployment", "web");
        assertEquals("web:1", web.at("/spec/template/spec/containers/0/image").asText());
        assertEquals(
                "conf-v000",
                web.at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                        .asText());
        assertEquals(
                "1", live(bench, "v1", "ConfigMap", "conf-v000").at("/data/key").asText());
        assertEquals(
                "MQ==",
                live(bench, "v1", "Secret", "login").at("/data/password").asText());
        assertNull(live(bench, "v1", "Service", "web"));
        assertNull(live(bench, "v1", "ConfigMap", "conf-v001"));
        assertNull("a rollback is no deploy", result.before());
    }

    @Test
    public void whatSomebodyHasMadeAgainIsTheirs() {
        DeployBench bench = bench();
        deploy(bench, shop("1", false));
        RollbackPoint point = deploy(bench, shop("2", false));
        ObjectNode theirs = JsonNodeFactory.instance.objectNode();
        theirs.put("apiVersion", "v1").put("kind", "ConfigMap");
        theirs.putObject("metadata").put("name", "conf-v000").put("namespace", bench.namespace());
        theirs.putObject("data").put("key", "theirs");
        LIVE.cluster().apply(theirs, new WriteOptions("somebody", false, false));
        DeployResult refused = rollBack(point, false);
        assertEquals(List.of("kubernetes.rollback-there-again"), codes(refused));
        assertEquals(Status.REFUSED, refused.status());
        assertEquals(
                "theirs",
                live(bench, "v1", "ConfigMap", "conf-v000").at("/data/key").asText());
        DeployResult forced = rollBack(point, true);
        assertEquals(forced.errors().toString(), Status.SUCCEEDED, forced.status());
        assertEquals(
                "1", live(bench, "v1", "ConfigMap", "conf-v000").at("/data/key").asText());
    }

    @Test
    public void afterALaterDeployItIsRefusedUnlessForced() {
        DeployBench bench = bench();
        deploy(bench, shop("1", false).replace("max-version-history: \"1\"", "max-version-history: \"9\""));
        RollbackPoint point =
                deploy(bench, shop("2", false).replace("max-version-history: \"1\"", "max-version-history: \"9\""));
        deploy(bench, shop("3", false).replace("max-version-history: \"1\"", "max-version-history: \"9\""));
        DeployResult refused = rollBack(point, false);
        assertEquals(Status.REFUSED, refused.status());
        assertEquals(List.of("kubernetes.rollback-changed", "kubernetes.rollback-changed"), codes(refused));
        assertEquals(
                "web:3",
                live(bench, "apps/v1", "Deployment", "web")
                        .at("/spec/template/spec/containers/0/image")
                        .asText());
        DeployResult forced = rollBack(point, true);
        assertEquals(forced.errors().toString(), Status.SUCCEEDED, forced.status());
        assertEquals(
                "web:1",
                live(bench, "apps/v1", "Deployment", "web")
                        .at("/spec/template/spec/containers/0/image")
                        .asText());
    }

    @Test
    public void aVersionThatIsGoneForGoodIsNamedBeforeTheFirstWrite() {
        DeployBench bench = bench();
        deploy(bench, shop("1", false));
        RollbackPoint point =
                deploy(bench, shop("2", false).replace("max-version-history: \"1\"", "max-version-history: \"9\""));
        LIVE.cluster()
                .delete(
                        new ObjectRef("v1", "ConfigMap", bench.namespace(), "conf-v000"),
                        new DeleteOptions("Background", null, null, false));
        DeployResult refused = rollBack(point, true);
        assertEquals(Status.REFUSED, refused.status());
        assertEquals(List.of("kubernetes.rollback-missing"), codes(refused));
        assertTrue(refused.errors().get(0).message().contains("conf-v000"));
        assertEquals(
                "web:2",
                live(bench, "apps/v1", "Deployment", "web")
                        .at("/spec/template/spec/containers/0/image")
                        .asText());
    }

    /** An autoscaler's number is no change of what was deployed. */
    @Test
    public void scalingSinceThenIsNoObstacle() {
        DeployBench bench = bench();
        deploy(bench, shop("1", false));
        RollbackPoint point = deploy(bench, shop("2", false));
        LIVE.testCluster()
                .api()
                .patch(
                        "/apis/apps/v1/namespaces/" + bench.namespace() + "/deployments/web/scale",
                        "{\"spec\": {\"replicas\": 2}}");
        assertEquals(Status.SUCCEEDED, rollBack(point, false).status());
    }

    @Test
    public void aFirstDeployLeavesNothing() {
        DeployBench bench = bench();
        RollbackPoint point = deploy(bench, shop("1", true));
        DeployResult result = rollBack(point, false);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertNull(live(bench, "apps/v1", "Deployment", "web"));
        assertNull(live(bench, "v1", "ConfigMap", "conf-v000"));
    }

    @Test
    public void whatChangedNothingHasNoPoint() {
        DeployBench bench = bench();
        deploy(bench, shop("1", false));
        assertNull(bench.deploy(OPTIONS, shop("1", false)).before());
        assertNull(bench.deploy(OPTIONS.withDryRun(true), shop("2", false)).before());
    }

    @Test
    public void thePointTellsNothingByAccident() {
        DeployBench bench = bench();
        RollbackPoint point = deploy(bench, shop("1", false));
        assertFalse(point.toString().contains("password"));
        assertFalse(point.plan().prune().toString().contains("password"));
    }

    /** The deploy that goes back is made in each place anew. */
    private final class Rollbacks implements Scenario<DeployRollbackState, DeployResult> {
        @Override
        public Trial<DeployRollbackState, DeployResult> prepare() {
            DeployBench bench = bench();
            deploy(bench, shop("1", false));
            return new Run(bench.namespace(), deploy(bench, shop("2", true)));
        }
    }

    private record Run(String namespace, RollbackPoint point)
            implements Scenario.Trial<DeployRollbackState, DeployResult> {
        @Override
        public DeployRollback operation() {
            return new DeployRollback();
        }

        @Override
        public OperationContext context(Clock clock, BlobStore blobs, Life life) {
            Cluster cluster = MortalCluster.of(LIVE.cluster(), life);
            return new OperationContext(clock, LIVE.executor(), EventSink.NONE, account -> cluster, blobs);
        }

        @Override
        public DeployRollbackState begin(OperationContext context) {
            return DeployRollback.start(new DeployRollbackRequest("test", false, true, 60), point, context);
        }

        @Override
        public String outcome(DeployResult result) {
            return Remains.of(
                    LIVE.cluster(),
                    namespace,
                    Remains.told(result.status(), result.objects(), result.errors(), result.warnings()));
        }
    }

    @Test
    public void itSurvivesEverywhere() {
        String outcome = new ResumeProperty(folder.getRoot().toPath()).survives(new Rollbacks());
        assertTrue(outcome, outcome.startsWith("succeeded\nConfigMap NAMESPACE/conf-v000 created stable\n"));
        assertTrue(outcome, outcome.contains("Deployment NAMESPACE/web rolledBack stable"));
    }

    @Test
    public void aCancelChangesNothingOrPutsEverythingBack() {
        List<String> outcomes = new ResumeProperty(folder.getRoot().toPath()).survivesWhileCancelling(new Rollbacks());
        assertTrue(outcomes.get(0), outcomes.get(0).startsWith("cancelled\n---"));
    }
}
