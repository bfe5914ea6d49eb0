package io.jenkins.plugins.spindelivery.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One line of the report.
 *
 * @param id short and stable
 * @param work what is done
 * @param ours the median of our figure
 * @param theirs the median of what it is compared with; no number without a peer
 * @param unit of both
 * @param peer what it is compared with
 * @param ratio of ours to theirs; for a figure without a peer the figure itself
 * @param target what the ratio must not exceed; for a line that only informs, infinite
 */
record Row(
        @JsonProperty("id") String id,
        @JsonProperty("work") String work,
        @JsonProperty("ours") double ours,
        @JsonProperty("theirs") double theirs,
        @JsonProperty("unit") String unit,
        @JsonProperty("peer") String peer,
        @JsonProperty("ratio") double ratio,
        @JsonProperty("target") double target) {

    /** A comparison of times. */
    static Row times(String id, String work, Times ours, String peer, Times theirs, double target) {
        return new Row(id, work, ours.median(), theirs.median(), "ms", peer, ours.ratioTo(theirs), target);
    }

    /** A figure that is compared with nothing but its target. */
    static Row alone(String id, String work, double ours, String unit, double target) {
        return new Row(id, work, ours, Double.NaN, unit, "", ours, target);
    }

    /** Whether the target was met. */
    @JsonProperty("met")
    boolean met() {
        return ratio <= target;
    }
}
