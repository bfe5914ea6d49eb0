package io.jenkins.plugins.spindelivery.engine.canary.judge;

import java.util.Arrays;

/**
 * Points in order, each value once with how often it occurs: what the rank statistic needs, so that no shift has to be
 * sorted again.
 *
 * @param values ascending and different, with positive infinity behind the last one, so that a search always ends
 * @param counts how often each value occurs; 0 for the one behind the last
 * @param below how many points are smaller than each value
 * @param size how many points there are
 * @param ties the sum of t³ − t over the values, where t is how often each occurs
 */
record Samples(double[] values, int[] counts, int[] below, int size, double ties) {

    /**
     * Counts points.
     *
     * @param sorted finite and ascending, at least one
     * @return the same points, counted
     */
    static Samples of(double[] sorted) {
        double[] values = new double[sorted.length + 1];
        int[] counts = new int[sorted.length + 1];
        int[] below = new int[sorted.length + 1];
        int distinct = 0;
        double ties = 0;
        for (int start = 0; start < sorted.length; distinct++) {
            int end = start + 1;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            values[distinct] = sorted[start];
            counts[distinct] = end - start;
            below[distinct] = start;
            ties += tied(end - start);
            start = end;
        }
        values[distinct] = Double.POSITIVE_INFINITY;
        below[distinct] = sorted.length;
        return new Samples(
                Arrays.copyOf(values, distinct + 1),
                Arrays.copyOf(counts, distinct + 1),
                Arrays.copyOf(below, distinct + 1),
                sorted.length,
                ties);
    }

    /** What a group of points with the same value takes from the variance of the rank sum. */
    static double tied(double count) {
        return count * count * count - count;
    }

    /** How many different values there are. */
    int distinct() {
        return values.length - 1;
    }

    /** The smallest point. */
    double min() {
        return values[0];
    }

    /** The largest point. */
    double max() {
        return values[distinct() - 1];
    }
}
