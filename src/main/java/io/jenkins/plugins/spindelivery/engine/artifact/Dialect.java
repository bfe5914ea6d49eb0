package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Map;

/** How a kind of server is asked and says no, beyond what all HTTP servers have in common. */
interface Dialect {
    /** Any server. */
    Dialect PLAIN = new Dialect() {
        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public ProblemException refusal(String shown, int status, HttpHeaders headers, Instant now) {
            ProblemException refused = Failures.ofStatus(shown, status);
            return RateLimits.retryAfter(status, headers)
                    .<ProblemException>map(
                            wait -> new TryLater(refused.problems().get(0), wait, null))
                    .orElse(refused);
        }
    };

    /** Headers of each request to the server itself; a redirect to another one leaves them behind. */
    Map<String, String> headers();

    /**
     * The failure for an answer without content.
     *
     * @param shown what messages call the content
     * @param status any but 200 and redirects
     * @param headers of the answer
     * @param now the time
     * @return a {@link TryLater} when the server only wants to be asked less often
     */
    ProblemException refusal(String shown, int status, HttpHeaders headers, Instant now);

    /**
     * Makes sure that an answer with 200 is what was asked for.
     *
     * @param shown what messages call the content
     * @param headers of the answer
     * @throws ProblemException when it is something else
     */
    default void check(String shown, HttpHeaders headers) {}
}
