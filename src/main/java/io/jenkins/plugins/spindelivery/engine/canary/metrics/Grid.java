package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import java.time.Duration;
import java.util.Arrays;

/** The times of a series: from a scope's start on, one step after the other, until before its end. */
final class Grid {
    private final long startMillis;
    private final long stepMillis;
    private final int points;

    /**
     * The grid of a query.
     *
     * @throws MetricException when it has more points than a source gives
     * @throws IllegalArgumentException when the scope has no duration or no step
     */
    Grid(MetricQuery query, int mostPoints) {
        MetricScope scope = query.scope();
        startMillis = scope.start().toEpochMilli();
        stepMillis = scope.step().toMillis();
        long length = Duration.between(scope.start(), scope.end()).toMillis();
        if (length <= 0 || stepMillis <= 0) {
            throw new IllegalArgumentException("a scope lasts, and its step too: " + scope);
        }
        long count = (length + stepMillis - 1) / stepMillis;
        if (count > mostPoints) {
            long step = (length + mostPoints - 1) / mostPoints;
            throw MetricException.wrong(
                    "canary.query-too-many-points",
                    query.metric(),
                    Long.toString(count),
                    Integer.toString(mostPoints),
                    Long.toString((step + 999) / 1000));
        }
        points = (int) count;
    }

    int points() {
        return points;
    }

    /** The time of the last point, in milliseconds since 1970. */
    long lastMillis() {
        return startMillis + (points - 1) * stepMillis;
    }

    /** No points at all, for a source without data. */
    Series nothing() {
        return new Series(startMillis, stepMillis, new double[0]);
    }

    /** A series of values at its first times; the rest has none. */
    Series series(double[] values) {
        double[] all = gaps();
        System.arraycopy(values, 0, all, 0, values.length);
        return new Series(startMillis, stepMillis, all);
    }

    /** A point for each time, none of which has a value. */
    double[] gaps() {
        double[] values = new double[points];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    /** Which point is nearest to a time; negative or too large for a time outside. */
    long nearest(double millis) {
        return Math.round((millis - startMillis) / stepMillis);
    }

    /** In which step a time lies; negative or too large for a time outside. */
    long step(double millis) {
        return (long) Math.floor((millis - startMillis) / stepMillis);
    }
}
