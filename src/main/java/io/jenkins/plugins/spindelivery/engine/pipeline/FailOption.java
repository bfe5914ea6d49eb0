package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a stage's failure means for the others: the choice <em>If stage fails</em> of Spinnaker's forms. */
public enum FailOption {
    /** Halts the entire pipeline: other branches are taken back. What holds where nothing is said. */
    FAIL,
    /** Halts this branch; the others go on, and the pipeline succeeds. */
    STOP,
    /** Halts this branch, and fails the pipeline once the others have ended. */
    STOP_THEN_FAIL,
    /** Ignores the failure. */
    IGNORE;

    static final String FAIL_PIPELINE = "failPipeline";
    static final String CONTINUE_PIPELINE = "continuePipeline";
    static final String CONTINUE_ON_FAILURE = "continuePipelineOnFailure";
    static final String COMPLETE_OTHERS = "completeOtherBranchesThenFail";

    /**
     * The choice of a stage, as Orca reads it: to go on beats to fail. What is no flag counts as not written, so that a
     * misspelt one halts the pipeline and hides nothing.
     *
     * @param stage the stage's JSON
     * @return what it chose
     */
    public static FailOption of(ObjectNode stage) {
        if (flag(stage, CONTINUE_PIPELINE, false) || flag(stage, CONTINUE_ON_FAILURE, false)) {
            return IGNORE;
        }
        if (flag(stage, FAIL_PIPELINE, true)) {
            return FAIL;
        }
        return flag(stage, COMPLETE_OTHERS, false) ? STOP_THEN_FAIL : STOP;
    }

    /**
     * What becomes of a stage with this choice when it fails.
     *
     * @return an ended status
     */
    public PipelineStatus afterFailure() {
        return switch (this) {
            case FAIL -> PipelineStatus.TERMINAL;
            case STOP, STOP_THEN_FAIL -> PipelineStatus.STOPPED;
            case IGNORE -> PipelineStatus.FAILED_CONTINUE;
        };
    }

    /** A flag, which tools that write pipelines from templates also write as a text. */
    static boolean flag(JsonNode json, String field, boolean otherwise) {
        JsonNode value = json.path(field);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return isFlag(value) ? value.textValue().strip().equalsIgnoreCase("true") : otherwise;
    }

    /** Whether something is a flag, or the text of one. */
    static boolean isFlag(JsonNode value) {
        if (!value.isTextual()) {
            return value.isBoolean();
        }
        String text = value.textValue().strip();
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }
}
