package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionLimits;
import io.jenkins.plugins.spindelivery.engine.expression.Expressions;
import io.jenkins.plugins.spindelivery.engine.expression.TreeView;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The expressions of one stage, evaluated when it begins (Spinnaker's evaluator v4): whether it runs, all of its
 * fields at once, and the variables of a stage that makes some.
 */
public final class StageEvaluation {
    /** Says whether the stage runs; evaluated by {@link #enabled}. */
    public static final String ENABLED = "stageEnabled";

    private static final String EXPRESSION = "expression";

    private final ExpressionContext context;
    private final ExpressionLimits limits;
    private final Clock clock;

    /**
     * Expressions over what a stage sees.
     *
     * @param context the roots and the look-up of the stage's {@link PipelineScope}, with whatever else helpers need
     * @param limits how much each call may ask for
     * @param clock what dates, and the time limit, go by
     */
    public StageEvaluation(ExpressionContext context, ExpressionLimits limits, Clock clock) {
        this.context = context;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Evaluates the fields of a stage, all at once.
     *
     * @param stage the stage
     * @param left names of fields that stay as they are; {@link #ENABLED} does in any case
     * @param warnings gets what was left as it is and may be a mistake
     * @return the stage's JSON with the results; a new tree
     * @throws ProblemException with one problem for each expression that fails, each with its place in the stage
     */
    public ObjectNode fields(StageNode stage, Set<String> left, Consumer<Problem> warnings) {
        ObjectNode open = stage.json();
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        Stream.concat(left.stream(), Stream.of(ENABLED))
                .filter(open::has)
                .forEach(name -> kept.set(name, open.remove(name)));
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.setAll((ObjectNode) expressions(context).evaluate(open, place(stage), warnings));
        result.setAll(kept);
        return result;
    }

    /**
     * Whether a stage runs, by its {@code stageEnabled}. A condition that can't be decided is an error, where Spinnaker
     * leaves the stage out without a word.
     *
     * @param stage the stage
     * @return true without a condition, or with an empty one
     * @throws ProblemException of category INPUT when the condition fails, or is neither true nor false
     */
    public boolean enabled(StageNode stage) {
        conditionProblem(stage).ifPresent(problem -> {
            throw input(problem);
        });
        JsonNode expression = condition(stage);
        boolean none = expression.isMissingNode()
                || expression.isNull()
                || expression.isTextual() && expression.textValue().isBlank();
        return none || truth(stage, expression);
    }

    /** What a stage's condition says; missing or blank where it has none. */
    static JsonNode condition(StageNode stage) {
        JsonNode condition = stage.tree().path(ENABLED);
        return condition.isObject() ? condition.path(EXPRESSION) : condition;
    }

    /** Why a stage's condition can't be used, as far as that is known before a run. */
    static Optional<Problem> conditionProblem(StageNode stage) {
        JsonNode type = stage.tree().path(ENABLED).path("type");
        return type.isMissingNode() || type.isNull() || type.asText().equals(EXPRESSION)
                ? Optional.empty()
                : Optional.of(Problem.of("pipeline.enabled-type", place(stage, "/" + ENABLED), type.asText()));
    }

    private boolean truth(StageNode stage, JsonNode expression) {
        String where = place(stage, "/" + ENABLED);
        JsonNode result = expression;
        if (expression.isTextual()) {
            String text = expression.textValue().strip();
            // Forms of Spinnaker take the expression without its frame.
            TextNode framed = TextNode.valueOf(text.startsWith("${") || isTruth(text) ? text : "${" + text + "}");
            result = expressions(context).evaluate(framed, pointer -> where, warning -> {});
        }
        if (!result.isBoolean()
                && !(result.isTextual() && isTruth(result.textValue().strip()))) {
            throw input(Problem.of("pipeline.enabled-undecided", where, stage.describe()));
        }
        return result.isBoolean()
                ? result.booleanValue()
                : Boolean.parseBoolean(result.textValue().strip());
    }

    private static boolean isTruth(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    /**
     * Evaluates variables one after the other, so that each sees those before it.
     *
     * @param stage the stage, for messages
     * @param variables a list of maps with {@code key} and {@code value}
     * @param warnings gets what was left as it is and may be a mistake
     * @return the values by name, in their order; of two with one name the later counts
     * @throws ProblemException of category INPUT with everything that is wrong; what needs a variable that failed is
     *     told as well
     */
    public ObjectNode variables(StageNode stage, JsonNode variables, Consumer<Problem> warnings) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        if (!variables.isArray() && !variables.isMissingNode() && !variables.isNull()) {
            throw input(Problem.of("pipeline.variables-not-a-list", place(stage, "/variables")));
        }
        List<Problem> problems = new ArrayList<>();
        ExpressionContext seen = context;
        for (int i = 0; i < variables.size(); i++) {
            String where = place(stage, "/variables/" + i);
            try {
                JsonNode variable = expressions(seen).evaluate(variables.get(i), pointer -> where + pointer, warnings);
                String name = StageNode.text(variable.path("key")).strip();
                if (name.isEmpty()) {
                    throw input(Problem.of("pipeline.variable-nameless", where));
                }
                JsonNode value = variable.path("value");
                values.set(name, value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value);
                seen = seen.with(name, TreeView.of(values.get(name)));
            } catch (ProblemException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        return values;
    }

    private Expressions expressions(ExpressionContext seen) {
        return new Expressions(seen, limits, clock);
    }

    private static Function<JsonPointer, String> place(StageNode stage) {
        return pointer -> place(stage, pointer.toString());
    }

    private static String place(StageNode stage, String pointer) {
        return stage.describe() + (pointer.isEmpty() ? "" : " " + pointer);
    }

    private static ProblemException input(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
