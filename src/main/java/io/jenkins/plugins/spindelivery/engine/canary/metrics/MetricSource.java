package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.concurrent.Executor;

/** Answers questions for time series. Safe for use by many threads. */
public interface MetricSource {

    /**
     * Asks for several series, each with one request, in parallel but never more at once than the source's limit, which
     * all who use the source share.
     *
     * @param queries the questions
     * @param executor lends threads
     * @return for each question its series, or a
     *     {@link io.jenkins.plugins.spindelivery.engine.problem.ProblemException} that says what is wrong, of which
     *     {@link MetricException#passing()} ones may be gone when asked again; a source that has no data answers with a
     *     series of no points
     */
    List<Outcome<Series>> fetch(List<MetricQuery> queries, Executor executor);

    /**
     * Looks at a question without asking it, so that a mistake in it is found before anything is deployed.
     *
     * @param query the question
     * @return what is in the query to no effect
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it can't be asked: a variable without a
     *     value, a template that is not there, a type that this source does not have
     */
    default List<Problem> check(MetricQuery query) {
        return List.of();
    }
}
