package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectsResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;

/**
 * What came of a change.
 *
 * @param status how it ended
 * @param category why it did not succeed; {@code null} when it did, or was cancelled
 * @param objects what was found, and what became of each
 * @param warnings in the order in which they arose
 * @param errors why it did not succeed
 * @param durationMillis from the first move to the last, in milliseconds
 */
public record RolloutResult(
        Status status,
        Category category,
        List<ObjectOutcome> objects,
        List<Problem> warnings,
        List<Problem> errors,
        long durationMillis)
        implements ObjectsResult {}
