package io.jenkins.plugins.spindelivery.engine.pipeline;

/** How far a stage or a whole pipeline is; the names are Orca's, but for {@link #WAITING}. */
public enum PipelineStatus {
    /** Not begun; behind a stage that halted it stays so for good. */
    NOT_STARTED,
    /** Its requisites have ended, and it waits for its execution window or its jitter. */
    WAITING,
    /** At work. */
    RUNNING,
    /** A person has to do something first. */
    PAUSED,
    /** All went well. */
    SUCCEEDED,
    /** It failed, and what comes after it goes on all the same. */
    FAILED_CONTINUE,
    /** It failed, and the pipeline with it. */
    TERMINAL,
    /** It was taken back before its end. */
    CANCELED,
    /** It failed, and nothing that comes after it starts; other branches go on. */
    STOPPED,
    /** It was left out, and what comes after it goes on. */
    SKIPPED;

    /**
     * Whether nothing changes any more.
     *
     * @return true for all but the first four
     */
    public boolean ended() {
        return switch (this) {
            case NOT_STARTED, WAITING, RUNNING, PAUSED -> false;
            case SUCCEEDED, FAILED_CONTINUE, TERMINAL, CANCELED, STOPPED, SKIPPED -> true;
        };
    }

    /**
     * Whether stages that wait for this one may start.
     *
     * @return true for {@link #SUCCEEDED}, {@link #FAILED_CONTINUE} and {@link #SKIPPED}
     */
    public boolean letsOn() {
        return this == SUCCEEDED || this == FAILED_CONTINUE || this == SKIPPED;
    }
}
