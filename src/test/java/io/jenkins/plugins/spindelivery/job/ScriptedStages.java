package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.Mapping;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StageType;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stages for tests: {@code {"type": "scripted", "scripts": ["NAME", …], "makes": {…}}} plays scripts one after the other and
 * has what it makes as outputs; {@code {"type": "asked", "message": "…"}} asks a person.
 */
public final class ScriptedStages implements StageTypeProvider {

    @Override
    public Optional<StageType> find(StageNode stage) {
        return Set.of("scripted", "asked").contains(stage.type()) ? Optional.of(new Type()) : Optional.empty();
    }

    private static final class Type implements StageType {
        @Override
        public Set<String> names() {
            return Set.of("scripted", "asked");
        }

        @Override
        public List<StepCall> calls(ObjectNode stage, Mapping mapping) {
            if (stage.path("type").asText().equals("asked")) {
                return List.of(new StepCall("spinJudge", Map.of("message", stage.get("message"))));
            }
            List<StepCall> calls = new ArrayList<>();
            stage.path("scripts").forEach(script -> calls.add(new StepCall("scripted", Map.of("script", script))));
            return calls;
        }

        @Override
        public ObjectNode write(ObjectNode stage, List<StepCall> before, List<StepCall> after) {
            return stage;
        }

        @Override
        public ObjectNode outputs(ObjectNode stage, List<JsonNode> values) {
            ObjectNode outputs = JsonNodeFactory.instance.objectNode();
            ArrayNode ends = outputs.putArray("ends");
            values.forEach(value -> ends.add(value.path("end")));
            if (stage.path("makes") instanceof ObjectNode makes) {
                outputs.setAll(makes);
            }
            return outputs;
        }
    }

    /** A pipeline's JSON of its stages'. */
    static String pipeline(String... stages) {
        return "{\"name\": \"p\", \"stages\": [" + String.join(",\n", stages) + "]}";
    }

    /** A stage that plays the script of its name, with further fields. */
    static String stage(String refId, String requisites, String more) {
        StringBuilder json = new StringBuilder("{\"type\": \"scripted\", \"refId\": " + TextNode.valueOf(refId));
        json.append(", \"name\": ").append(TextNode.valueOf("S" + refId));
        if (!more.contains("\"scripts\"")) {
            json.append(", \"scripts\": [").append(TextNode.valueOf(refId)).append(']');
        }
        return end(json, requisites, more);
    }

    /** A stage that asks. */
    static String asked(String refId, String requisites, String more) {
        StringBuilder json = new StringBuilder("{\"type\": \"asked\", \"refId\": " + TextNode.valueOf(refId));
        json.append(", \"name\": ").append(TextNode.valueOf("S" + refId)).append(", \"message\": \"Go on?\"");
        return end(json, requisites, more);
    }

    private static String end(StringBuilder json, String requisites, String more) {
        json.append(", \"requisiteStageRefIds\": [");
        if (!requisites.isEmpty()) {
            json.append('"').append(requisites.replace(" ", "\", \"")).append('"');
        }
        return json.append(']')
                .append(more.isEmpty() ? "" : ", " + more)
                .append('}')
                .toString();
    }
}
