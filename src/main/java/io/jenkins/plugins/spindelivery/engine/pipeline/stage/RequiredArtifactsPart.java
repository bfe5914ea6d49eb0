package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Artifacts that manifests have to mention: {@code requiredArtifactIds}, and {@code requiredArtifacts} with either an
 * {@code expectedArtifactId} or an {@code artifact}.
 */
final class RequiredArtifactsPart implements Part {
    private static final String ARGUMENT = "requiredArtifacts";
    private static final String IDS = "requiredArtifactIds";
    private static final String EXPECTED = "expectedArtifactId";

    @Override
    public List<String> arguments() {
        return List.of(ARGUMENT);
    }

    @Override
    public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        ArrayNode artifacts = stage.arrayNode();
        for (JsonNode id : stage.path(IDS)) {
            expected(Trees.text(id), report).ifPresent(artifacts::add);
        }
        for (JsonNode item : stage.path(ARGUMENT)) {
            String id = Trees.text(item.path(EXPECTED));
            if (!id.isEmpty()) {
                expected(id, report).ifPresent(artifacts::add);
            } else if (item.path("artifact") instanceof ObjectNode artifact) {
                artifacts.add(binding(artifact));
            }
        }
        if (!artifacts.isEmpty()) {
            call.put(ARGUMENT, artifacts);
        }
    }

    private static Optional<ObjectNode> expected(String id, Report report) {
        Optional<ObjectNode> artifact = report.mapping().artifact(id);
        if (artifact.isEmpty() && (report.running() || !id.contains("${"))) {
            report.cannot("pipeline.stage-artifact-unknown", id);
        }
        return artifact.map(RequiredArtifactsPart::binding);
    }

    private static ObjectNode binding(ObjectNode json) {
        Artifact artifact = ArtifactAddress.binding(json);
        ObjectNode binding = json.objectNode();
        put(binding, "type", artifact.type());
        put(binding, "name", artifact.name());
        put(binding, "version", artifact.version());
        put(binding, "location", artifact.location());
        put(binding, "reference", artifact.reference());
        put(binding, "account", artifact.account());
        return binding;
    }

    private static void put(ObjectNode binding, String key, String value) {
        if (value != null && !value.isEmpty()) {
            binding.put(key, value);
        }
    }

    @Override
    public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        if (Trees.blank(wanted.get(ARGUMENT))) {
            stage.remove(List.of(IDS, ARGUMENT));
        }
    }
}
