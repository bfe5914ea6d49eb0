package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How an object is doing, in one word; the words are part of the command line's JSON contract. */
public enum State {
    /** It is what its manifest asks for. */
    @JsonProperty("stable")
    STABLE,
    /** Something is still to happen, and is expected to happen by itself. */
    @JsonProperty("progressing")
    PROGRESSING,
    /** Someone stopped it on purpose; nothing happens until someone lets it go on. */
    @JsonProperty("paused")
    PAUSED,
    /** It will not become what its manifest asks for unless someone changes something. */
    @JsonProperty("failed")
    FAILED,
    /** Its status can't be told or can't be read. */
    @JsonProperty("unknown")
    UNKNOWN;

    /**
     * The word of the JSON contract.
     *
     * @return such as {@code stable}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
