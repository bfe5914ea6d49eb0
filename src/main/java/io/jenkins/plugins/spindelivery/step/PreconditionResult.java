package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Precondition;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of preconditions: which are not met, and whether that is the end of the whole pipeline. */
public final class PreconditionResult {
    private static final String FAIL_PIPELINE = "failPipeline";

    private final List<Map<String, Object>> failed = new ArrayList<>();
    private final List<Problem> errors = new ArrayList<>();
    private int checked;
    private boolean failPipeline;

    PreconditionResult() {}

    /** Adds what was found out about one. */
    void add(Precondition precondition, List<Problem> problems) {
        checked++;
        for (Problem problem : problems) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("type", precondition.type());
            one.put("message", problem.message());
            one.put(FAIL_PIPELINE, precondition.failPipeline());
            failed.add(one);
            failPipeline |= precondition.failPipeline();
        }
        errors.addAll(problems);
    }

    /** The result of the step. */
    StageResult result() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("checked", checked);
        value.put("failed", failed);
        value.put(FAIL_PIPELINE, failPipeline);
        return new StageResult(errors.isEmpty() ? StageStatus.SUCCEEDED : StageStatus.FAILED, value, errors);
    }

    /**
     * Whether preconditions were not met of which each one says that the rest of the pipeline goes on: only the branch of
     * the stage ends.
     *
     * @param result of a step {@code spinPreconditions}
     * @return {@code false} for what is met, for a failure that ends the pipeline, and for a step that could not find out
     */
    public static boolean stopsBranchOnly(StageResult result) {
        return result.status() == StageStatus.FAILED
                && result.value() instanceof Map<?, ?> value
                && Boolean.FALSE.equals(value.get(FAIL_PIPELINE));
    }
}
