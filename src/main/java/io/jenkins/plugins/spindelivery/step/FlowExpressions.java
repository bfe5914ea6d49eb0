package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ManifestEvaluation;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Expressions of steps that are expressions themselves, and see more than the fields of other steps do. */
final class FlowExpressions {
    private final StageContext context;
    private final StepInput input;
    private final ManifestEvaluation evaluation;
    private final Map<String, Object> roots;

    /**
     * The expressions of a step.
     *
     * @param context its build
     * @param input fetches for expressions, and is told warnings
     */
    FlowExpressions(StageContext context, StepInput input) {
        this.context = context;
        this.input = input;
        this.evaluation =
                new ManifestEvaluation(ReadLimits.DEFAULT, context.operation().clock());
        this.roots = BuildRoots.all(context.run(), context.environment(), BuildRoots.parameters(context.run()));
        context.scope().ifPresent(scope -> roots.putAll(scope.roots()));
    }

    /**
     * Evaluates.
     *
     * @param field for messages
     * @param value what holds expressions
     * @param more what they see beside what the build has, by name
     * @return the result
     * @throws ProblemException when an expression fails
     */
    JsonNode evaluate(String field, JsonNode value, Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(roots);
        all.putAll(more);
        ExpressionContext seen = ExpressionContext.of(all)
                .withUser(BuildRoots.user(context.run())
                        .orElse(context.authentication().getName()));
        return evaluation.evaluate(value, field, seen, input.urls(), input::warn);
    }

    /**
     * A value that stands in a step as lists and maps, or as a text of YAML.
     *
     * @param field for messages
     * @param given what {@link Values#plain} gave
     * @return the tree
     * @throws ProblemException when the text is no YAML, or several documents of it
     */
    static JsonNode tree(String field, Object given) {
        if (!(given instanceof String text)) {
            return Values.tree(given);
        }
        List<YamlDocument> documents =
                YamlReader.documents(field, text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
        if (documents.size() != 1) {
            throw new ProblemException(Category.INPUT, Problem.of("step.yaml-one", field));
        }
        return documents.get(0).root();
    }
}
