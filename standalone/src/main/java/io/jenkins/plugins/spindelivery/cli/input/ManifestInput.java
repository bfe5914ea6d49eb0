package io.jenkins.plugins.spindelivery.cli.input;

import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ManifestEvaluation;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes manifests of what {@code -f} names. */
public final class ManifestInput {
    private static final ReadLimits LIMITS = ReadLimits.DEFAULT;

    private final Sources sources;
    private final ManifestEvaluation evaluation;
    private final ArtifactFetcher urls;

    /**
     * Input of one command.
     *
     * @param stdin standard input
     * @param recursive whether folders inside folders are read as well
     * @param references fetches what {@code -f} names by a URL or another reference
     * @param urls fetches for expressions, which are written by whoever writes manifests: without credentials
     * @param clock bounds expressions
     */
    public ManifestInput(
            InputStream stdin, boolean recursive, ArtifactFetcher references, ArtifactFetcher urls, Clock clock) {
        this.sources = new Sources(stdin, recursive, LIMITS.maxBytes(), references);
        this.evaluation = new ManifestEvaluation(LIMITS, clock);
        this.urls = urls;
    }

    /**
     * Reads manifests as they stand.
     *
     * @param arguments of {@code -f}
     * @return at least one, in order
     * @throws ProblemException with all that is wrong; also when there is none
     */
    public List<Manifest> read(List<String> arguments) {
        List<Manifest> manifests = evaluation.read(sources.read(arguments));
        if (manifests.isEmpty()) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("cli.no-manifests", "", String.join(", ", arguments)));
        }
        return manifests;
    }

    /**
     * Reads manifests and evaluates their expressions.
     *
     * @param arguments of {@code -f}
     * @param parameters what expressions see
     * @param warnings gets what was left as it is and may be a mistake
     * @return at least one, in order
     * @throws ProblemException with all that is wrong
     */
    public List<Manifest> evaluated(List<String> arguments, Parameters parameters, Consumer<Problem> warnings) {
        ExpressionContext context = ExpressionContext.of(Map.of("parameters", parameters.values()));
        return evaluation.evaluate(read(arguments), context, urls, warnings);
    }
}
