package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Parameters as they stand in a step: a map of Groovy's, {@code NAME=VALUE} lines, or a YAML map. */
final class ParameterText {
    private static final Pattern PAIR = Pattern.compile("\\s*[A-Za-z_][A-Za-z0-9_.-]*=.*");

    private ParameterText() {}

    /**
     * Reads parameters.
     *
     * @param given a map or a text
     * @return by name; values of lines are text, those of maps have the type they have there
     * @throws ProblemException when the text is neither lines nor a map; it never repeats values, which may be secret
     */
    static ObjectNode tree(Object given) {
        JsonNode tree = given instanceof String text ? ofText(text) : Values.tree(given);
        if (!(tree instanceof ObjectNode map)) {
            throw new ProblemException(Category.INPUT, Problem.of("step.parameters-form", "parameters"));
        }
        return map;
    }

    private static JsonNode ofText(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.stream().allMatch(line -> PAIR.matcher(line).matches())) {
            ObjectNode map = JsonNodeFactory.instance.objectNode();
            for (String line : lines) {
                int equals = line.indexOf('=');
                map.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
            return map;
        }
        List<YamlDocument> documents =
                YamlReader.documents("parameters", text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
        return documents.size() == 1 ? documents.get(0).root() : JsonNodeFactory.instance.nullNode();
    }
}
