package io.jenkins.plugins.spindelivery.engine.notify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is told about. */
public enum Occasion {
    /** A pipeline began. */
    PIPELINE_STARTED(OfWhat.PIPELINE, "starting", Mood.NEUTRAL),
    /** A pipeline ended well. */
    PIPELINE_SUCCEEDED(OfWhat.PIPELINE, "complete", Mood.GOOD),
    /** A pipeline failed. */
    PIPELINE_FAILED(OfWhat.PIPELINE, "failed", Mood.BAD),
    /** Somebody stopped a pipeline; Spinnaker tells that as a failure, and so does {@link #when()}. */
    PIPELINE_CANCELED(OfWhat.PIPELINE, "failed", Mood.WARNING),
    /** A stage began. */
    STAGE_STARTED(OfWhat.STAGE, "starting", Mood.NEUTRAL),
    /** A stage ended well. */
    STAGE_SUCCEEDED(OfWhat.STAGE, "complete", Mood.GOOD),
    /** A stage failed. */
    STAGE_FAILED(OfWhat.STAGE, "failed", Mood.BAD),
    /** Somebody stopped a stage; Spinnaker tells that as a failure, and so does {@link #when()}. */
    STAGE_CANCELED(OfWhat.STAGE, "failed", Mood.WARNING),
    /** A manual judgment waits for an answer. */
    JUDGMENT_ASKED(OfWhat.JUDGMENT, "manualJudgment", Mood.WARNING),
    /** A manual judgment was answered: go on. */
    JUDGMENT_CONTINUED(OfWhat.JUDGMENT, "manualJudgmentContinue", Mood.GOOD),
    /** A manual judgment was answered: stop. */
    JUDGMENT_STOPPED(OfWhat.JUDGMENT, "manualJudgmentStop", Mood.BAD);

    /** What a color shows. */
    enum Mood {
        NEUTRAL,
        GOOD,
        WARNING,
        BAD
    }

    /** What it happened to, with how Spinnaker begins the name of such an occasion. */
    private enum OfWhat {
        PIPELINE("pipeline."),
        STAGE("stage."),
        JUDGMENT("");

        private final String prefix;

        OfWhat(String prefix) {
            this.prefix = prefix;
        }
    }

    private final OfWhat ofWhat;
    private final String when;
    private final Mood mood;

    Occasion(OfWhat ofWhat, String what, Mood mood) {
        this.ofWhat = ofWhat;
        this.when = ofWhat.prefix + what;
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
        return ofWhat != OfWhat.PIPELINE;
    }

    /** The last part of the codes of its texts. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Mood mood() {
        return mood;
    }
}
