package io.jenkins.plugins.spindelivery.engine.manifest.read;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;

/** The problems of one text, told together. */
final class Problems {
    /** More than that nobody reads; the rest is counted. */
    static final int MOST = 50;

    private final String sourceName;
    private final List<Problem> first = new ArrayList<>();
    private int more;

    Problems(String sourceName) {
        this.sourceName = sourceName;
    }

    void add(Fault fault) {
        add(fault.in(sourceName));
    }

    void add(Problem problem) {
        if (first.size() < MOST) {
            first.add(problem);
        } else {
            more++;
        }
    }

    /**
     * Ends the reading if anything is wrong.
     *
     * @throws ProblemException with all problems, of category INPUT
     */
    void throwIfAny() {
        if (first.isEmpty()) {
            return;
        }
        List<Problem> all = new ArrayList<>(first);
        if (more > 0) {
            all.add(Problem.of("manifest.read-more-problems", sourceName, more));
        }
        throw new ProblemException(Category.INPUT, all);
    }
}
