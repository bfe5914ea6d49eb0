package io.jenkins.plugins.spindelivery.engine.canary.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * From which scores on a canary is good.
 *
 * @param pass the score that passes, 0 to 100
 * @param marginal the score that is worth another look, 0 to 100 and not above {@code pass}
 */
public record ScoreThresholds(@JsonProperty("pass") double pass, @JsonProperty("marginal") double marginal) {
    /** Kayenta's: 75 and 50. */
    public static final ScoreThresholds DEFAULT = new ScoreThresholds(75, 50);
}
