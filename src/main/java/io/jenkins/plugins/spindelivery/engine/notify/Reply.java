package io.jenkins.plugins.spindelivery.engine.notify;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.Optional;

/**
 * What an answer means.
 *
 * @param outcome whether it was delivered, and else whether another try may help
 * @param problem why it wasn't delivered; nothing when it was
 * @param waitAtLeast how long the receiver asks to be left alone; zero when it asks for nothing
 */
public record Reply(Outcome outcome, Optional<Problem> problem, Duration waitAtLeast) {
    /** Whether a message was delivered. */
    public enum Outcome {
        /** The receiver took it. */
        DELIVERED,
        /** It didn't, for a reason that may pass. */
        AGAIN,
        /** It didn't, and never will. */
        REFUSED
    }

    static Reply delivered() {
        return new Reply(Outcome.DELIVERED, Optional.empty(), Duration.ZERO);
    }

    static Reply again(Problem problem, Duration waitAtLeast) {
        return new Reply(Outcome.AGAIN, Optional.of(problem), waitAtLeast);
    }

    static Reply refused(Problem problem) {
        return new Reply(Outcome.REFUSED, Optional.of(problem), Duration.ZERO);
    }
}
