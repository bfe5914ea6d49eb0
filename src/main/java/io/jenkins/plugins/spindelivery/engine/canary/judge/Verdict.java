package io.jenkins.plugins.spindelivery.engine.canary.judge;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a score means by its thresholds; the words are part of the JSON contract. */
public enum Verdict {
    /** At or above the pass threshold. */
    @JsonProperty("Pass")
    PASS("Pass"),
    /** Below that, at or above the marginal threshold. */
    @JsonProperty("Marginal")
    MARGINAL("Marginal"),
    /** Below both. */
    @JsonProperty("Fail")
    FAIL("Fail");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /**
     * The word of the JSON contract.
     *
     * @return such as {@code Marginal}
     */
    public String word() {
        return word;
    }
}
