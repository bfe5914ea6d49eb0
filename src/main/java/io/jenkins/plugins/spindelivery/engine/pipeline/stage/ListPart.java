package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A list whose entries look otherwise in the step. An entry that says the same as before stays as it is.
 *
 * @param argument the step's
 * @param field the stage's
 * @param read from the stage's entry to the step's, given the stage
 * @param write from the stage's entry before (missing for a new one) and the step's to the stage's
 */
record ListPart(
        String argument,
        String field,
        BiFunction<ObjectNode, JsonNode, JsonNode> read,
        BiFunction<JsonNode, JsonNode, JsonNode> write)
        implements Part {

    @Override
    public List<String> arguments() {
        return List.of(argument);
    }

    @Override
    public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        JsonNode list = Trees.at(stage, field);
        ArrayNode items = stage.arrayNode();
        list.forEach(item -> {
            JsonNode made = read.apply(stage, item);
            if (!Trees.blank(made)) {
                items.add(made);
            }
        });
        if (list.isArray() && !items.isEmpty()) {
            call.put(argument, items);
        } else if (list.isTextual() && !Trees.blank(list)) {
            call.put(argument, list);
        }
    }

    @Override
    public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        JsonNode after = Trees.words(wanted.get(argument));
        JsonNode before = Trees.at(stage, field);
        ArrayNode items = stage.arrayNode();
        for (int i = 0; i < after.size(); i++) {
            items.add(item(stage, before, i, after.get(i)));
        }
        Trees.put(stage, field, items.isEmpty() ? Trees.none() : items);
    }

    /** The entry that says the same, wherever it stood, else the one at this place with what is new. */
    private JsonNode item(ObjectNode stage, JsonNode before, int index, JsonNode wanted) {
        for (JsonNode item : before) {
            if (Trees.same(read.apply(stage, item), wanted)) {
                return item;
            }
        }
        return write.apply(before.isArray() && index < before.size() ? before.get(index) : Trees.none(), wanted);
    }
}
