package io.jenkins.plugins.spindelivery.engine.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pipelines that fuzzing starts from. */
final class PipelineSeeds {
    private static final List<String> PIPELINES = List.of(
            """
            {"name": "a", "application": "shop", "limitConcurrent": true, "keepWaitingPipelines": "false", "stages": [
              {"refId": "1", "type": "wait", "waitTime": 30, "requisiteStageRefIds": []},
              {"refId": "2", "type": "deployManifest", "requisiteStageRefIds": ["1"], "failPipeline": false,
               "completeOtherBranchesThenFail": true, "manifests": [{"kind": "ConfigMap"}]}]}""",
            """
            {"stages": [{"refId": "a", "type": "x"}, {"refId": "b", "type": "x"},
              {"refId": "c", "type": "x", "requisiteStageRefIds": ["a"]},
              {"refId": "d", "type": "x", "requisiteStageRefIds": ["a", "b"], "continuePipeline": true}]}""",
            """
            {"stages": [{"refId": "1", "type": "wait", "restrictExecutionDuringTimeWindow": true,
              "restrictedExecutionWindow": {"days": [1, 7], "jitter": {"enabled": true, "minDelay": 1, "maxDelay": 9},
              "whitelist": [{"startHour": 22, "startMin": 0, "endHour": 5, "endMin": 30}]},
              "stageEnabled": {"type": "expression", "expression": "${parameters.x}"}}]}""",
            """
            {"parameterConfig": [{"name": "tag", "default": "1", "required": true, "hasOptions": true,
              "options": [{"value": "1"}]}], "expectedArtifacts": [{"id": "i", "matchArtifact": {"type":
              "docker/image", "name": "a.*"}, "useDefaultArtifact": true, "defaultArtifact": {}}], "triggers": [],
              "notifications": [], "maxConcurrentExecutions": 3, "stages": [{"type": "wait"}, {"type": "wait"}]}""",
            """
            name: yaml
            stages:
              - {refId: 1, type: wait, name: "it's ${x}"}
              - {refId: 2, type: runJobManifest, alias: runJob, requisiteStageRefIds: [1, 1, 2, 9]}
            """,
            """
            {"schema": "v2", "template": {"reference": "spinnaker://x"}, "stages": []}""");

    private PipelineSeeds() {}

    static Map<String, byte[]> all() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        PIPELINES.forEach(text -> seeds.put("pipeline-" + seeds.size(), text.getBytes(StandardCharsets.UTF_8)));
        return seeds;
    }
}
