package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How many instances a server group has.
 *
 * @param min Auto Scaling never makes them fewer
 * @param desired how many there are to be now
 * @param max Auto Scaling never makes them more
 */
public record Capacity(
        @JsonProperty("min") int min, @JsonProperty("desired") int desired, @JsonProperty("max") int max) {
    /** No instance at all. */
    public static final Capacity NONE = new Capacity(0, 0, 0);

    /** Whether AWS would take it. */
    public boolean valid() {
        return min >= 0 && min <= desired && desired <= max;
    }

    @Override
    public String toString() {
        return min + "/" + desired + "/" + max;
    }
}
