package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.MortalCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ServerFields;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ManagedFields;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.write.YamlWriter;
import io.jenkins.plugins.spindelivery.engine.operation.CrashingRunner;
import io.jenkins.plugins.spindelivery.engine.operation.CrashingRunner.Run;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/**
 * The property that every operation has: its process may die after any step and in the middle of any move, after the
 * server acted and before that was saved, and what comes of it is the same, nothing twice and nothing left over.
 */
public class ResumeTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final List<String> KINDS =
            List.of("v1 ConfigMap", "v1 Secret", "v1 Service", "apps/v1 Deployment", "batch/v1 Job");
    private static final String CLUSTER_OWN = "kube-root-ca.crt";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private int count;

    /** Makes one run in a namespace of its own; {@code crashes} at a step and {@code dies} in the middle of a move. */
    private interface Scenario {
        Outcome run(String namespace, int crashes, int dies);
    }

    /**
     * What a run has left.
     *
     * @param told the result, without what differs from run to run
     * @param live the namespace's objects, likewise
     * @param steps of the run
     * @param writes that the cluster was sent
     */
    private record Outcome(List<String> told, Map<String, String> live, int steps, int writes) {}

    private void survives(Scenario scenario) {
        Outcome calm = scenario.run(namespace(), -1, 0);
        assertTrue("the run has steps and writes", calm.steps() > 2 && calm.writes() > 0);
        for (int step = 0; step < calm.steps(); step++) {
            same("the outcome of step " + step + " is lost", calm, scenario.run(namespace(), step, 0));
        }
        for (int write = 1; write <= calm.writes(); write++) {
            same("the answer to write " + write + " is lost", calm, scenario.run(namespace(), -1, write));
        }
    }

    private static void same(String when, Outcome calm, Outcome stormy) {
        assertEquals(when, String.join("\n", calm.told()), String.join("\n", stormy.told()));
        assertEquals(when, calm.live().keySet(), stormy.live().keySet());
        calm.live()
                .forEach((name, object) ->
                        assertEquals(when, object, stormy.live().get(name)));
    }

    private static String namespace() {
        return LIVE.testCluster().newNamespace("resume");
    }

    private Outcome deploy(DeployOptions options, String yaml, String namespace, int crashes, int dies) {
        MortalCluster mortal = new MortalCluster(LIVE.cluster(), dies);
        OperationFile file = OperationRunner.file(folder.getRoot().toPath().resolve("run-" + count++));
        OperationContext context = context(mortal.cluster(), file);
        List<Manifest> manifests = ManifestReader.read("test.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT);
        DeployRequest request =
                new DeployRequest("test", PreparationOptions.DEFAULTS.withNamespace(namespace), options);
        Run<DeployResult> run =
                CrashingRunner.run(new Deploy(), Deploy.start(request, manifests, context), context, file, crashes);
        DeployResult result = run.result();
        List<String> told = told(result.status(), result.objects(), result.errors(), result.warnings());
        result.artifacts().forEach(artifact -> told.add(artifact.toString()));
        return outcome(told, namespace, run.steps(), mortal.writes());
    }

    private static OperationContext context(Cluster cluster, OperationFile file) {
        return new OperationContext(Clock.systemUTC(), LIVE.executor(), EventSink.NONE, account -> cluster, file);
    }

    private static List<String> told(
            DeployResult.Status status, List<ObjectOutcome> objects, List<Problem> errors, List<Problem> warnings) {
        List<String> told = new ArrayList<>();
        told.add(status.word());
        objects.forEach(object -> told.add(object.ref() + " " + object.action() + " " + object.status()));
        errors.forEach(error -> told.add("error " + error.code() + " " + error.where()));
        warnings.forEach(warning -> told.add("warning " + warning.code() + " " + warning.where()));
        return told;
    }

    private static Outcome outcome(List<String> told, String namespace, int steps, int writes) {
        Cluster cluster = LIVE.cluster();
        Map<String, String> live = new java.util.TreeMap<>();
        for (String type : KINDS) {
            String[] parts = type.split(" ");
            cluster.list(cluster.resources().find(parts[0], parts[1]).orElseThrow(), namespace, "").stream()
                    .filter(object -> !object.at("/metadata/name").asText().equals(CLUSTER_OWN))
                    .filter(object -> !object.at("/metadata").has("deletionTimestamp"))
                    .forEach(object -> {
                        String name =
                                parts[1] + " " + object.at("/metadata/name").asText();
                        live.put(plain(name, namespace), plain(shown(object), namespace));
                    });
        }
        return new Outcome(told.stream().map(line -> plain(line, namespace)).toList(), live, steps, writes);
    }

    /** The whole object with its owners, without what the server alone decides. */
    private static String shown(ObjectNode object) {
        ObjectNode shown = ServerFields.removedFrom(object);
        if (shown.get("spec") instanceof ObjectNode spec) {
            spec.remove(List.of("clusterIP", "clusterIPs"));
        }
        shown.put(
                "owners",
                ManagedFields.of(object).entries().stream()
                        .filter(entry -> entry.manager().equals("spin-delivery"))
                        .map(entry -> entry.manager() + " " + entry.operation())
                        .sorted()
                        .toList()
                        .toString());
        return YamlWriter.write(shown);
    }

    private static String plain(String text, String namespace) {
        return text.replace(namespace, "NAMESPACE")
                .replaceAll("migrate-[a-z0-9]{5}\\b", "migrate-NAME")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID")
                .replace("'UID'", "UID");
    }

    private static DeployOptions options(boolean rollback) {
        return new DeployOptions(Check.FULL, false, false, false, rollback, true, false, 60);
    }

    private static String service(String image, String value) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app, annotations: {strategy.spinnaker.io/max-version-history: '1'}}
                data: {key: %2$s}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: key}
                stringData: {password: %2$s}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}, ports: [{port: 80}]}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, annotations: {strategy.spinnaker.io/use-source-capacity: 'true'}}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - {name: web, image: '%1$s', envFrom: [{configMapRef: {name: app}}, {secretRef: {name: key}}]}
                """
                .formatted(image, value);
    }

    private static String job(String metadata, String image) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {%s}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: '%s'}]}}}
                """
                .formatted(metadata, image);
    }

    @Test
    public void aServiceWithVersionsAndHistory() {
        survives((namespace, crashes, dies) -> {
            deploy(options(false), service("web:1", "one"), namespace, -1, 0);
            return deploy(options(false), service("web:2", "two"), namespace, crashes, dies);
        });
    }

    @Test
    public void aRollback() {
        survives((namespace, crashes, dies) -> {
            deploy(options(true), service("web:1", "one"), namespace, -1, 0);
            return deploy(options(true), service("web:2-pullfail", "two"), namespace, crashes, dies);
        });
    }

    @Test
    public void aRollbackToNothing() {
        survives((namespace, crashes, dies) ->
                deploy(options(true), service("web:1-pullfail", "one"), namespace, crashes, dies));
    }

    @Test
    public void aGeneratedName() {
        survives((namespace, crashes, dies) ->
                deploy(options(false), job("generateName: migrate-", "migrate:1"), namespace, crashes, dies));
    }

    /** Of the same content, so that only this deploy knows that it was made anew. */
    @Test
    public void aRecreation() {
        String recreate =
                "annotations: {strategy.spinnaker.io/versioned: 'false', strategy.spinnaker.io/recreate: 'true'}";
        String yaml = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, " + recreate
                + "}\ndata: {key: value}\n---\n" + job("name: import, " + recreate, "import:1");
        survives((namespace, crashes, dies) -> {
            deploy(options(false), yaml, namespace, -1, 0);
            return deploy(options(false), yaml, namespace, crashes, dies);
        });
    }

    @Test
    public void aRecreationThatIsRolledBack() {
        survivesARollbackOf("recreate");
    }

    @Test
    public void aReplacementThatIsRolledBack() {
        survivesARollbackOf("replace");
    }

    private void survivesARollbackOf(String strategy) {
        String settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, annotations: "
                + "{strategy.spinnaker.io/versioned: 'false', strategy.spinnaker.io/" + strategy
                + ": 'true'}}\ndata: {%s}\n---\n";
        survives((namespace, crashes, dies) -> {
            deploy(options(true), settings.formatted("a: '1', b: '1'"), namespace, -1, 0);
            String bad = job("name: import", "import:1-pullfail");
            return deploy(options(true), settings.formatted("a: '2', c: '2'") + bad, namespace, crashes, dies);
        });
    }

    @Test
    public void aDelete() {
        survives((namespace, crashes, dies) -> {
            deploy(options(false), service("web:1", "one"), namespace, -1, 0);
            MortalCluster mortal = new MortalCluster(LIVE.cluster(), dies);
            OperationFile file = OperationRunner.file(folder.getRoot().toPath().resolve("run-" + count++));
            OperationContext context = context(mortal.cluster(), file);
            DeleteRequest request = new DeleteRequest(
                    "test",
                    List.of("Deployment", "Service", "Secret"),
                    "",
                    "app.kubernetes.io/managed-by=spinnaker",
                    namespace,
                    null,
                    null,
                    false,
                    true,
                    60);
            Run<DeleteResult> run =
                    CrashingRunner.run(new Delete(), Delete.start(request, context), context, file, crashes);
            DeleteResult result = run.result();
            List<String> told = told(result.status(), result.objects(), result.errors(), result.warnings());
            return outcome(told, namespace, run.steps(), mortal.writes());
        });
    }
}
