package io.jenkins.plugins.spindelivery.engine.aws.operation;

import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectsResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of an operation on AWS.
 *
 * @param status how it ended
 * @param category why it did not succeed; {@code null} when it did, or was cancelled
 * @param objects what it made, changed, deleted or found in order, and what could not be taken back
 * @param outputs what later steps need, such as {@code images}: plain lists, maps, texts and numbers, in the words of the
 *     JSON contract
 * @param warnings in the order in which they arose
 * @param errors why it did not succeed
 * @param durationMillis from the first move to the last, in milliseconds
 */
public record AwsResult(
        Status status,
        Category category,
        List<ObjectOutcome> objects,
        Map<String, Object> outputs,
        List<Problem> warnings,
        List<Problem> errors,
        long durationMillis)
        implements ObjectsResult {

    public AwsResult {
        objects = List.copyOf(objects);
        outputs = new LinkedHashMap<>(outputs);
        warnings = List.copyOf(warnings);
        errors = List.copyOf(errors);
    }

    /**
     * The result of a course that is over.
     *
     * @param course without a status it succeeded
     * @param objects see {@link AwsResult#objects()}
     * @param outputs see {@link AwsResult#outputs()}
     * @param clock tells the time
     * @return the result
     */
    public static AwsResult of(Course course, List<ObjectOutcome> objects, Map<String, Object> outputs, Clock clock) {
        return new AwsResult(
                course.ending() ? course.status() : Status.SUCCEEDED,
                course.category(),
                objects,
                outputs,
                course.warnings(),
                course.errors(),
                Math.max(0, clock.millis() - course.startedAt()));
    }
}
