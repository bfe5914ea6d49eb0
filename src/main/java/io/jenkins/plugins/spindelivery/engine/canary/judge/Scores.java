package io.jenkins.plugins.spindelivery.engine.canary.judge;

import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult.Group;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What classifications come to.
 *
 * @param groups in the order in which they appear in the metrics
 * @param total 0 to 100, rounded to two decimals
 */
record Scores(List<Group> groups, double total) {
    private static final double TOO_MANY_WITHOUT_DATA = 50;

    /** How the metrics of a group were classified. */
    private static final class Tally {
        private int passed;
        private int counted;

        void add(JudgedMetric metric) {
            if (metric.counts()) {
                counted++;
                passed += metric.passed() ? 1 : 0;
            }
        }

        double score(double withoutAny) {
            return counted == 0 ? withoutAny : (double) passed / counted * 100;
        }
    }

    /**
     * Adds up.
     *
     * @param metrics without muted ones
     * @param weights the share of some groups, in percent
     */
    static Scores of(List<JudgedMetric> metrics, Map<String, Double> weights) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        for (JudgedMetric metric : metrics) {
            for (String group : metric.metric().groups()) {
                tallies.computeIfAbsent(group, name -> new Tally()).add(metric);
            }
        }
        double others = shareOfOthers(tallies, weights);
        List<Group> groups = new ArrayList<>();
        double total = 0;
        for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
            double weight = weights.getOrDefault(entry.getKey(), others);
            groups.add(new Group(entry.getKey(), entry.getValue().score(0), weight));
            // A group without any data does not count against the canary.
            total += entry.getValue().score(100) * (weight / 100);
        }
        return new Scores(groups, isLost(metrics) ? 0 : rounded(total));
    }

    /** Groups without a weight share equally what is left of 100. */
    private static double shareOfOthers(Map<String, Tally> tallies, Map<String, Double> weights) {
        long others = tallies.keySet().stream()
                .filter(name -> !weights.containsKey(name))
                .count();
        double given =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        return others == 0 ? 0 : (100 - given) / others;
    }

    /** Whether the canary fails whatever the score. */
    private static boolean isLost(List<JudgedMetric> metrics) {
        boolean critical = metrics.stream().anyMatch(metric -> metric.critical() && !metric.passed());
        long withoutData = metrics.stream()
                .filter(metric -> metric.classification() == Classification.NODATA && !metric.counts())
                .count();
        return critical || !metrics.isEmpty() && 100.0 * withoutData / metrics.size() >= TOO_MANY_WITHOUT_DATA;
    }

    private static double rounded(double score) {
        return BigDecimal.valueOf(score).setScale(2, RoundingMode.HALF_UP).doubleValue();
    }
}
