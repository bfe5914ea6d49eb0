package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import static io.jenkins.plugins.spindelivery.engine.pipeline.stage.MappingStub.json;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class ManifestStagesTest {
    private final MappingStub mapping = new MappingStub();

    @Test
    public void aDeployTakesItsManifestsFromItself() {
        assertCall(
                """
                {"type": "deployManifest", "name": "Deploy", "account": "test", "cloudProvider": "kubernetes", "source": "text",
                 "manifests": [{"kind": "ConfigMap"}], "moniker": {"app": "shop"}, "skipExpressionEvaluation": true,
                 "manifestArtifactId": null, "namespaceOverride": "",
                 "trafficManagement": {"enabled": true, "options": {"enableTraffic": true, "services": ["service web"], "strategy": "redblack"}}}
                """,
                "spinDeploy",
                """
                {"account": "test", "manifest": [{"kind": "ConfigMap"}], "application": "shop", "skipExpressions": true,
                 "services": ["service web"], "trafficStrategy": "redBlack"}
                """);
        assertEquals(List.of(), mapping.codes());
    }

    @Test
    public void aDeployTakesItsManifestsFromAnArtifact() {
        mapping.artifacts.put("a1", json("{\"type\": \"http/file\", \"reference\": \"https://cmdb/web.yaml\"}"));
        mapping.artifacts.put("b2", json("{\"type\": \"embedded/base64\", \"reference\": \"a2luZDogSm9i\"}"));
        mapping.artifacts.put("c3", json("{\"type\": \"docker/image\", \"reference\": \"reg/web:1.5\"}"));
        assertCall(
                """
                {"type": "deployManifest", "account": "test", "source": "artifact", "manifestArtifactId": "a1",
                 "manifestArtifactAccount": "cmdb", "requiredArtifactIds": ["c3"], "manifests": []}
                """,
                "spinDeploy",
                """
                {"account": "test", "artifact": "https://cmdb/web.yaml", "artifactAccount": "cmdb",
                 "requiredArtifacts": [{"type": "docker/image", "name": "reg/web", "version": "1.5", "reference": "reg/web:1.5"}]}
                """);
        assertCall(
                "{'type': 'deployManifest', 'account': 'test', 'source': 'artifact', 'manifestArtifactId': 'b2'}",
                "spinDeploy",
                "{'account': 'test', 'manifest': 'kind: Job'}");
        assertCall(
                """
                {"type": "deployManifest", "account": "test", "manifestArtifact":
                  {"type": "s3/object", "reference": "s3://conf/web.yaml", "artifactAccount": "aws-test"}}
                """,
                "spinDeploy",
                "{'account': 'test', 'artifact': 's3://conf/web.yaml', 'artifactAccount': 'aws-test'}");
        assertEquals(List.of(), mapping.codes());
    }

    @Test
    public void whatADeployCantDoIsSaid() {
        calls("{'type': 'deployManifest', 'account': '', 'source': 'artifact', 'manifestArtifactId': 'none'}");
        calls("{'type': 'deployManifest', 'account': 'x', 'cloudProvider': 'cloudfoundry', 'manifests': [{'a': 1}]}");
        calls("{'type': 'deployManifest', 'account': 'x', 'manifests': [{'a': 1}], 'enableArtifactBinding': false,"
                + "'labelSelectors': {'selectors': [{'key': 'a', 'kind': 'EXISTS'}]}}");
        assertEquals(
                List.of(
                        "stage-field-missing",
                        "stage-artifact-unknown",
                        "stage-provider",
                        "stage-deploy-selectors",
                        "stage-deploy-binding"),
                mapping.codes());
    }

    @Test
    public void theThreeModesOfATarget() {
        assertCall(
                "{'type': 'scaleManifest', 'account': 'a', 'mode': 'static', 'location': 'shop', 'replicas': '0',"
                        + "'manifestName': 'deployment web-${ parameters.color }', 'kinds': ['pod'], 'cluster': null}",
                "spinScale",
                "{'account': 'a', 'kinds': 'deployment', 'name': 'web-${ parameters.color }', 'namespace': 'shop', 'replicas': '0'}");
        assertCall(
                "{'type': 'disableManifest', 'account': 'a', 'mode': 'dynamic', 'location': 'shop', 'app': 'shop',"
                        + "'cluster': 'replicaSet web', 'criteria': 'second_newest', 'kind': 'replicaSet'}",
                "spinDisable",
                "{'account': 'a', 'kinds': 'replicaSet', 'criterion': 'second_newest', 'cluster': 'replicaSet web',"
                        + "'application': 'shop', 'namespace': 'shop'}");
        assertCall(
                """
                {"type": "deleteManifest", "account": "a", "mode": "label", "kinds": ["deployment", "service"], "location": "shop",
                 "options": {"cascading": false, "gracePeriodSeconds": 5}, "labelSelectors": {"selectors": [
                  {"key": "app", "kind": "EQUALS", "values": ["web"]}, {"key": "tier", "kind": "NOT_EQUALS", "values": ["db"]},
                  {"key": "env", "kind": "CONTAINS", "values": ["a", "b"]}, {"key": "x", "kind": "NOT_EXISTS"},
                  {"key": "y", "kind": "ANY"}]}}
                """,
                "spinDestroy",
                "{'account': 'a', 'kinds': ['deployment', 'service'], 'labels': 'app=web,tier!=db,env in (a, b),!x',"
                        + "'namespace': 'shop', 'cascading': false, 'gracePeriod': 5}");
        assertEquals(List.of(), mapping.codes());
    }

    @Test
    public void theOtherStages() {
        assertCall(
                "{'type': 'patchManifest', 'account': 'a', 'manifestName': 'service web', 'options': {'mergeStrategy': 'json',"
                        + "'record': true}, 'patchBody': [{'op': 'remove', 'path': '/x'}, {'op': 'test', 'path': '/y'}]}",
                "spinPatch",
                "{'account': 'a', 'kinds': 'service', 'name': 'web', 'patch': [{'op': 'remove', 'path': '/x'},"
                        + "{'op': 'test', 'path': '/y'}], 'strategy': 'json'}");
        assertCall(
                "{'type': 'undoRolloutManifest', 'account': 'a', 'manifestName': 'deployment web', 'numRevisionsBack': 2}",
                "spinRollback",
                "{'account': 'a', 'kinds': 'deployment', 'name': 'web', 'revisionsBack': 2}");
        assertCall(
                "{'type': 'findArtifactFromResource', 'account': 'a', 'manifestName': 'deployment web', 'location': 'x'}",
                "spinFind",
                "{'account': 'a', 'kinds': 'deployment', 'name': 'web', 'namespace': 'x'}");
    }

    @Test
    public void ourOwnFieldsGoFirst() {
        assertCall(
                "{'type': 'deployManifest', 'account': 'a', 'manifests': [{'a': 1}], 'moniker': {'app': 'x'},"
                        + "'spinDelivery': {'rollbackOnFailure': true, 'application': null}}",
                "spinDeploy",
                "{'account': 'a', 'manifest': [{'a': 1}], 'rollbackOnFailure': true}");
    }

    @Test
    public void whatAFormChangesIsWrittenAndNothingElse() {
        ObjectNode stage = json(
                """
                {"type": "scaleManifest", "account": "a", "mode": "static", "manifestName": "deployment web", "replicas": 3, "x": {"y": 1.50}}
                """);
        assertEquals(stage, change(stage, Map.of()));
        assertEquals(stage, change(stage, Map.of("replicas", "3")));
        assertEquals(
                "\"deployment api\"",
                change(stage, Map.of("name", "api")).path("manifestName").toString());
        assertEquals(
                "4", change(stage, Map.of("replicas", "4")).path("replicas").toString());
        assertEquals(
                "{\"wait\":\"false\"}",
                change(stage, Map.of("wait", "false")).path("spinDelivery").toString());
        ObjectNode byLabel = change(stage, Map.of("name", "", "labels", "app=web"));
        assertEquals("label", byLabel.path("mode").asText());
        assertEquals(
                "[{\"key\":\"app\",\"kind\":\"EQUALS\",\"values\":[\"web\"]}]",
                byLabel.at("/labelSelectors/selectors").toString());
        ObjectNode several = change(stage, Map.of("kinds", "deployment,pod"));
        assertEquals("deployment,pod", several.at("/spinDelivery/kinds").asText());
    }

    @Test
    public void anEmbeddedTextOfAFormIsWrittenAsManifests() {
        ObjectNode stage = json("{\"type\": \"deployManifest\", \"account\": \"a\", \"manifests\": [{\"a\": 1}]}");
        ObjectNode written = change(stage, Map.of("manifest", "a: 2\n---\nb: 3\n"));
        assertEquals("[{\"a\":2},{\"b\":3}]", written.path("manifests").toString());
        assertTrue(written.path("spinDelivery").isMissingNode());
        assertEquals(stage, change(stage, Map.of("manifest", "a: 1")));
    }

    @Test
    public void outputsHaveSpinnakersNames() {
        ObjectNode outputs = StageTypes.named("deployManifest")
                .orElseThrow()
                .outputs(
                        json("{}"),
                        List.of(
                                json(
                                        """
                {"artifacts": [{"type": "kubernetes/configMap", "name": "web"}],
                 "objects": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "namespace": "shop", "name": "web-v001"}]}
                """)));
        assertEquals("web", outputs.at("/artifacts/0/name").asText());
        assertEquals(
                "web-v001",
                outputs.path("outputs.manifests").at("/0/metadata/name").asText());
        assertEquals(
                "{\"shop\":[\"replicaSet web-v001\"]}",
                outputs.path("outputs.manifestNamesByNamespace").toString());
    }

    private ObjectNode change(ObjectNode stage, Map<String, String> changes) {
        StageType type = StageTypes.of(StageNode.of(stage)).orElseThrow();
        List<StepCall> before = type.calls(stage, mapping);
        Map<String, JsonNode> arguments = new LinkedHashMap<>(before.get(0).arguments());
        changes.forEach((argument, value) -> {
            if (value.isEmpty()) {
                arguments.remove(argument);
            } else {
                arguments.put(argument, TextNode.valueOf(value));
            }
        });
        return type.write(stage, before, List.of(new StepCall(before.get(0).function(), arguments)));
    }

    private List<StepCall> calls(String stage) {
        ObjectNode json = json(stage.replace('\'', '"'));
        return StageTypes.of(StageNode.of(json)).orElseThrow().calls(json, mapping);
    }

    private void assertCall(String stage, String function, String arguments) {
        StepCall call = calls(stage).get(0);
        assertEquals(function, call.function());
        ObjectNode actual = json("{}");
        actual.setAll(call.arguments());
        assertEquals(json(arguments.replace('\'', '"')), actual);
    }
}
