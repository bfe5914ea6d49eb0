package io.jenkins.plugins.spindelivery.engine.canary.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;

/**
 * What came of a canary.
 *
 * @param status {@code SUCCEEDED} exactly when the verdict is Pass and everything was taken away again
 * @param category why it did not succeed; {@code null} when it did, or was cancelled
 * @param verdict what was decided; {@code null} when nothing could be: it was refused, cancelled, or went wrong before
 * @param score the last score, 0 to 100; {@code null} when nothing was measured
 * @param intervals each judgment in its order; empty without analysis
 * @param judged the last judgment in full; {@code null} when nothing was measured
 * @param name the canary's workload; empty when nothing was deployed
 * @param baseline the baseline's workload; empty without one
 * @param namespace of both; empty when nothing was deployed
 * @param label what the objects were labelled with, {@code key=value}; empty when nothing was deployed
 * @param objects what was made for the canary, and what became of it: deleted, unless something went wrong
 * @param warnings in the order in which they arose
 * @param errors why it did not succeed
 * @param durationMillis from the first move to the last, in milliseconds
 */
public record CanaryResult(
        Status status,
        Category category,
        Verdict verdict,
        Double score,
        List<Interval> intervals,
        JudgeResult judged,
        String name,
        String baseline,
        String namespace,
        String label,
        List<ObjectOutcome> objects,
        List<Problem> warnings,
        List<Problem> errors,
        long durationMillis) {

    /**
     * One judgment.
     *
     * @param number from 1
     * @param startMillis the beginning of the canary's window, in milliseconds since 1970
     * @param endMillis its end, in milliseconds since 1970
     * @param score 0 to 100
     * @param verdict what the score means
     */
    public record Interval(
            @JsonProperty("number") int number,
            @JsonProperty("startMillis") long startMillis,
            @JsonProperty("endMillis") long endMillis,
            @JsonProperty("score") double score,
            @JsonProperty("verdict") Verdict verdict) {}

    public CanaryResult {
        intervals = List.copyOf(intervals);
        objects = List.copyOf(objects);
        warnings = List.copyOf(warnings);
        errors = List.copyOf(errors);
    }
}
