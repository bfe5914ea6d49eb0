package io.jenkins.plugins.spindelivery.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where a stage is, or how it ended; the words are part of the JSON of the Delivery page. */
public enum StageStatus {
    /** Reading its input, working or waiting. */
    @JsonProperty("running")
    RUNNING,
    /** Waiting for a person. */
    @JsonProperty("paused")
    PAUSED,
    /** Somebody stopped it, and what must not stay is being taken back. */
    @JsonProperty("cancelling")
    CANCELLING,
    /** Done. */
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** Something went wrong. */
    @JsonProperty("failed")
    FAILED,
    /** What it waited for did not come in time. */
    @JsonProperty("timedOut")
    TIMED_OUT,
    /** Somebody stopped it. */
    @JsonProperty("cancelled")
    CANCELLED,
    /** Nothing was changed, because something was wrong with the request. */
    @JsonProperty("refused")
    REFUSED,
    /** A person said no. */
    @JsonProperty("rejected")
    REJECTED,
    /** A stage before it did not succeed. */
    @JsonProperty("skipped")
    SKIPPED;

    /**
     * Whether nothing more is going to happen.
     *
     * @return whether it is an end
     */
    public boolean ended() {
        return this != RUNNING && this != PAUSED && this != CANCELLING;
    }

    /**
     * The word of the JSON contract.
     *
     * @return such as {@code timedOut}
     */
    public String word() {
        String[] parts = name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder word = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            word.append(Character.toUpperCase(parts[i].charAt(0))).append(parts[i].substring(1));
        }
        return word.toString();
    }
}
