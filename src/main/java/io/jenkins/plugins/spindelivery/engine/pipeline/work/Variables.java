package io.jenkins.plugins.spindelivery.engine.pipeline.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;

/**
 * Variables of a pipeline, evaluated one after another, each of which sees those before it (reference: Orca's
 * {@code EvaluateVariablesStage}).
 */
public final class Variables {
    /** More than any pipeline has; a limit for texts that others give. */
    private static final int MOST = 500;

    private Variables() {}

    /**
     * A variable.
     *
     * @param key its name; not empty
     * @param value what may hold expressions
     */
    public record Variable(String key, JsonNode value) {}

    /** Evaluates the expressions of a value. */
    @FunctionalInterface
    public interface Evaluator {
        /**
         * Evaluates.
         *
         * @param variable whose value it is
         * @param before the variables before it, by name, which its expressions see as they see {@code parameters}
         * @return the result
         * @throws ProblemException when an expression fails
         */
        JsonNode evaluate(Variable variable, ObjectNode before);
    }

    /**
     * Reads variables.
     *
     * @param where the field, for messages
     * @param tree a list of maps with {@code key} and {@code value}, as Spinnaker writes them, or a map
     * @return in order
     * @throws ProblemException when it is neither, a name is missing, or there are more than 500
     */
    public static List<Variable> read(String where, JsonNode tree) {
        List<Variable> variables = new ArrayList<>();
        if (tree.isObject()) {
            tree.fields().forEachRemaining(field -> variables.add(new Variable(field.getKey(), field.getValue())));
        } else if (tree.isArray()) {
            tree.forEach(item -> variables.add(one(where, item)));
        } else {
            throw wrong("pipeline.variables-form", where);
        }
        if (variables.stream().anyMatch(variable -> variable.key().isEmpty())) {
            throw wrong("pipeline.variables-form", where);
        }
        if (variables.size() > MOST) {
            throw wrong("pipeline.variables-many", where, variables.size(), MOST);
        }
        return variables;
    }

    private static Variable one(String where, JsonNode item) {
        if (!item.path("key").isValueNode()) {
            throw wrong("pipeline.variables-form", where);
        }
        JsonNode value = item.has("value") ? item.get("value") : NullNode.getInstance();
        return new Variable(item.get("key").asText().strip(), value);
    }

    /**
     * Evaluates variables.
     *
     * @param variables in order; of two with one name the later counts, and sees the earlier
     * @param evaluator evaluates each
     * @return the values by name
     * @throws ProblemException for the first that fails, because those after it may need it
     */
    public static ObjectNode evaluate(List<Variable> variables, Evaluator evaluator) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        for (Variable variable : variables) {
            values.set(variable.key(), evaluator.evaluate(variable, values));
        }
        return values;
    }

    private static ProblemException wrong(String code, String where, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, where, arguments));
    }
}
