package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Sources for the tests, and the problems they give. */
final class Fetching {
    static final int LIMIT = 100_000;
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Fetching() {}

    /** Small limits, and this machine allowed. */
    static FetchPolicy policy(Duration timeout) {
        return new FetchPolicy(PATIENCE, timeout, LIMIT, 3, Set.of(AddressKind.LOOPBACK), Set.of());
    }

    static HttpSource source(FetchPolicy policy, HostResolver resolver, Clock clock) {
        return new HttpSource(HttpSource.client(HttpClient.newBuilder(), policy), policy, resolver, clock);
    }

    static HttpSource source(FetchPolicy policy, HostResolver resolver) {
        return source(policy, resolver, Clock.systemUTC());
    }

    static HttpSource source() {
        return source(policy(PATIENCE), HostResolver.SYSTEM);
    }

    /** The only problem of a fetch that is refused; it has a text. */
    static Problem refused(ArtifactFetcher source, String reference) {
        List<Problem> problems = assertThrows(ProblemException.class, () -> source.fetch(reference))
                .problems();
        assertEquals(1, problems.size());
        Problem problem = problems.get(0);
        assertFalse(problem.describe(), problem.describe().startsWith(problem.code()));
        return problem;
    }
}
