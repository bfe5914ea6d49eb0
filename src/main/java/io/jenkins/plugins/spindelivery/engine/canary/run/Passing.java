package io.jenkins.plugins.spindelivery.engine.canary.run;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;

/** What stopped a move and may pass by itself: an overloaded, restarting or unreachable server, of whichever kind. */
final class Passing {
    private Passing() {}

    static boolean isPassing(ProblemException stop) {
        return stop instanceof ApiException fault && fault.passing() || MetricException.isPassing(stop);
    }

    /** How long the server asks to wait. */
    static Optional<Duration> retryAfter(ProblemException stop) {
        if (stop instanceof ApiException fault) {
            return fault.retryAfter();
        }
        return stop instanceof MetricException fault ? fault.retryAfter() : Optional.empty();
    }
}
