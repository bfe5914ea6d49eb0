package io.jenkins.plugins.spindelivery.cli.input;

import io.jenkins.plugins.spindelivery.engine.artifact.AddressKind;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.artifact.HostResolver;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ManifestEvaluation;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Makes manifests of what {@code -f} names. */
public final class ManifestInput {
    private static final ReadLimits LIMITS = ReadLimits.DEFAULT;
    private static final Set<String> LOCAL_REFUSED = Set.of("artifact.address-loopback", "artifact.address-link-local");

    private final Sources sources;
    private final ManifestEvaluation evaluation;
    private final boolean allowLocalUrls;
    private final Clock clock;
    private ArtifactFetcher http;

    /**
     * Input of one command.
     *
     * @param stdin standard input
     * @param recursive whether folders inside folders are read as well
     * @param allowLocalUrls whether URLs may lead to this machine and to link-local addresses; metadata services are out
     *     of reach in any case
     * @param clock bounds expressions and fetching
     */
    public ManifestInput(InputStream stdin, boolean recursive, boolean allowLocalUrls, Clock clock) {
        this.sources = new Sources(stdin, recursive, LIMITS.maxBytes(), this::fetch);
        this.evaluation = new ManifestEvaluation(LIMITS, clock);
        this.allowLocalUrls = allowLocalUrls;
        this.clock = clock;
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
        return evaluation.evaluate(read(arguments), context, this::fetch, warnings);
    }

    /** Most commands fetch nothing; the HTTP client is made for the first URL. */
    private Fetched fetch(String url) {
        if (http == null) {
            FetchPolicy policy = allowLocalUrls
                    ? FetchPolicy.DEFAULT.allowing(AddressKind.LOOPBACK).allowing(AddressKind.LINK_LOCAL)
                    : FetchPolicy.DEFAULT;
            HttpClient client = HttpSource.client(HttpClient.newBuilder(), policy);
            http = new HttpSource(client, policy, HostResolver.SYSTEM, clock);
        }
        try {
            return http.fetch(url);
        } catch (ProblemException e) {
            throw hinted(e);
        }
    }

    /** The engine speaks of what an account allows; here a flag does. */
    private static ProblemException hinted(ProblemException refused) {
        List<Problem> problems = new ArrayList<>(refused.problems());
        if (problems.stream().map(Problem::code).anyMatch(LOCAL_REFUSED::contains)) {
            problems.add(Problem.of("cli.allow-private-hosts", ""));
        }
        return new ProblemException(refused.category(), problems, refused);
    }
}
