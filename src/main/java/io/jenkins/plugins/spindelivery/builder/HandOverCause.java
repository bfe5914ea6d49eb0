package io.jenkins.plugins.spindelivery.builder;

import hudson.model.Cause;
import hudson.model.Run;
import java.util.Objects;

/** Why a job was started: an entry of a hand-over did it. Names the entry, so that it is not done twice. */
public final class HandOverCause extends Cause.UpstreamCause {
    private final String key;

    /**
     * A cause.
     *
     * @param run the build that was handed over
     * @param key of the stage within the build
     */
    HandOverCause(Run<?, ?> run, String key) {
        super(run);
        this.key = key;
    }

    /** Whether it is that of a stage. */
    boolean isOf(Run<?, ?> run, String stage) {
        return pointsTo(run) && key.equals(stage);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HandOverCause cause && key.equals(cause.key) && super.equals(other);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), key);
    }
}
