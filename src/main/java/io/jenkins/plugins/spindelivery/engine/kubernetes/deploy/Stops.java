package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.Comparator;
import java.util.List;

/** What stopped the parts of one move: some of it passes by itself, some of it lasts. */
final class Stops {
    private Stops() {}

    static boolean isPassing(ProblemException stop) {
        return stop instanceof ApiException fault && fault.passing();
    }

    /** Those that last first: they say how the work ends. */
    static List<ProblemException> inOrder(List<ProblemException> stops) {
        return stops.stream().sorted(Comparator.comparing(Stops::isPassing)).toList();
    }

    static List<Problem> problems(List<ProblemException> stops) {
        return stops.stream()
                .flatMap(stop -> stop.problems().stream())
                .distinct()
                .toList();
    }

    /**
     * One exception for all. When all of them pass it is one that passes, too, so that whoever catches it tries again.
     *
     * @param stops at least one
     * @return the exception to throw
     */
    static ProblemException asOne(List<ProblemException> stops) {
        return stops.stream().allMatch(Stops::isPassing) ? stops.get(0) : ProblemException.together(inOrder(stops));
    }
}
