package io.jenkins.plugins.spindelivery.engine.canary.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import java.util.Arrays;

/**
 * A series in numbers.
 *
 * @param points how many points have a value
 * @param missing how many have none
 * @param min the lowest value; {@code null} without any
 * @param mean the arithmetic mean; {@code null} without any value
 * @param median the middle value, or the mean of the two in the middle; {@code null} without any
 * @param max the highest value; {@code null} without any
 */
public record SeriesSummary(
        @JsonProperty("points") int points,
        @JsonProperty("missing") int missing,
        @JsonProperty("min") Double min,
        @JsonProperty("mean") Double mean,
        @JsonProperty("median") Double median,
        @JsonProperty("max") Double max) {

    /**
     * Sums a series up.
     *
     * @param series as it was measured
     * @return its numbers
     */
    public static SeriesSummary of(Series series) {
        double[] sorted =
                Arrays.stream(series.values()).filter(Double::isFinite).sorted().toArray();
        int missing = series.size() - sorted.length;
        if (sorted.length == 0) {
            return new SeriesSummary(0, missing, null, null, null, null);
        }
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        double mean = Arrays.stream(sorted).average().orElseThrow();
        return new SeriesSummary(sorted.length, missing, sorted[0], mean, median, sorted[sorted.length - 1]);
    }
}
