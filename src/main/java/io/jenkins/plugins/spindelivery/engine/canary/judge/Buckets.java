package io.jenkins.plugins.spindelivery.engine.canary.judge;

import java.util.Arrays;

/**
 * Where to begin looking for a value among sorted ones: they are sorted into buckets of equal width, so that mostly none
 * or one has to be looked at. Where they lie unevenly, with one far from all others, it helps little and does no harm.
 */
final class Buckets {
    private static final int BUCKETS_PER_VALUE = 8;

    private final double least;
    private final double scale;
    private final int[] starts;

    /**
     * Sorts values into buckets.
     *
     * @param values ascending
     * @param size how many of them count, at least one
     */
    Buckets(double[] values, int size) {
        starts = new int[size * BUCKETS_PER_VALUE];
        least = values[0];
        scale = starts.length / (values[size - 1] - least);
        int begun = 0;
        for (int next = 0; next < size; next++) {
            for (int bucket = bucket(values[next]); begun <= bucket; begun++) {
                starts[begun] = next;
            }
        }
        Arrays.fill(starts, begun, starts.length, size);
    }

    /**
     * Where to begin.
     *
     * @param value any number
     * @return an index of the values; all before it are smaller than this value
     */
    int start(double value) {
        return starts[bucket(value)];
    }

    /** Never falls as the value grows, rounding included, so that a value in a lower bucket is smaller. */
    private int bucket(double value) {
        int bucket = (int) ((value - least) * scale);
        return bucket < 0 ? 0 : Math.min(bucket, starts.length - 1);
    }
}
