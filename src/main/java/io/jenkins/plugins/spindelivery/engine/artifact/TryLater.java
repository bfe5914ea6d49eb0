package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;

/**
 * A server would bring what it was asked for, but not now: it is asked too often, or is overloaded. Nothing waits in the
 * engine: whoever fetches decides with a {@link FetchPatience} whether to ask again.
 */
public final class TryLater extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final Duration delay;

    /**
     * A refusal for now.
     *
     * @param problem what to say when nobody waits
     * @param delay how long the server asks to wait
     * @param cause for the developer's log; may be {@code null}
     */
    TryLater(Problem problem, Duration delay, Throwable cause) {
        super(Category.ACCESS, List.of(problem), cause);
        this.delay = delay;
    }

    /**
     * How long the server asks to wait.
     *
     * @return not negative
     */
    public Duration delay() {
        return delay;
    }
}
