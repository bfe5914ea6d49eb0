package io.jenkins.plugins.spindelivery.engine.problem;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with several inputs, so that a user mends them all at once. */
public final class Faults {
    private final List<Problem> problems = new ArrayList<>();
    private Category category;

    /**
     * Does a part of the work; what is wrong with it does not stop the rest.
     *
     * @param part what to do
     */
    public void collect(Runnable part) {
        try {
            part.run();
        } catch (ProblemException e) {
            category = category == null ? e.category() : category;
            problems.addAll(e.problems());
        }
    }

    /**
     * Ends the work when something was wrong.
     *
     * @throws ProblemException with everything, under the category of the first
     */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ProblemException(category, problems);
        }
    }
}
