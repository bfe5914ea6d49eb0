package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/** A metric of one scope over time, in equal steps. Points that the source does not have are NaN. */
public final class Series {
    @JsonProperty("startMillis")
    private final long startMillis;

    @JsonProperty("stepMillis")
    private final long stepMillis;

    @JsonProperty("values")
    private final double[] values;

    /**
     * A series.
     *
     * @param startMillis the first point's time, in milliseconds since 1970
     * @param stepMillis from one point to the next, in milliseconds
     * @param values the points, NaN where there is none; copied
     */
    public Series(long startMillis, long stepMillis, double[] values) {
        this.startMillis = startMillis;
        this.stepMillis = stepMillis;
        this.values = values.clone();
    }

    /** From JSON, where a point that is not there is {@code null}. */
    @JsonCreator
    static Series read(
            @JsonProperty("startMillis") long startMillis,
            @JsonProperty("stepMillis") long stepMillis,
            @JsonProperty("values") Double[] values) {
        double[] plain = Arrays.stream(values == null ? new Double[0] : values)
                .mapToDouble(value -> value == null ? Double.NaN : value)
                .toArray();
        return new Series(startMillis, stepMillis, plain);
    }

    /** The first point's time, in milliseconds since 1970. */
    public long startMillis() {
        return startMillis;
    }

    /** From one point to the next, in milliseconds. */
    public long stepMillis() {
        return stepMillis;
    }

    /** How many points there are, with those that are NaN. */
    public int size() {
        return values.length;
    }

    /**
     * A point.
     *
     * @param index from 0
     * @return its value, NaN where there is none
     */
    public double value(int index) {
        return values[index];
    }

    /** All points; a copy. */
    public double[] values() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series series
                && startMillis == series.startMillis
                && stepMillis == series.stepMillis
                && Arrays.equals(values, series.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Series[" + startMillis + " + " + stepMillis + " x " + values.length + "]";
    }
}
