package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One argument that stands in one field.
 *
 * @param argument the step's
 * @param paths of the field, names with dots between them; the first that says something counts, and is written
 * @param read from the field's value to the argument's
 * @param write from the argument's value to the field's
 */
record Field(String argument, List<String> paths, UnaryOperator<JsonNode> read, UnaryOperator<JsonNode> write)
        implements Part {

    /** A field that says what the argument says. */
    static Field of(String argument, String... paths) {
        return new Field(
                argument,
                paths.length == 0 ? List.of(argument) : List.of(paths),
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    /** A list in the stage, of which the step takes the same. */
    static Field words(String argument, String... paths) {
        return of(argument, paths).with(UnaryOperator.identity(), Trees::words);
    }

    /** A flag that matters only when it is set. */
    static Field flag(String argument, String... paths) {
        return of(argument, paths).with(value -> Trees.isFalse(value) ? Trees.none() : value, Field::truth);
    }

    /** A flag that matters only when it is taken away. */
    static Field unless(String argument, String... paths) {
        return of(argument, paths).with(value -> Trees.isTrue(value) ? Trees.none() : value, Field::truth);
    }

    /** The same with other conversions. */
    Field with(UnaryOperator<JsonNode> newRead, UnaryOperator<JsonNode> newWrite) {
        return new Field(argument, paths, newRead, newWrite);
    }

    private static JsonNode truth(JsonNode value) {
        return value.isTextual() && !Trees.hasExpression(value) ? BooleanNode.valueOf(Trees.isTrue(value)) : value;
    }

    @Override
    public List<String> arguments() {
        return List.of(argument);
    }

    @Override
    public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        JsonNode value = Trees.at(stage, path(stage));
        if (!Trees.blank(value)) {
            JsonNode read = this.read.apply(value);
            if (!Trees.blank(read)) {
                call.put(argument, read);
            }
        }
    }

    @Override
    public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        String path = path(stage);
        JsonNode value = wanted.get(argument);
        if (Trees.blank(value)) {
            paths.forEach(each -> Trees.put(stage, each, Trees.none()));
            return;
        }
        JsonNode old = Trees.at(stage, path);
        JsonNode written = write.apply(value);
        Trees.put(stage, path, old instanceof ArrayNode || !written.isArray() ? Trees.like(old, written) : written);
    }

    private String path(ObjectNode stage) {
        return paths.stream()
                .filter(path -> !Trees.blank(Trees.at(stage, path)))
                .findFirst()
                .orElse(paths.get(0));
    }
}
