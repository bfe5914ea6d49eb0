package io.jenkins.plugins.spindelivery.engine.pipeline.work;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A {@link Wait} on its way.
 *
 * @param version the layout of this state, {@value #VERSION}
 * @param endMillis when the wait ends, in milliseconds since 1970; absolute, so that the time in which no process runs
 *     counts
 * @param skipText what a person should know before skipping the rest; may be empty
 * @param told whether the log knows until when
 * @param skippedBy who skipped the rest; empty when nobody did
 * @param cancelled whether the wait was stopped
 */
public record WaitState(
        @JsonProperty("version") int version,
        @JsonProperty(value = "endMillis", required = true) long endMillis,
        @JsonProperty("skipText") String skipText,
        @JsonProperty("told") boolean told,
        @JsonProperty("skippedBy") String skippedBy,
        @JsonProperty("cancelled") boolean cancelled) {

    /** The layout that this version writes. */
    public static final int VERSION = 1;

    public WaitState {
        if (endMillis <= 0) {
            throw new IllegalArgumentException("a wait has an end");
        }
        skipText = skipText == null ? "" : skipText;
        skippedBy = skippedBy == null ? "" : skippedBy;
    }

    WaitState asTold() {
        return new WaitState(version, endMillis, skipText, true, skippedBy, cancelled);
    }

    WaitState asSkipped(String by) {
        return new WaitState(version, endMillis, skipText, told, by, cancelled);
    }

    WaitState asCancelled() {
        return new WaitState(version, endMillis, skipText, told, skippedBy, true);
    }
}
