package io.jenkins.plugins.spindelivery.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpFetcher;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionLimits;
import io.jenkins.plugins.spindelivery.engine.expression.Expressions;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes manifests of what {@code -f} names. */
public final class ManifestInput {
    private static final ReadLimits LIMITS = ReadLimits.DEFAULT;

    private final Sources sources;
    private final ArtifactFetcher urls;
    private final Clock clock;

    /**
     * Input of one command.
     *
     * @param stdin standard input
     * @param recursive whether folders inside folders are read as well
     * @param allowPrivateHosts whether URLs may lead to this machine and its network's own services
     * @param clock bounds expressions
     */
    public ManifestInput(InputStream stdin, boolean recursive, boolean allowPrivateHosts, Clock clock) {
        this.clock = clock;
        this.urls = new HttpFetcher(FetchPolicy.DEFAULT.allowingPrivateHosts(allowPrivateHosts));
        this.sources = new Sources(stdin, recursive, LIMITS.maxBytes(), () -> urls);
    }

    /**
     * Reads manifests as they stand.
     *
     * @param arguments of {@code -f}
     * @return at least one, in order
     * @throws ProblemException with all that is wrong; also when there is none
     */
    public List<Manifest> read(List<String> arguments) {
        List<Manifest> manifests = new ArrayList<>();
        Faults faults = new Faults();
        for (Sources.Content content : sources.read(arguments)) {
            faults.collect(() -> manifests.addAll(ManifestReader.read(content.name(), content.bytes(), LIMITS)));
        }
        faults.throwIfAny();
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
        ExpressionContext context = ExpressionContext.of(Map.of("parameters", parameters.values()))
                .withYaml(ManifestInput::yaml)
                .withUrls(urls);
        Expressions expressions = new Expressions(context, ExpressionLimits.DEFAULT, clock);
        List<Manifest> evaluated = new ArrayList<>();
        Faults faults = new Faults();
        for (Manifest manifest : read(arguments)) {
            faults.collect(() -> evaluated.add(expressions.evaluate(manifest, warnings)));
        }
        faults.throwIfAny();
        return evaluated;
    }

    private static List<JsonNode> yaml(String name, String text) {
        return YamlReader.documents(name, text.getBytes(StandardCharsets.UTF_8), LIMITS).stream()
                .map(YamlDocument::root)
                .toList();
    }
}
