package io.jenkins.plugins.spindelivery.engine.canary.config;

/**
 * How a metric's two series are compared: {@code analysisConfigurations.canary} of Kayenta's configuration.
 *
 * @param direction which way of differing is bad
 * @param nanStrategy what is done about missing points
 * @param removeOutliers whether points beyond the fences are left out
 * @param outlierFactor how far the fences lie beyond the quartiles, in interquartile ranges; 3.0 by default
 * @param critical whether a failure of this metric fails the canary
 * @param mustHaveData whether no data count as a failure
 * @param muted whether the metric is left out throughout
 * @param effectSize how large a difference has to be
 */
public record MetricAnalysis(
        Direction direction,
        NanStrategy nanStrategy,
        boolean removeOutliers,
        double outlierFactor,
        boolean critical,
        boolean mustHaveData,
        boolean muted,
        EffectSize effectSize) {

    /** Which way of differing from the baseline is bad. */
    public enum Direction {
        /** Only more. */
        INCREASE,
        /** Only less. */
        DECREASE,
        /** Both. */
        EITHER
    }

    /** What is done about missing points. */
    public enum NanStrategy {
        /** They are left out. */
        REMOVE,
        /** They count as zero. */
        REPLACE
    }

    /**
     * How large a difference has to be to count.
     *
     * @param measure how it is measured
     * @param allowedIncrease from which effect on more is bad
     * @param allowedDecrease up to which effect less is bad
     * @param criticalIncrease from which effect on more is critical
     * @param criticalDecrease up to which effect less is critical
     */
    public record EffectSize(
            Measure measure,
            double allowedIncrease,
            double allowedDecrease,
            double criticalIncrease,
            double criticalDecrease) {

        /** How the size of a difference is measured. */
        public enum Measure {
            /** The ratio of the means, experiment by control. */
            MEAN_RATIO,
            /** The share of pairs in which the experiment's point is above the control's (common language effect size). */
            CLES
        }
    }
}
