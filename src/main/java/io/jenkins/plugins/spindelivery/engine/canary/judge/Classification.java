package io.jenkins.plugins.spindelivery.engine.canary.judge;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a metric of the canary compares with the baseline's; the words are Kayenta's and part of the JSON contract. */
public enum Classification {
    /** No difference that matters. */
    @JsonProperty("Pass")
    PASS("Pass"),
    /** The canary's is higher than it may be. */
    @JsonProperty("High")
    HIGH("High"),
    /** The canary's is lower than it may be. */
    @JsonProperty("Low")
    LOW("Low"),
    /** At least one side has no data. */
    @JsonProperty("Nodata")
    NODATA("Nodata"),
    /** The comparison itself went wrong. */
    @JsonProperty("Error")
    ERROR("Error");

    private final String word;

    Classification(String word) {
        this.word = word;
    }

    /**
     * The word of the JSON contract.
     *
     * @return such as {@code Nodata}
     */
    public String word() {
        return word;
    }
}
