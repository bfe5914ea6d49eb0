package io.jenkins.plugins.spindelivery.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What the runs of one contestant took.
 *
 * @param runs in the order of the rounds
 */
record Times(List<Duration> runs) {
    Times {
        runs = List.copyOf(runs);
    }

    /** These and later ones. */
    Times and(Times later) {
        List<Duration> all = new ArrayList<>(runs);
        all.addAll(later.runs);
        return new Times(all);
    }

    /** The median, in milliseconds. */
    double median() {
        return median(millis());
    }

    /**
     * The ratio of our median to the others'. Not the median of the rounds' ratios: within a round each works at another
     * place in the order, while over all rounds each has had all places.
     */
    double ratioTo(Times others) {
        return median() / others.median();
    }

    /** The median; of an even number of values the mean of the middle two. */
    static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private DoubleStream millis() {
        return runs.stream().mapToDouble(run -> run.toNanos() / 1e6);
    }
}
