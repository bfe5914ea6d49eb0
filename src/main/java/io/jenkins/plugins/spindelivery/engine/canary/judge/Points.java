package io.jenkins.plugins.spindelivery.engine.canary.judge;

import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.NanStrategy;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import java.util.Arrays;
import java.util.Random;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.descriptive.rank.Percentile;
import org.hipparchus.stat.descriptive.rank.Percentile.EstimationType;

/**
 * One side's points as they are compared.
 *
 * @param values ascending, none of them NaN; some may be infinite
 */
record Points(double[] values) {
    /** Of a constant's value: the standard deviation of the noise that makes it comparable with another constant. */
    private static final double NOISE = 1e-5;

    /**
     * Takes points out of a series.
     *
     * @param series may be {@code null}, which is a series without points
     * @param analysis what becomes of missing points and of outliers
     * @return the points that are left
     */
    static Points of(Series series, MetricAnalysis analysis) {
        double[] values = series == null ? new double[0] : series.values();
        int kept = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                // Zero has one sign only: -0.0 would be a value of its own in a comparison of arrays.
                values[kept++] = value + 0.0;
            } else if (analysis.nanStrategy() == NanStrategy.REPLACE) {
                values[kept++] = 0;
            }
        }
        Points points = sorted(Arrays.copyOf(values, kept));
        return analysis.removeOutliers() && kept > 0 ? points.withoutOutliers(analysis.outlierFactor()) : points;
    }

    private static Points sorted(double[] values) {
        Arrays.sort(values);
        return new Points(values);
    }

    /**
     * Leaves out what lies beyond Tukey's fences; but never what lies between the 1st and the 99th percentile. Quantiles
     * are of type 7 of Hyndman and Fan.
     */
    private Points withoutOutliers(double factor) {
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        percentile.setData(values);
        double first = percentile.evaluate(25);
        double third = percentile.evaluate(75);
        double range = third - first;
        double lower = Math.min(percentile.evaluate(1), first - factor * range);
        double upper = Math.max(percentile.evaluate(99), third + factor * range);
        return new Points(Arrays.stream(values)
                .filter(value -> !(value > upper || value < lower))
                .toArray());
    }

    boolean isEmpty() {
        return values.length == 0;
    }

    boolean areFinite() {
        return Double.isFinite(values[0]) && Double.isFinite(values[values.length - 1]);
    }

    /** Whether all points have the same value. */
    boolean areConstant() {
        return values[0] == values[values.length - 1];
    }

    double mean() {
        return StatUtils.mean(values);
    }

    /** The same points with a little noise, in proportion to the first one. */
    Points noisy(Random random) {
        double deviation = values[0] * NOISE;
        return sorted(Arrays.stream(values)
                .map(value -> value + random.nextGaussian() * deviation)
                .toArray());
    }
}
