package io.jenkins.plugins.spindelivery.engine.canary.report;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import java.util.Arrays;

/** Makes large series small enough to draw without hiding what stands out: each part keeps its lowest and highest point. */
final class Thinning {
    private Thinning() {}

    /**
     * A series with fewer points that looks the same.
     *
     * @param series as it was measured
     * @param most how many points it may have, an even number
     * @return the series itself when it is small enough; otherwise for each part of equal length the lowest and the highest
     *     value in the order of time. A part without any value has none
     */
    static Series thin(Series series, int most) {
        int size = series.size();
        if (size <= most) {
            return series;
        }
        int length = (2 * size + most - 1) / most;
        int parts = (size + length - 1) / length;
        double[] kept = new double[2 * parts];
        for (int part = 0; part < parts; part++) {
            keep(series, part * length, Math.min(size, (part + 1) * length), kept, 2 * part);
        }
        return new Series(series.startMillis(), series.stepMillis() * length / 2, kept);
    }

    private static void keep(Series series, int from, int to, double[] kept, int at) {
        int lowest = -1;
        int highest = -1;
        for (int i = from; i < to; i++) {
            double value = series.value(i);
            if (Double.isFinite(value)) {
                lowest = lowest < 0 || value < series.value(lowest) ? i : lowest;
                highest = highest < 0 || value > series.value(highest) ? i : highest;
            }
        }
        if (lowest < 0) {
            Arrays.fill(kept, at, at + 2, Double.NaN);
            return;
        }
        kept[at] = series.value(Math.min(lowest, highest));
        kept[at + 1] = series.value(Math.max(lowest, highest));
    }
}
