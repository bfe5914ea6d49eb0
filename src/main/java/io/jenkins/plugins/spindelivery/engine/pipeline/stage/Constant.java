package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An argument that the type of the stage decides. */
record Constant(String argument, JsonNode value) implements Part {

    @Override
    public List<String> arguments() {
        return List.of(argument);
    }

    @Override
    public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        call.put(argument, value);
    }

    @Override
    public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        // No field of Spinnaker's says it.
    }
}
