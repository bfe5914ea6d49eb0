package io.jenkins.plugins.spindelivery.engine.canary.judge;

import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryMetric;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;

/**
 * What the judge says of one metric.
 *
 * @param metric the metric
 * @param classification how the canary's compares
 * @param reason why; absent where there is nothing to say
 * @param critical whether this alone fails the canary
 * @param counts whether it counts in the scores: no data do only where the metric must have some, errors never
 */
record JudgedMetric(
        CanaryMetric metric,
        Classification classification,
        Optional<Problem> reason,
        boolean critical,
        boolean counts) {

    /** The public part of it. */
    JudgeResult.Metric told() {
        return new JudgeResult.Metric(
                metric.name(), classification, reason.map(Problem::message).orElse(""), critical);
    }

    boolean passed() {
        return classification == Classification.PASS;
    }
}
