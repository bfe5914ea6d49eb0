package io.jenkins.plugins.spindelivery.engine.canary.judge;

import java.util.Arrays;

/**
 * By how much the experiment lies above the control: an estimate, and between which bounds it lies with a confidence of
 * 98 %. The bounds are the shifts at which the rank-sum statistic crosses the quantiles of the normal distribution.
 *
 * @param low the shift at which the statistic crosses the upper quantile
 * @param high the shift at which it crosses the lower quantile
 * @param estimate the shift at which it crosses zero; where it is zero over a whole range, one of that range
 */
public record ShiftBounds(double low, double high, double estimate) {
    /** The accuracy of Kayenta. Its verdict on points that are mostly equal depends on it, so it is part of the judge. */
    public static final double ACCURACY = 1e-4;

    /** The normal distribution's quantile at 0.99: two-sided, 98 %. */
    static final double QUANTILE = 2.3263478740408408;

    /**
     * Compares two series. For samples so small that the statistic never reaches a quantile the bound is the end of the
     * possible shifts, so that it says nothing of confidence there.
     *
     * @param experiment the canary's points, finite, at least one
     * @param control the baseline's points, finite, at least one
     * @param accuracy how far from the crossing a bound may be, in the unit of the points
     * @return the bounds
     * @throws ArithmeticException when a shift makes all points equal, which leaves nothing to compare: one point each
     */
    public static ShiftBounds of(double[] experiment, double[] control, double accuracy) {
        return of(new RankSum(Samples.of(sorted(experiment)), Samples.of(sorted(control))), accuracy);
    }

    private static double[] sorted(double[] points) {
        double[] values = points.clone();
        Arrays.sort(values);
        return values;
    }

    static ShiftBounds of(RankSum statistic, double accuracy) {
        double least = statistic.leastShift();
        double greatest = statistic.greatestShift();
        double atLeast = statistic.at(least);
        double atGreatest = statistic.at(greatest);
        Search search = new Search(statistic, least, greatest, atLeast, atGreatest, accuracy);
        return new ShiftBounds(search.bound(QUANTILE), search.bound(-QUANTILE), search.crossing(0));
    }

    /** The search for one statistic's crossings. */
    private record Search(
            RankSum statistic, double least, double greatest, double atLeast, double atGreatest, double accuracy) {

        double bound(double quantile) {
            if (atLeast - quantile <= 0) {
                return least;
            }
            return atGreatest - quantile >= 0 ? greatest : crossing(quantile);
        }

        double crossing(double quantile) {
            statistic.everywhere();
            return Brent.root(
                    least, greatest, atLeast - quantile, atGreatest - quantile, accuracy, shift -> at(shift, quantile));
        }

        /** The search goes on between the last shifts with a positive and a negative value, which spares most work. */
        private double at(double shift, double quantile) {
            double value = statistic.at(shift) - quantile;
            if (value > 0) {
                statistic.onlyAbove();
            } else {
                statistic.onlyBelow();
            }
            return value;
        }
    }
}
