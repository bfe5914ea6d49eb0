package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What stages leave to those after them, under the names that Orca's tasks give it. */
final class Outputs {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ARTIFACTS = "artifacts";

    private Outputs() {}

    static ObjectNode none() {
        return NODES.objectNode();
    }

    /** The value of the only call; missing where there is none. */
    static JsonNode first(List<JsonNode> values) {
        return values.isEmpty() ? MissingNode.getInstance() : values.get(0);
    }

    /**
     * Of objects that were deployed or changed: {@code artifacts}, and under the names with a dot that
     * {@code ResolveDeploySourceManifestTask} and {@code PromoteManifestKatoOutputsTask} give them
     * {@code outputs.manifests} (kind, name and namespace), {@code outputs.manifestNamesByNamespace} and
     * {@code outputs.createdArtifacts}.
     */
    static ObjectNode deployed(List<JsonNode> values) {
        ObjectNode outputs = changed(values);
        JsonNode artifacts = first(values).path(ARTIFACTS);
        if (artifacts.isArray()) {
            outputs.set(ARTIFACTS, artifacts);
            outputs.set("outputs.createdArtifacts", artifacts);
        }
        return outputs;
    }

    /** Of objects that were changed. */
    static ObjectNode changed(List<JsonNode> values) {
        ObjectNode outputs = none();
        ArrayNode manifests = NODES.arrayNode();
        ObjectNode names = NODES.objectNode();
        for (JsonNode object : first(values).path("objects")) {
            String kind = object.path("kind").asText();
            String name = object.path("name").asText();
            String namespace = object.path("namespace").asText("");
            ObjectNode manifest = manifests.addObject();
            manifest.put("apiVersion", object.path("apiVersion").asText()).put("kind", kind);
            manifest.putObject("metadata").put("name", name).put("namespace", namespace);
            names.withArrayProperty(namespace).add(lowFirst(kind) + " " + name);
        }
        if (!manifests.isEmpty()) {
            outputs.set("outputs.manifests", manifests);
            outputs.set("outputs.manifestNamesByNamespace", names);
        }
        return outputs;
    }

    /** Spinnaker writes kinds as {@code replicaSet}. */
    private static String lowFirst(String kind) {
        return kind.isEmpty() ? "" : Character.toLowerCase(kind.charAt(0)) + kind.substring(1);
    }

    /** Of objects that were found: {@code manifest}, the first one's, {@code manifests} and {@code artifacts}. */
    static ObjectNode found(List<JsonNode> values) {
        ObjectNode outputs = none();
        JsonNode objects =
                first(values).isArray() ? first(values) : first(values).path("objects");
        ArrayNode artifacts = NODES.arrayNode();
        ArrayNode manifests = NODES.arrayNode();
        for (JsonNode object : objects) {
            manifests.add(object.path("manifest"));
            object.path(ARTIFACTS).forEach(artifacts::add);
        }
        if (!manifests.isEmpty()) {
            outputs.set("manifest", manifests.get(0));
            outputs.set("manifests", manifests);
            outputs.set(ARTIFACTS, artifacts);
        }
        return outputs;
    }

    /** Of a Kubernetes Job: what its log says, the Job, and how it ended. */
    static ObjectNode job(List<JsonNode> values) {
        ObjectNode outputs = changed(values);
        JsonNode value = first(values);
        if (value.path("outputs") instanceof ObjectNode said) {
            outputs.set("propertyFileContents", said);
            outputs.setAll(said);
        }
        JsonNode job = value.path("objects").path(0);
        if (job.isObject()) {
            outputs.putObject("jobStatus")
                    .put("name", job.path("name").asText())
                    .put("location", job.path("namespace").asText())
                    .put("jobState", value.path("status").asText().equals("succeeded") ? "Succeeded" : "Failed");
        }
        return outputs;
    }

    /** Of a judgment. A rejection ends the stage otherwise. */
    static ObjectNode judgment(List<JsonNode> values) {
        ObjectNode outputs = none();
        JsonNode value = first(values);
        outputs.put("judgmentStatus", "continue");
        outputs.put("judgmentInput", value.path("choice").asText(""));
        outputs.put("lastModifiedBy", value.path("judge").asText(""));
        return outputs;
    }

    /**
     * Of a build of another job: {@code buildInfo}, {@code propertyFileContents}, its properties by their names, and what
     * the stages of another pipeline left.
     */
    static ObjectNode build(List<JsonNode> values) {
        ObjectNode outputs = none();
        JsonNode value = first(values);
        for (String map : List.of("outputs", "properties")) {
            if (value.path(map) instanceof ObjectNode said) {
                outputs.setAll(said);
            }
        }
        if (value.path("properties").isObject()) {
            outputs.set("propertyFileContents", value.path("properties"));
        }
        if (value.path("buildInfo").isObject()) {
            outputs.set("buildInfo", value.path("buildInfo"));
        }
        return outputs;
    }
}
