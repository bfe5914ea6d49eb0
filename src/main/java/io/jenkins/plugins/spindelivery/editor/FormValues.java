package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Values that a form has to show as texts: maps and lists. What comes back is what it was before if it says the same, and
 * of the same kind if it says something else.
 */
final class FormValues {
    /** Numbers are the same however their trees hold them. */
    private static final Comparator<JsonNode> SAME_NUMBERS = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private FormValues() {}

    /**
     * A call with what a person has changed in a form. What nobody touched stays as it was: forms send something for fields
     * that were empty, such as the first choice of a list.
     *
     * @param before as the stage has it
     * @param after as a form has sent it
     * @param touched whether somebody touched the field of an argument
     * @return with trees in place of texts where the stage had trees
     */
    static StepCall changed(StepCall before, StepCall after, Predicate<String> touched) {
        Map<String, JsonNode> arguments = new LinkedHashMap<>(before.arguments());
        arguments.keySet().removeIf(touched.and(name -> !after.arguments().containsKey(name)));
        after.arguments().forEach((name, value) -> {
            if (touched.test(name)) {
                arguments.put(name, like(before.arguments().get(name), value));
            }
        });
        return new StepCall(after.function(), arguments);
    }

    private static JsonNode like(JsonNode before, JsonNode after) {
        if (before == null || !before.isContainerNode() || !after.isTextual()) {
            return after;
        }
        JsonNode tree = tree(after.textValue())
                .filter(read -> read.getNodeType() == before.getNodeType())
                .or(() -> before.isArray() ? Optional.of(lines(after.textValue())) : Optional.empty())
                .orElse(after);
        return before.equals(SAME_NUMBERS, tree) ? before : tree;
    }

    private static Optional<JsonNode> tree(String text) {
        try {
            List<YamlDocument> documents =
                    YamlReader.documents("", text.getBytes(StandardCharsets.UTF_8), Definition.LIMITS);
            return documents.size() == 1 ? Optional.of(documents.get(0).root()) : Optional.empty();
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /** Such as regions, one on each line. */
    private static ArrayNode lines(String text) {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
        return lines;
    }
}
