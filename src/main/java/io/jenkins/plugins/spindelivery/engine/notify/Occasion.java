package io.jenkins.plugins.spindelivery.engine.notify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is told about. */
public enum Occasion {
    /** A pipeline began. */
    PIPELINE_STARTED("pipeline.starting", Mood.NEUTRAL),
    /** A pipeline ended well. */
    PIPELINE_SUCCEEDED("pipeline.complete", Mood.GOOD),
    /** A pipeline failed. */
    PIPELINE_FAILED("pipeline.failed", Mood.BAD),
    /** Somebody stopped a pipeline; Spinnaker tells that as a failure, and so does {@link #when()}. */
    PIPELINE_CANCELED("pipeline.failed", Mood.WARNING),
    /** A stage began. */
    STAGE_STARTED("stage.starting", Mood.NEUTRAL),
    /** A stage ended well. */
    STAGE_SUCCEEDED("stage.complete", Mood.GOOD),
    /** A stage failed. */
    STAGE_FAILED("stage.failed", Mood.BAD),
    /** Somebody stopped a stage; Spinnaker tells that as a failure, and so does {@link #when()}. */
    STAGE_CANCELED("stage.failed", Mood.WARNING),
    /** A manual judgment waits for an answer. */
    JUDGMENT_ASKED("manualJudgment", Mood.WARNING),
    /** A manual judgment was answered: go on. */
    JUDGMENT_CONTINUED("manualJudgmentContinue", Mood.GOOD),
    /** A manual judgment was answered: stop. */
    JUDGMENT_STOPPED("manualJudgmentStop", Mood.BAD);

    /** What a color shows. */
    enum Mood {
        NEUTRAL,
        GOOD,
        WARNING,
        BAD
    }

    private final String when;
    private final Mood mood;

    Occasion(String when, Mood mood) {
        this.when = when;
        this.mood = mood;
    }

    /**
     * The occasion as the list {@code when} of a pipeline's notification names it.
     *
     * @return such as {@code pipeline.failed} or {@code manualJudgment}
     */
    public String when() {
        return when;
    }

    /**
     * The occasions that an entry of the list {@code when} stands for.
     *
     * @param when such as {@code pipeline.failed}
     * @return none for a name that is not known, several where Spinnaker makes no difference
     */
    public static List<Occasion> named(String when) {
        return Arrays.stream(values()).filter(one -> one.when.equals(when)).toList();
    }

    /**
     * Whether it is about one stage, and not about the pipeline as a whole.
     *
     * @return true for stages and for judgments
     */
    public boolean ofStage() {
        return !name().startsWith("PIPELINE");
    }

    /** The last part of the codes of its texts. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Mood mood() {
        return mood;
    }
}
