package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** How long fetching for one piece of work may wait in all for servers that ask to be asked later. Not thread-safe. */
public final class FetchPatience {
    /** A server's secondary limits pass within it; the rest of a used-up hour may not. */
    public static final Duration USUAL = Duration.ofMinutes(15);

    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Clock clock;
    private final Duration limit;
    private Instant end;

    /**
     * Patience that begins to run out with the first wait.
     *
     * @param clock tells the time
     * @param limit how long all waits may take together
     */
    public FetchPatience(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Decides whether to wait.
     *
     * @param busy what the server said
     * @return how long to wait before asking again; at least a second
     * @throws ProblemException when that is too long; it says what the server said, and until when it asks to wait
     */
    public Duration await(TryLater busy) {
        Instant now = clock.instant();
        if (end == null) {
            end = now.plus(limit);
        }
        Duration wait = busy.delay().compareTo(LEAST) < 0 ? LEAST : busy.delay();
        if (!now.plus(wait).isAfter(end)) {
            return wait;
        }
        List<Problem> problems = new ArrayList<>(busy.problems());
        problems.add(Problem.of(
                "artifact.wait-too-long", "", now.plus(wait).truncatedTo(ChronoUnit.SECONDS), limit.toSeconds()));
        throw new ProblemException(busy.category(), problems, busy);
    }
}
