package io.jenkins.plugins.spindelivery.engine.canary.judge;

import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryMetric;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What deserves attention beside a verdict. */
final class JudgeWarnings {
    /** Kayenta's: below it the statistic's distribution is too far from normal to be relied on. */
    private static final int FEW_POINTS = 50;

    /** Below it the bounds' accuracy is a hundredth of the values, or more. */
    private static final double TINY = 100 * ShiftBounds.ACCURACY;

    private static final int NAMED = 5;

    /** Thirds of 100 are written as 33.3 or 33.33. */
    private static final double ROUNDING = 0.5;

    private final CanaryConfig config;
    private final Map<String, SeriesPair> series;
    private final List<Problem> warnings = new ArrayList<>();

    private JudgeWarnings(CanaryConfig config, Map<String, SeriesPair> series) {
        this.config = config;
        this.series = series;
    }

    static List<Problem> of(CanaryConfig config, Map<String, SeriesPair> series, JudgeResult result) {
        JudgeWarnings all = new JudgeWarnings(config, series);
        all.unknownMetrics();
        all.points();
        all.errors(result);
        all.weights();
        return List.copyOf(all.warnings);
    }

    private void unknownMetrics() {
        Set<String> unknown = new TreeSet<>(series.keySet());
        config.metrics().forEach(metric -> unknown.remove(metric.name()));
        warn("canary.warning-unknown-metrics", unknown.stream());
    }

    private void points() {
        List<String> few = new ArrayList<>();
        List<String> tiny = new ArrayList<>();
        List<String> level = new ArrayList<>();
        for (CanaryMetric metric : config.metrics()) {
            SeriesPair pair = series.get(metric.name());
            if (metric.analysis().muted() || pair == null) {
                continue;
            }
            double[] experiment =
                    Points.of(pair.experiment(), metric.analysis()).values();
            double[] control = Points.of(pair.control(), metric.analysis()).values();
            int fewest = Math.min(experiment.length, control.length);
            if (fewest == 0) {
                continue;
            }
            if (fewest < FEW_POINTS) {
                few.add(metric.name() + " (" + fewest + ")");
            }
            if (isTiny(experiment) && isTiny(control)) {
                tiny.add(metric.name());
            }
            if (isLevel(experiment, control)) {
                level.add(metric.name());
            }
        }
        warn("canary.warning-few-points", few.stream());
        warn("canary.warning-tiny-values", tiny.stream());
        warn("canary.warning-mostly-equal", level.stream());
    }

    private void errors(JudgeResult result) {
        warn(
                "canary.warning-errors",
                result.metrics().stream()
                        .filter(metric -> metric.classification() == Classification.ERROR)
                        .map(JudgeResult.Metric::name));
    }

    /** Weights that make the best score something else than 100. */
    private void weights() {
        Set<String> groups = config.metrics().stream()
                .filter(metric -> !metric.analysis().muted())
                .flatMap(metric -> metric.groups().stream())
                .collect(Collectors.toSet());
        double given = config.groupWeights().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        if (given > 100 + ROUNDING) {
            warnings.add(Problem.of("canary.warning-weights-above-whole", "", rounded(given)));
        }
        double lost = config.groupWeights().entrySet().stream()
                .filter(weight -> !groups.contains(weight.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        double left = groups.stream().allMatch(config.groupWeights()::containsKey) ? 100 - given : 0;
        if (lost + left > ROUNDING && given <= 100 + ROUNDING && !groups.isEmpty()) {
            warnings.add(Problem.of("canary.warning-weights-missing", "", rounded(100 - lost - left)));
        }
    }

    private void warn(String code, Stream<String> names) {
        List<String> all = names.toList();
        if (!all.isEmpty()) {
            String first = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
            warnings.add(Problem.of(code, "", all.size() > NAMED ? first + ", …" : first, all.size()));
        }
    }

    private static boolean isTiny(double[] sorted) {
        double largest = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
        return largest > 0 && largest < TINY;
    }

    /**
     * Whether most points of both sides have one and the same value, but not all. Then the statistic crosses everything
     * at once at a shift of zero, and what the bounds are is a matter of their last digits.
     */
    private static boolean isLevel(double[] experiment, double[] control) {
        double value = control[control.length / 2];
        return prevails(value, experiment)
                && prevails(value, control)
                && !(isConstant(experiment) && isConstant(control));
    }

    private static boolean prevails(double value, double[] sorted) {
        long equal = Arrays.stream(sorted).filter(each -> each == value).count();
        return 2 * equal > sorted.length;
    }

    private static boolean isConstant(double[] sorted) {
        return sorted[0] == sorted[sorted.length - 1];
    }

    private static String rounded(double value) {
        return BigDecimal.valueOf(value)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
