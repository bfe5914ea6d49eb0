package io.jenkins.plugins.spindelivery.engine.expression;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Evaluates the expressions in manifests and parameters; the package's documentation says what they mean. May be used
 * by several threads at once.
 */
public final class Expressions {
    private final ExpressionContext context;
    private final ExpressionLimits limits;
    private final Clock clock;
    private final Compiler compiler;

    /**
     * Expressions over a context.
     *
     * @param context what they can see
     * @param limits how much they may ask for
     * @param clock what dates, and the time limit, go by
     */
    public Expressions(ExpressionContext context, ExpressionLimits limits, Clock clock) {
        this.context = context;
        this.limits = limits;
        this.clock = clock;
        this.compiler = new Compiler(context, limits);
    }

    /**
     * Evaluates a manifest: every text, the keys of maps too.
     *
     * @param manifest left as it is
     * @param warnings gets what was left as it is and may be a mistake
     * @return a manifest from the same source; the very same one when there was nothing to evaluate
     * @throws ProblemException with one problem for each expression that fails, each with file and line
     */
    public Manifest evaluate(Manifest manifest, Consumer<Problem> warnings) {
        JsonNode result = evaluate(manifest.json(), manifest.source()::where, warnings);
        return result == manifest.json() ? manifest : manifest.with((ObjectNode) result);
    }

    /**
     * Evaluates a tree: every text, the keys of maps too.
     *
     * @param tree left as it is
     * @param where what messages call the place of a value in the tree; asked only for messages
     * @param warnings gets what was left as it is and may be a mistake
     * @return the result, which shares with the tree what did not change; the tree itself when nothing did
     * @throws ProblemException with one problem for each expression that fails; none of the results is kept then
     */
    public JsonNode evaluate(JsonNode tree, Function<JsonPointer, String> where, Consumer<Problem> warnings) {
        return new TreeEvaluator(context, compiler, new Meter(limits, clock), where, warnings).evaluate(tree);
    }
}
