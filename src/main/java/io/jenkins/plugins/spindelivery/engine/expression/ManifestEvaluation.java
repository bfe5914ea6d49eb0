package io.jenkins.plugins.spindelivery.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestStructure;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** From contents to manifests without expressions; everything that is wrong is told together. */
public final class ManifestEvaluation {
    private final ReadLimits limits;
    private final Clock clock;

    /**
     * An evaluation under limits.
     *
     * @param limits how much one content may ask of the reader, and each text of the YAML helpers
     * @param clock what dates, and the time limit of expressions, go by
     */
    public ManifestEvaluation(ReadLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Reads manifests as they stand.
     *
     * @param contents what was fetched
     * @return in order; none when all contents are empty
     * @throws ProblemException with all that is wrong
     */
    public List<Manifest> read(List<Fetched> contents) {
        List<Manifest> manifests = new ArrayList<>();
        Faults faults = new Faults();
        for (Fetched content : contents) {
            faults.collect(() -> manifests.addAll(ManifestReader.read(content.name(), content.content(), limits)));
        }
        faults.throwIfAny();
        return manifests;
    }

    /**
     * Evaluates the expressions of manifests.
     *
     * @param manifests left as they are
     * @param roots what expressions see; the YAML and URL helpers are added
     * @param urls fetches for the URL helpers
     * @param warnings gets what was left as it is and may be a mistake
     * @return in order
     * @throws ProblemException with all that is wrong, such as a value where the API wants a map
     */
    public List<Manifest> evaluate(
            List<Manifest> manifests, ExpressionContext roots, ArtifactFetcher urls, Consumer<Problem> warnings) {
        Expressions expressions = new Expressions(context(roots, urls), ExpressionLimits.DEFAULT, clock);
        List<Manifest> evaluated = new ArrayList<>();
        Faults faults = new Faults();
        for (Manifest manifest : manifests) {
            faults.collect(() -> evaluated.add(checked(expressions.evaluate(manifest, warnings))));
        }
        faults.throwIfAny();
        return evaluated;
    }

    /**
     * Evaluates the expressions of any other tree.
     *
     * @param tree left as it is
     * @param name what messages call it
     * @param roots what expressions see; the YAML and URL helpers are added
     * @param urls fetches for the URL helpers
     * @param warnings gets what was left as it is and may be a mistake
     * @return the result
     * @throws ProblemException with one problem for each expression that fails
     */
    public JsonNode evaluate(
            JsonNode tree, String name, ExpressionContext roots, ArtifactFetcher urls, Consumer<Problem> warnings) {
        return new Expressions(context(roots, urls), ExpressionLimits.DEFAULT, clock)
                .evaluate(tree, pointer -> name, warnings);
    }

    private ExpressionContext context(ExpressionContext roots, ArtifactFetcher urls) {
        return roots.withYaml(yaml(limits)).withUrls(urls);
    }

    /** An expression may have put anything where the API wants a map or a text. */
    private static Manifest checked(Manifest evaluated) {
        List<Problem> problems = ManifestStructure.problems(evaluated.json(), evaluated.source(), false);
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
        return evaluated;
    }

    /**
     * Reads YAML for the helpers of expressions.
     *
     * @param limits how much one text may ask of the reader
     * @return reads all documents of a text
     */
    public static YamlParser yaml(ReadLimits limits) {
        return (name, text) -> YamlReader.documents(name, text.getBytes(StandardCharsets.UTF_8), limits).stream()
                .map(YamlDocument::root)
                .toList();
    }
}
