package io.jenkins.plugins.spindelivery.engine.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a deploy or delete did to an object; the words are part of the command line's JSON contract. */
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
    SKIPPED;

    /**
     * The word of the JSON contract.
     *
     * @return such as {@code created}
     */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
