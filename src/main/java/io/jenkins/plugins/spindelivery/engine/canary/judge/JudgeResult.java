package io.jenkins.plugins.spindelivery.engine.canary.judge;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What the judge says of a canary.
 *
 * @param metrics in the order of the configuration, without muted ones
 * @param groups in the order in which they appear in the metrics
 * @param score 0 to 100, rounded to two decimals
 * @param verdict what the score means by the thresholds
 */
public record JudgeResult(
        @JsonProperty("metrics") List<Metric> metrics,
        @JsonProperty("groups") List<Group> groups,
        @JsonProperty("score") double score,
        @JsonProperty("verdict") Verdict verdict) {

    /**
     * A metric's part in it.
     *
     * @param name the metric's name
     * @param classification how the canary's compares
     * @param reason why, in words; empty where there is nothing to say
     * @param critical whether the metric alone fails the canary
     */
    public record Metric(
            @JsonProperty("name") String name,
            @JsonProperty("classification") Classification classification,
            @JsonProperty("reason") String reason,
            @JsonProperty("critical") boolean critical) {}

    /**
     * A group's part in it.
     *
     * @param name the group's name
     * @param score 0 to 100
     * @param weight its share in the whole, in percent
     */
    public record Group(
            @JsonProperty("name") String name,
            @JsonProperty("score") double score,
            @JsonProperty("weight") double weight) {}

    public JudgeResult {
        metrics = List.copyOf(metrics);
        groups = List.copyOf(groups);
    }
}
