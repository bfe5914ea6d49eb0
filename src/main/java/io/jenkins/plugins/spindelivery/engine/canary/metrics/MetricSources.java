package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;

/** Finds metric sources by the names that states hold; addresses and credentials stay on its side. */
@FunctionalInterface
public interface MetricSources {
    /** Knows none; for operations that measure nothing. */
    MetricSources NONE = name -> {
        throw new ProblemException(Category.INPUT, Problem.of("canary.source-unknown", "", name));
    };

    /**
     * A metric source.
     *
     * @param name as it is configured
     * @return the source; the same one for the same name while nothing changed
     * @throws ProblemException when there is no such source, or its credential is unusable
     */
    MetricSource source(String name);
}
