package io.jenkins.plugins.spindelivery.engine.kubernetes.job;

import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectsResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Map;

/**
 * What came of a Job.
 *
 * @param status how it ended
 * @param category why it did not succeed; {@code null} when it did, or was cancelled
 * @param objects the Job; empty when it was refused before it had a name
 * @param outputs what its log lines gave; empty when none were asked for
 * @param containers how the containers of its pods ended, as far as they were seen
 * @param log the last lines that its containers wrote
 * @param warnings in the order in which they arose
 * @param errors why it did not succeed
 * @param durationMillis from the first move to the last, in milliseconds
 */
public record RunJobResult(
        Status status,
        Category category,
        List<ObjectOutcome> objects,
        Map<String, Object> outputs,
        List<ContainerEnd> containers,
        List<String> log,
        List<Problem> warnings,
        List<Problem> errors,
        long durationMillis)
        implements ObjectsResult {}
