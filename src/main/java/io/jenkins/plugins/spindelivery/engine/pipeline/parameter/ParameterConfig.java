package io.jenkins.plugins.spindelivery.engine.pipeline.parameter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A parameter that a pipeline declares in {@code parameterConfig}.
 *
 * @param name by which expressions know it; unique in its pipeline
 * @param label what people read instead; the name where there is none
 * @param description for people; may be empty
 * @param defaultValue what a run gets that is given nothing; empty when the pipeline declares none. It stays what it is
 *     in JSON: a number is a number in expressions
 * @param required whether a run needs a value that is not blank
 * @param pinned whether forms show it before those that are not
 * @param options the values to choose from; empty where any text will do
 * @param date whether a value has to be a date such as {@code 2026-11-23}
 * @param condition when it is asked for; a required parameter that is not asked for may be left out
 */
public record ParameterConfig(
        String name,
        String label,
        String description,
        Optional<JsonNode> defaultValue,
        boolean required,
        boolean pinned,
        List<String> options,
        boolean date,
        Optional<Condition> condition) {

    public ParameterConfig {
        options = List.copyOf(options);
    }

    /**
     * The parameters of a pipeline.
     *
     * @param pipeline Spinnaker's JSON; its {@code parameterConfig} may be missing
     * @return in their order, without those that are blank in all their fields
     * @throws ProblemException with all that is wrong: a parameter without a name, a name that stands twice, a
     *     constraint or a comparator that nobody knows, a choice without options
     */
    public static List<ParameterConfig> of(ObjectNode pipeline) {
        List<ParameterConfig> parameters = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        JsonNode list = pipeline.path("parameterConfig");
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            problems.add(Problem.of("pipeline.parameter-not-a-list", ""));
        }
        Set<String> names = new HashSet<>();
        int number = 0;
        for (JsonNode item : list) {
            number++;
            String name = text(item, "name", "").strip();
            if (name.isEmpty() && isBlank(item)) {
                continue;
            } else if (name.isEmpty()) {
                problems.add(Problem.of("pipeline.parameter-nameless", "", number));
            } else if (!names.add(name)) {
                problems.add(Problem.of("pipeline.parameter-twice", "", name));
            }
            parameters.add(read(item, name, problems));
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        return List.copyOf(parameters);
    }

    /** A row that somebody has added to Spinnaker's form and left empty. */
    private static boolean isBlank(JsonNode item) {
        return item.isObject()
                && Stream.of("label", "description", "default")
                        .allMatch(field -> plain(item.path(field)).isBlank())
                && !item.path("required").asBoolean()
                && !item.path("hasOptions").asBoolean();
    }

    private static ParameterConfig read(JsonNode item, String name, List<Problem> problems) {
        boolean choice = item.path("hasOptions").asBoolean();
        List<String> options = choice ? options(item.path("options")) : List.of();
        if (choice && options.isEmpty()) {
            problems.add(Problem.of("pipeline.parameter-no-options", "", name));
        }
        String constraint = choice ? "" : text(item, "constraint", "");
        if (!Set.of("", "date").contains(constraint)) {
            problems.add(Problem.of("pipeline.parameter-constraint", "", name, constraint));
        }
        return new ParameterConfig(
                name,
                text(item, "label", name),
                text(item, "description", ""),
                Optional.of(item.path("default")).filter(node -> !node.isMissingNode() && !node.isNull()),
                item.path("required").asBoolean(),
                item.path("pinned").asBoolean(),
                options,
                !constraint.isEmpty(),
                condition(item.path("conditional"), name, problems));
    }

    private static List<String> options(JsonNode list) {
        Set<String> options = new LinkedHashSet<>();
        for (JsonNode option : list) {
            options.add(plain(option.isObject() ? option.path("value") : option));
        }
        return List.copyOf(options);
    }

    private static Optional<Condition> condition(JsonNode node, String name, List<Problem> problems) {
        if (!node.isObject()) {
            return Optional.empty();
        }
        Condition condition = new Condition(
                text(node, "parameter", ""), text(node, "comparator", "="), plain(node.path("comparatorValue")));
        if (!Condition.COMPARATORS.contains(condition.comparator())) {
            problems.add(Problem.of("pipeline.parameter-comparator", "", name, condition.comparator()));
        }
        return Optional.of(condition);
    }

    private static String text(JsonNode node, String field, String otherwise) {
        String text = node.path(field).asText("");
        return node.path(field).isNull() || text.isBlank() ? otherwise : text;
    }

    /** A value as a text, as forms show it: a scalar as it is, anything else as JSON. */
    static String plain(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /**
     * The choices of a form, the one that is chosen at first in front: the default, also one that is no option, because
     * runs without a form get that; without a default the empty choice, so that a required value is chosen on purpose.
     *
     * @return each once; empty where any text will do
     */
    public List<String> choices() {
        if (options.isEmpty()) {
            return List.of();
        }
        Set<String> choices = new LinkedHashSet<>();
        choices.add(defaultText());
        choices.addAll(options);
        return List.copyOf(choices);
    }

    /**
     * The default as forms show it.
     *
     * @return a text, empty when there is none
     */
    public String defaultText() {
        return defaultValue.map(ParameterConfig::plain).orElse("");
    }
}
