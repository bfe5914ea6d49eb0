package io.jenkins.plugins.spindelivery.engine.canary.judge;

import java.util.function.DoubleUnaryOperator;

/**
 * Where a function crosses zero, by Brent's method: R. P. Brent, Algorithms for Minimization without Derivatives, 1973,
 * chapter 4, in the variant in which R has it ({@code zeroin}), and from R Kayenta.
 *
 * <p>Libraries have Brent's method as well, but each takes other steps. On a function that falls in steps and is level
 * between them the steps decide where the search ends: with many equal points, such as counts of errors that are mostly
 * zero, Kayenta's verdict depends on it. So the variant is part of the judge.
 */
final class Brent {
    private static final int MAX_STEPS = 1000;
    private static final double EPSILON = Math.ulp(1.0);

    private Brent() {}

    /**
     * Searches an interval.
     *
     * @param start one end of the interval
     * @param end the other end
     * @param atStart the function there
     * @param atEnd the function there, of the other sign
     * @param accuracy how far from the crossing the answer may be
     * @param function what crosses zero
     * @return the crossing; an end where the function is zero there
     */
    static double root(
            double start, double end, double atStart, double atEnd, double accuracy, DoubleUnaryOperator function) {
        if (atStart == 0) {
            return start;
        }
        // The best guess so far, the one before it, and the guess on the other side of the crossing.
        double best = end;
        double fBest = atEnd;
        double before = start;
        double fBefore = atStart;
        double across = start;
        double fAcross = atStart;
        for (int step = 0; step <= MAX_STEPS; step++) {
            double moved = best - before;
            if (Math.abs(fAcross) < Math.abs(fBest)) {
                before = best;
                best = across;
                across = before;
                fBefore = fBest;
                fBest = fAcross;
                fAcross = fBefore;
            }
            double tolerance = 2 * EPSILON * Math.abs(best) + accuracy / 2;
            double half = (across - best) / 2;
            if (Math.abs(half) <= tolerance || fBest == 0) {
                return best;
            }
            double stride = half;
            if (Math.abs(moved) >= tolerance && Math.abs(fBefore) > Math.abs(fBest)) {
                stride = interpolated(best, before, across, fBest, fBefore, fAcross, moved, tolerance);
            }
            if (Math.abs(stride) < tolerance) {
                stride = stride > 0 ? tolerance : -tolerance;
            }
            before = best;
            fBefore = fBest;
            best += stride;
            fBest = function.applyAsDouble(best);
            if (fBest * fAcross > 0) {
                across = before;
                fAcross = fBefore;
            }
        }
        return best;
    }

    /** The step by a line or a parabola where that is safe, else to the middle. */
    private static double interpolated(
            double best,
            double before,
            double across,
            double fBest,
            double fBefore,
            double fAcross,
            double moved,
            double tolerance) {
        double width = across - best;
        double p;
        double q;
        if (before == across) {
            double ratio = fBest / fBefore;
            p = width * ratio;
            q = 1 - ratio;
        } else {
            double r = fBefore / fAcross;
            double s = fBest / fAcross;
            double t = fBest / fBefore;
            p = t * (width * r * (r - s) - (best - before) * (s - 1));
            q = (r - 1) * (s - 1) * (t - 1);
        }
        if (p > 0) {
            q = -q;
        } else {
            p = -p;
        }
        boolean inside = p < 0.75 * width * q - Math.abs(tolerance * q) / 2;
        return inside && p < Math.abs(moved * q / 2) ? p / q : width / 2;
    }
}
