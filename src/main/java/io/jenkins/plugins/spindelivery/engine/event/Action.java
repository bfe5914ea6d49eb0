package io.jenkins.plugins.spindelivery.engine.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What an operation did to an object; the words are part of the command line's JSON contract. */
public enum Action {
    /** It was not there. */
    @JsonProperty("created")
    CREATED,
    /** It was there and is different now. */
    @JsonProperty("configured")
    CONFIGURED,
    /** It was there and in order. */
    @JsonProperty("unchanged")
    UNCHANGED,
    /** It is gone. */
    @JsonProperty("deleted")
    DELETED,
    /** It was left alone: something before it failed, or it was not there to delete. */
    @JsonProperty("skipped")
    SKIPPED,
    /** It has another number of replicas. */
    @JsonProperty("scaled")
    SCALED,
    /** Its pods are being replaced by new ones of the same kind. */
    @JsonProperty("restarted")
    RESTARTED,
    /** Its rollout stands still. */
    @JsonProperty("paused")
    PAUSED,
    /** Its rollout goes on. */
    @JsonProperty("resumed")
    RESUMED,
    /** It was patched. */
    @JsonProperty("patched")
    PATCHED,
    /** It is what it was before. */
    @JsonProperty("rolledBack")
    ROLLED_BACK,
    /** Its pods are behind their Services. */
    @JsonProperty("enabled")
    ENABLED,
    /** Its pods are behind no Service any more. */
    @JsonProperty("disabled")
    DISABLED;

    /**
     * The word of the JSON contract.
     *
     * @return such as {@code created}
     */
    public String word() {
        return this == ROLLED_BACK ? "rolledBack" : name().toLowerCase(Locale.ROOT);
    }
}
