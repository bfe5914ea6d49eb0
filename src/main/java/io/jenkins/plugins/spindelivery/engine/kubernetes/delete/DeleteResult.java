package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;

import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectsResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;

/**
 * What came of a delete.
 *
 * @param status how it ended
 * @param category why it did not succeed; {@code null} when it did, or was cancelled
 * @param objects what was found, in the order of deleting
 * @param warnings in the order in which they arose
 * @param errors why it did not succeed
 * @param durationMillis from the first move to the last, in milliseconds
 */
public record DeleteResult(
        Status status,
        Category category,
        List<ObjectOutcome> objects,
        List<Problem> warnings,
        List<Problem> errors,
        long durationMillis)
        implements ObjectsResult {}
