package io.jenkins.plugins.spindelivery.step;

import hudson.ProxyConfiguration;
import io.jenkins.plugins.spindelivery.account.AllowedHosts;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.artifact.HostResolver;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.artifact.TryLater;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Fetches URLs for one stage, by Jenkins' proxy and under the engine's policy. A job must not reach what only the
 * controller can: its own ports and the neighbours of its machine, unless an administrator allows a host.
 */
public final class UrlFetcher implements ArtifactFetcher {
    private static final Set<String> REFUSED = Set.of("artifact.address-loopback", "artifact.address-link-local");

    private final Clock clock;
    private HttpSource source;

    /**
     * A fetcher that has fetched nothing yet.
     *
     * @param clock limits each fetch
     */
    public UrlFetcher(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Fetched fetch(String reference) {
        if (source == null) {
            // Most stages fetch nothing; the client is made for the first URL.
            source = source(policy(), clock);
        }
        return hinting(() -> source.fetch(reference));
    }

    /** What may be fetched from this Jenkins. */
    static FetchPolicy policy() {
        return AllowedHosts.policy();
    }

    /** A source under a policy, by Jenkins' proxy. */
    static HttpSource source(FetchPolicy policy, Clock clock) {
        HttpClient client = HttpSource.client(ProxyConfiguration.newHttpClientBuilder(), policy);
        return new HttpSource(client, policy, HostResolver.SYSTEM, clock);
    }

    /** Fetches, and says of what is refused where it could be allowed. */
    static <T> T hinting(Supplier<T> fetching) {
        try {
            return fetching.get();
        } catch (TryLater | HttpExchange.Unanswered e) {
            throw e;
        } catch (ProblemException e) {
            throw hinted(e);
        }
    }

    /** Says where it is configured what may be fetched. */
    private static ProblemException hinted(ProblemException refused) {
        List<Problem> problems = new ArrayList<>(refused.problems());
        if (problems.stream().map(Problem::code).anyMatch(REFUSED::contains)) {
            problems.add(Problem.of("step.fetch-allow", ""));
        }
        return new ProblemException(refused.category(), problems, refused);
    }
}
