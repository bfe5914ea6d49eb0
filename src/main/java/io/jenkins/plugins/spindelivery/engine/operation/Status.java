package io.jenkins.plugins.spindelivery.engine.operation;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an operation ended; the words are part of the command line's JSON contract. */
public enum Status {
    /** Everything was applied and, unless waiting was off, is stable. */
    @JsonProperty("succeeded")
    SUCCEEDED("succeeded"),
    /** Something was applied, and then it went wrong. */
    @JsonProperty("failed")
    FAILED("failed"),
    /** Everything was applied, and not all of it became stable in time. */
    @JsonProperty("timedOut")
    TIMED_OUT("timedOut"),
    /** Someone stopped it. */
    @JsonProperty("cancelled")
    CANCELLED("cancelled"),
    /** Nothing was applied. */
    @JsonProperty("refused")
    REFUSED("refused");

    private final String word;

    Status(String word) {
        this.word = word;
    }

    /**
     * The word of the JSON contract.
     *
     * @return such as {@code timedOut}
     */
    public String word() {
        return word;
    }
}
