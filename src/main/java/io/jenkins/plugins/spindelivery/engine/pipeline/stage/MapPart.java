package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One argument that is a map, whose entries stand in fields of their own.
 *
 * @param argument the step's
 * @param fields names of entries by the paths of their fields
 */
record MapPart(String argument, Map<String, String> fields) implements Part {

    @Override
    public List<String> arguments() {
        return List.of(argument);
    }

    @Override
    public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        ObjectNode map = stage.objectNode();
        fields.forEach((path, key) -> {
            JsonNode value = Trees.at(stage, path);
            if (!Trees.blank(value)) {
                map.set(key, value);
            }
        });
        if (!map.isEmpty()) {
            call.put(argument, map);
        }
    }

    @Override
    public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        JsonNode map = wanted.getOrDefault(argument, Trees.none());
        fields.forEach((path, key) -> {
            JsonNode value = map.path(key);
            JsonNode old = Trees.at(stage, path);
            if (!Trees.same(old, value)) {
                Trees.put(stage, path, Trees.blank(value) ? Trees.none() : Trees.like(old, value));
            }
        });
    }
}
