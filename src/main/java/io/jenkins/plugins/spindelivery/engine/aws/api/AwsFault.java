package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A call that AWS refused, or that did not get there. */
public final class AwsFault extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean passing;
    private final transient Optional<Duration> retryAfter;

    AwsFault(
            Category category,
            Problem problem,
            String code,
            boolean passing,
            Optional<Duration> retryAfter,
            Throwable cause) {
        super(category, List.of(problem), cause);
        this.code = code;
        this.passing = passing;
        this.retryAfter = retryAfter;
    }

    /**
     * What AWS calls it.
     *
     * @return such as {@code InvalidAMIID.NotFound}; empty when AWS did not answer
     */
    public String code() {
        return code;
    }

    /**
     * Whether the same call may succeed a moment later: throttling, 5xx, a connection that broke. The call may have been
     * carried out all the same.
     *
     * @return whether to look again and then try again
     */
    public boolean passing() {
        return passing;
    }

    /**
     * Whether what the call is about is not there. Soon after its creation that may pass.
     *
     * @return whether AWS found nothing of that name or id
     */
    public boolean isNotFound() {
        return code.contains("NotFound") || code.equals("InvalidInstanceId") || code.startsWith("NoSuch");
    }

    /**
     * How long AWS asks to wait.
     *
     * @return empty when it says nothing
     */
    public Optional<Duration> retryAfter() {
        return retryAfter == null ? Optional.empty() : retryAfter;
    }
}
