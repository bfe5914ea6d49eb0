package io.jenkins.plugins.spindelivery.engine.pipeline.parameter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The values that a run gets. As in Orca a given value counts before the default, also an empty one, and what the
 * pipeline does not declare is passed on. Unlike Orca, which leaves that to the form of the manual start, a run is
 * refused that lacks what is required, or has what is no option.
 */
public final class ParameterValues {
    /** As many options as a message may name. */
    private static final int SHOWN = 20;

    private ParameterValues() {}

    /**
     * Fills in defaults and checks.
     *
     * @param parameters as the pipeline declares them
     * @param given by a form, a trigger or another pipeline; not changed. A {@code null} counts as not given
     * @return the declared parameters in their order, then what else was given. One without value and default is an
     *     empty text, so that expressions may ask for it
     * @throws ProblemException naming every parameter whose value can't be used; never the value, which may be secret
     */
    public static ObjectNode of(List<ParameterConfig> parameters, ObjectNode given) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (ParameterConfig parameter : parameters) {
            JsonNode value = given.path(parameter.name());
            boolean isGiven = !value.isMissingNode() && !value.isNull();
            JsonNode otherwise = parameter.defaultValue().orElse(TextNode.valueOf(""));
            values.set(parameter.name(), (isGiven ? value : otherwise).deepCopy());
        }
        check(parameters, values);
        given.properties().stream()
                .filter(entry -> !values.has(entry.getKey()))
                .forEach(entry -> values.set(entry.getKey(), entry.getValue().deepCopy()));
        return values;
    }

    private static void check(List<ParameterConfig> parameters, ObjectNode values) {
        List<Problem> problems = new ArrayList<>();
        for (ParameterConfig parameter : parameters) {
            String value = ParameterConfig.plain(values.path(parameter.name()));
            boolean asked = parameter
                    .condition()
                    .map(condition -> condition.holds(ParameterConfig.plain(values.path(condition.parameter()))))
                    .orElse(true);
            if (value.isBlank()) {
                if (parameter.required() && asked) {
                    problems.add(Problem.of("pipeline.parameter-required", "", title(parameter)));
                }
            } else if (!parameter.options().isEmpty() && !parameter.choices().contains(value)) {
                problems.add(Problem.of("pipeline.parameter-option", "", title(parameter), shown(parameter.options())));
            } else if (parameter.date() && !isDate(value)) {
                problems.add(Problem.of("pipeline.parameter-date", "", title(parameter)));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
    }

    private static String title(ParameterConfig parameter) {
        boolean alike = parameter.label().equals(parameter.name());
        return alike ? parameter.name() : parameter.name() + " (" + parameter.label() + ")";
    }

    private static String shown(List<String> options) {
        String names = options.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return options.size() > SHOWN ? names + ", …" : names;
    }

    private static boolean isDate(String value) {
        try {
            LocalDate.parse(value.strip());
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
