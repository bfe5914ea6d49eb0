package io.jenkins.plugins.spindelivery.engine.canary.judge;

import java.util.Arrays;

/**
 * The rank-sum statistic of Wilcoxon, Mann and Whitney as a function of a shift of the experiment: asymptotically
 * normal, with midranks, corrected for continuity and for ties.
 *
 * <p>It falls in steps as the shift grows. Both sides are sorted once; each shift costs one merge, which moreover only
 * looks at those points for which the shifts asked for before leave anything open. One thread at a time.
 */
final class RankSum {
    private final Samples experiment;
    private final Samples control;
    private final Buckets buckets;
    private final double mean;
    private final double scale;
    private final double untied;

    /** For each value of the experiment the first value of the control that is not below it. */
    private int[] position;

    /** The positions at the greatest shift that is still in question. */
    private int[] floor;

    /** The positions at the least shift that is still in question. */
    private int[] ceiling;

    /** The values of the experiment whose position is still in question. */
    private final int[] open;

    private int openCount;

    /** What the others bring, in halves. */
    private long closedHalves;

    private double leastOpenShift;
    private double lastShift;

    /**
     * A comparison.
     *
     * @param experiment at least one point
     * @param control at least one point
     */
    RankSum(Samples experiment, Samples control) {
        this.experiment = experiment;
        this.control = control;
        buckets = new Buckets(control.values(), control.distinct());
        double nx = experiment.size();
        double ny = control.size();
        mean = nx * ny / 2;
        scale = nx * ny / 12;
        untied = nx + ny + 1;
        position = new int[experiment.distinct()];
        floor = new int[experiment.distinct()];
        ceiling = new int[experiment.distinct()];
        open = new int[experiment.distinct()];
        everywhere();
    }

    /** The smallest shift at which the two sides still touch. */
    double leastShift() {
        return experiment.min() - control.max();
    }

    /** The largest shift at which the two sides still touch. */
    double greatestShift() {
        return experiment.max() - control.min();
    }

    /** Forgets what is known about shifts, for another search. */
    void everywhere() {
        Arrays.fill(floor, 0);
        Arrays.fill(ceiling, control.distinct());
        Arrays.setAll(open, i -> i);
        openCount = open.length;
        closedHalves = 0;
        leastOpenShift = Double.NEGATIVE_INFINITY;
    }

    /** From now on only shifts above the last one are asked for. */
    void onlyAbove() {
        int[] free = ceiling;
        ceiling = position;
        position = free;
        leastOpenShift = lastShift;
    }

    /** From now on only shifts below the last one are asked for. */
    void onlyBelow() {
        int[] free = floor;
        floor = position;
        position = free;
    }

    /**
     * The statistic.
     *
     * @param shift how much is taken off the experiment
     * @return its distance from the mean in standard deviations
     * @throws ArithmeticException when all points are equal, so that there is no deviation
     */
    double at(double shift) {
        lastShift = shift;
        double[] values = experiment.values();
        int[] counts = experiment.counts();
        double[] others = control.values();
        int[] below = control.below();
        long halves = 0;
        double ties = 0;
        int next = 0;
        int kept = 0;
        for (int k = 0; k < openCount; k++) {
            int i = open[k];
            int last = ceiling[i];
            if (floor[i] == last && others[last] > values[i] - leastOpenShift) {
                closedHalves += 2L * counts[i] * below[last];
                continue;
            }
            open[kept++] = i;
            double value = values[i] - shift;
            next = Math.max(next, floor[i]);
            if (next < last) {
                next = Math.max(next, buckets.start(value));
                while (others[next] < value) {
                    next++;
                }
            }
            position[i] = next;
            halves += 2L * counts[i] * below[next];
            if (others[next] == value) {
                int equal = control.counts()[next];
                halves += (long) counts[i] * equal;
                ties += Samples.tied(counts[i] + equal) - Samples.tied(counts[i]) - Samples.tied(equal);
            }
        }
        openCount = kept;
        return deviation(closedHalves + halves, ties);
    }

    /**
     * How often a point of the experiment is above one of the control, among all pairs; ties count half (the common
     * language effect size of Vargha and Delaney, 2000).
     *
     * @return from 0 to 1
     */
    double superiority() {
        long halves = 0;
        int next = 0;
        for (int i = 0; i < experiment.distinct(); i++) {
            while (control.values()[next] < experiment.values()[i]) {
                next++;
            }
            halves += 2L * experiment.counts()[i] * control.below()[next];
            if (control.values()[next] == experiment.values()[i]) {
                halves += (long) experiment.counts()[i] * control.counts()[next];
            }
        }
        return halves / (2.0 * experiment.size() * control.size());
    }

    private double deviation(long halves, double crossTies) {
        double distance = halves / 2.0 - mean;
        double points = (double) experiment.size() + control.size();
        double ties = experiment.ties() + control.ties() + crossTies;
        double sigma = Math.sqrt(scale * (untied - ties / (points * (points - 1))));
        if (sigma == 0) {
            throw new ArithmeticException("all points are equal");
        }
        return (distance - Math.signum(distance) / 2) / sigma;
    }
}
