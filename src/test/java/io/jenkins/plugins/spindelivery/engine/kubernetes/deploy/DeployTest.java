package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Deploys to the real control plane. */
public class DeployTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final DeployOptions DEFAULT =
            new DeployOptions(Check.FULL, false, false, false, false, true, false, 60);
    private static final DeployOptions ROLL_BACK =
            new DeployOptions(Check.FULL, false, false, false, true, true, false, 60);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private DeployBench bench;
    private Cluster cluster;

    @Before
    public void bench() {
        cluster = LIVE.cluster();
        bench = new DeployBench(LIVE, "deploy", folder.getRoot().toPath());
    }

    private static String deployment(String image, String configMap) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - name: web
                        image: %s
                        envFrom: [{configMapRef: {name: %s}}]
                """
                .formatted(image, configMap);
    }

    private static String configMap(String value) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app, annotations: {strategy.spinnaker.io/max-version-history: '2'}}
                data: {key: %s}
                ---
                """
                .formatted(value);
    }

    private static List<String> actions(DeployResult result) {
        return result.objects().stream()
                .map(object -> object.kind() + " " + object.name() + " "
                        + object.action().word() + " " + object.status())
                .toList();
    }

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }

    @Test
    public void deploysInOrderAndWaitsUntilStable() {
        DeployResult result = bench.deploy(DEFAULT, deployment("web:1", "app") + "---\n" + configMap("one"));
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(List.of("ConfigMap app-v000 created stable", "Deployment web created stable"), actions(result));
        ObjectNode live = bench.live("apps/v1", "Deployment", "web");
        assertEquals(2, live.path("status").path("readyReplicas").asInt());
        assertEquals(
                "app-v000",
                live.at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                        .asText());
        assertEquals(
                List.of("kubernetes/configMap app v000", "kubernetes/deployment web "),
                result.artifacts().stream()
                        .map(a -> a.type() + " " + a.name() + " " + a.version())
                        .toList());
    }

    @Test
    public void theSameAgainChangesNothingAndReusesTheVersion() {
        String yaml = deployment("web:1", "app") + "---\n" + configMap("one");
        bench.deploy(DEFAULT, yaml);
        DeployResult again = bench.deploy(DEFAULT, yaml);
        assertEquals(List.of("ConfigMap app-v000 unchanged stable", "Deployment web unchanged stable"), actions(again));
        String before = resourceVersion("apps/v1", "Deployment", "web");
        bench.deploy(DEFAULT, yaml);
        assertEquals(before, resourceVersion("apps/v1", "Deployment", "web"));
    }

    private String resourceVersion(String apiVersion, String kind, String name) {
        return bench.live(apiVersion, kind, name)
                .at("/metadata/resourceVersion")
                .asText();
    }

    @Test
    public void changedDataGivesTheNextVersionAndHistoryIsKept() {
        for (String value : List.of("one", "two", "three")) {
            assertEquals(
                    Status.SUCCEEDED,
                    bench.deploy(DEFAULT, deployment("web:1", "app") + "---\n" + configMap(value))
                            .status());
        }
        assertFalse(bench.exists("v1", "ConfigMap", "app-v000"));
        assertTrue(bench.exists("v1", "ConfigMap", "app-v001"));
        assertTrue(bench.exists("v1", "ConfigMap", "app-v002"));
        DeployResult old = bench.deploy(DEFAULT, deployment("web:1", "app") + "---\n" + configMap("two"));
        assertEquals("ConfigMap app-v001 unchanged stable", actions(old).get(0));
        assertEquals(
                "app-v001",
                bench.live("apps/v1", "Deployment", "web")
                        .at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                        .asText());
    }

    @Test
    public void historyKeepsAVersionThatAWorkloadStillMentions() {
        bench.deploy(DEFAULT, deployment("web:1", "app") + "---\n" + configMap("one"));
        for (String value : List.of("two", "three", "four")) {
            bench.deploy(DEFAULT, configMap(value));
        }
        assertTrue("mentioned by web", bench.exists("v1", "ConfigMap", "app-v000"));
        assertFalse(bench.exists("v1", "ConfigMap", "app-v001"));
        assertTrue(bench.exists("v1", "ConfigMap", "app-v003"));
    }

    @Test
    public void aDryRunWritesNothing() {
        DeployOptions dryRun = new DeployOptions(Check.FULL, true, false, false, false, true, false, 60);
        DeployResult result = bench.deploy(dryRun, deployment("web:1", "app") + "---\n" + configMap("one"));
        assertEquals(Status.SUCCEEDED, result.status());
        assertEquals(List.of("ConfigMap app-v000 created unknown", "Deployment web created unknown"), actions(result));
        assertFalse(bench.exists("v1", "ConfigMap", "app-v000"));
        assertFalse(bench.exists("apps/v1", "Deployment", "web"));
    }

    @Test
    public void whatTheServerRefusesIsFoundBeforeAnythingIsWritten() {
        DeployResult result = bench.deploy(
                DEFAULT, configMap("one") + deployment("web:1", "app").replace("replicas: 2", "replicas: -2"));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(List.of("kubernetes.api-invalid"), codes(result.errors()));
        assertFalse(bench.exists("v1", "ConfigMap", "app-v000"));
    }

    @Test
    public void aMisspeltFieldIsRefusedByName() {
        DeployResult result = bench.deploy(DEFAULT, deployment("web:1", "app").replace("replicas: 2", "replica: 2"));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(List.of("kubernetes.api-unknown-field-near"), codes(result.errors()));
        assertTrue(result.errors().get(0).message().contains("spec.replica"));
    }

    @Test
    public void anImageThatNeverGetsReadyFailsFastAndRollsBack() {
        bench.deploy(DEFAULT, deployment("web:1", "app") + "---\n" + configMap("one"));
        DeployResult bad = bench.deploy(ROLL_BACK, deployment("web:2-crash", "app") + "---\n" + configMap("two"));
        assertEquals(Status.FAILED, bad.status());
        assertTrue(bad.errors().toString(), bad.errors().get(0).message().contains("web"));
        assertTrue("fails before the timeout", bad.durationMillis() < 30_000);
        ObjectNode live = bench.live("apps/v1", "Deployment", "web");
        assertEquals("web:1", live.at("/spec/template/spec/containers/0/image").asText());
        assertEquals(2, live.at("/status/readyReplicas").asInt());
        assertFalse("made by this deploy", bench.exists("v1", "ConfigMap", "app-v001"));
        assertTrue(bench.exists("v1", "ConfigMap", "app-v000"));
        assertTrue(bench.events().stream()
                .anyMatch(e -> e instanceof Event.Diagnosed d && !d.log().isEmpty()));
        assertEquals(
                List.of("ConfigMap app-v001 deleted", "Deployment web configured"),
                bad.objects().stream()
                        .map(o -> o.kind() + " " + o.name() + " " + o.action().word())
                        .toList());
    }

    @Test
    public void anAutoscalersReplicasAreKeptAndOursAreSentAgain() {
        String yaml = deployment("web:1", "app")
                .replace(
                        "{name: web}", "{name: web, annotations: {strategy.spinnaker.io/use-source-capacity: 'true'}}");
        bench.deploy(DEFAULT, yaml);
        ObjectNode scale = bench.live("apps/v1", "Deployment", "web");
        cluster.patch(
                ObjectRef.of(scale),
                "application/merge-patch+json",
                scale.objectNode().set("spec", scale.objectNode().put("replicas", 3)),
                new WriteOptions("somebody", false, false));
        DeployResult result = bench.deploy(DEFAULT, yaml.replace("web:1", "web:2"));
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        ObjectNode live = bench.live("apps/v1", "Deployment", "web");
        assertEquals(3, live.at("/spec/replicas").asInt());
        assertEquals("web:2", live.at("/spec/template/spec/containers/0/image").asText());
    }

    @Test
    public void someoneElsesFieldIsAConflictUnlessForced() {
        bench.deploy(
                DEFAULT,
                configMap("one")
                        .replace("name: app,", "name: app,")
                        .replace("annotations: {", "annotations: {strategy.spinnaker.io/versioned: 'false', "));
        ObjectNode live = bench.live("v1", "ConfigMap", "app");
        cluster.patch(
                ObjectRef.of(live),
                "application/merge-patch+json",
                live.objectNode().set("data", live.objectNode().put("key", "theirs")),
                new WriteOptions("somebody", false, false));
        String yaml =
                configMap("two").replace("annotations: {", "annotations: {strategy.spinnaker.io/versioned: 'false', ");
        DeployResult refused = bench.deploy(DEFAULT, yaml);
        assertEquals(Status.REFUSED, refused.status());
        assertEquals(List.of("kubernetes.api-conflict-fields"), codes(refused.errors()));
        assertTrue(refused.errors().get(0).message().contains("somebody"));
        DeployOptions force = new DeployOptions(Check.FULL, false, true, false, false, true, false, 60);
        assertEquals(Status.SUCCEEDED, bench.deploy(force, yaml).status());
        assertEquals("two", bench.live("v1", "ConfigMap", "app").at("/data/key").asText());
    }

    @Test
    public void pruneDeletesWhatTheApplicationNoLongerHas() {
        PreparationOptions shop =
                PreparationOptions.builder().application("shop").build();
        String plain = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, annotations: "
                + "{strategy.spinnaker.io/versioned: 'false'}}\n---\n";
        bench.deploy(DEFAULT, shop, plain.formatted("a") + plain.formatted("b"));
        bench.deploy(DEFAULT, PreparationOptions.builder().application("other").build(), plain.formatted("c"));
        DeployOptions prune = new DeployOptions(Check.FULL, false, false, true, false, true, false, 60);
        DeployResult result = bench.deploy(prune, shop, plain.formatted("a"));
        assertEquals(List.of("ConfigMap a unchanged stable", "ConfigMap b deleted stable"), actions(result));
        assertFalse(bench.exists("v1", "ConfigMap", "b"));
        assertTrue("of another application", bench.exists("v1", "ConfigMap", "c"));
        int listed = bench.events()
                .indexOf(new Event.PruneListed(List.of(new ObjectRef("v1", "ConfigMap", bench.namespace(), "b"))));
        int deleted = bench.events()
                .indexOf(new Event.ObjectChanged(
                        new ObjectRef("v1", "ConfigMap", bench.namespace(), "b"), Action.DELETED));
        assertTrue("listed first", listed >= 0 && listed < deleted);
    }

    @Test
    public void customResourcesMayComeWithTheirDefinition() {
        String group = bench.namespace() + ".example.com";
        String crd =
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: databases.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {plural: databases, singular: database, kind: Database}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
                """
                        .formatted(group);
        String database =
                "---\napiVersion: %s/v1\nkind: Database\nmetadata: {name: main}\nspec: {size: 3}\n".formatted(group);
        DeployResult result = bench.deploy(DEFAULT, crd + database);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                3,
                bench.live(group + "/v1", "Database", "main").at("/spec/size").asInt());
        assertEquals(List.of("kubernetes.deploy-check-deferred"), codes(result.warnings()));
        cluster.delete(
                new ObjectRef("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "databases." + group),
                io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions.DEFAULT);
    }

    @Test
    public void generatedNamesAreCreatedOnce() {
        String job =
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {generateName: migrate-}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: 'migrate:1'}]}}}
                """;
        DeployResult result = bench.deploy(DEFAULT, job);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
        assertTrue(result.objects().get(0).name().matches("migrate-[a-z0-9]{5}"));
        assertEquals(
                1,
                cluster.list(cluster.resources().find("batch/v1", "Job").orElseThrow(), bench.namespace(), "")
                        .size());
    }

    @Test
    public void recreateDeletesAndCreates() {
        String job =
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate, annotations: {strategy.spinnaker.io/recreate: 'true'}}
                spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: 'migrate:1'}]}}}
                """;
        bench.deploy(DEFAULT, job);
        JsonNode uid = bench.live("batch/v1", "Job", "migrate").at("/metadata/uid");
        DeployResult again = bench.deploy(DEFAULT, job.replace("migrate:1", "migrate:2"));
        assertEquals(again.errors().toString(), Status.SUCCEEDED, again.status());
        ObjectNode live = bench.live("batch/v1", "Job", "migrate");
        assertFalse(uid.equals(live.at("/metadata/uid")));
        assertEquals(
                "migrate:2", live.at("/spec/template/spec/containers/0/image").asText());
    }

    @Test
    public void anEarlierResultIsBoundLater() {
        DeployResult first = bench.deploy(DEFAULT, configMap("one"));
        List<Artifact> artifacts = first.artifacts();
        PreparationOptions later =
                PreparationOptions.builder().optionalArtifacts(artifacts).build();
        bench.deploy(DEFAULT, later, deployment("web:1", "app"));
        assertEquals(
                "app-v000",
                bench.live("apps/v1", "Deployment", "web")
                        .at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                        .asText());
    }

    @Test
    public void aMissingNamespaceIsNamedWithItsObject() {
        DeployResult result =
                bench.deploy(DEFAULT, configMap("one").replace("name: app,", "name: app, namespace: nowhere,"));
        assertEquals(Status.REFUSED, result.status());
        assertEquals(List.of("kubernetes.deploy-namespace-missing"), codes(result.errors()));
        assertEquals("ConfigMap nowhere/app-v000", result.errors().get(0).where());
    }

    @Test
    public void aSecretThatIsNotBase64IsRefusedWithoutItsValue() {
        DeployResult result = bench.deploy(
                DEFAULT, "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {password: hunter_2}\n");
        assertEquals(Status.REFUSED, result.status());
        assertEquals(List.of("kubernetes.api-secret-not-base64"), codes(result.errors()));
        assertFalse(result.toString().contains("hunter"));
        assertEquals("test.yaml:4", result.errors().get(0).where());
    }

    @Test
    public void anApiVersionThatIsGoneIsMovedOnOrRefused() {
        String old = deployment("web:1", "app").replace("apps/v1", "apps/v1beta1");
        DeployOptions strict = new DeployOptions(Check.FULL, false, false, false, false, true, true, 60);
        assertEquals(Status.REFUSED, bench.deploy(strict, old).status());
        DeployResult moved = bench.deploy(DEFAULT, old);
        assertEquals(Status.SUCCEEDED, moved.status());
        assertEquals(1, moved.warnings().size());
        assertTrue(moved.warnings().get(0).code().startsWith("kubernetes.version-moved"));
        assertEquals(
                1,
                bench.live("apps/v1", "Deployment", "web").at("/spec/replicas").asInt() - 1);
    }
}
