package io.jenkins.plugins.spindelivery.engine.canary.judge;

import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryMetric;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.Direction;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.EffectSize;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.EffectSize.Measure;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.NanStrategy;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/** Classifies one metric, in the order in which Kayenta's judge goes through the cases. */
final class MetricJudge {
    /** Of the estimated difference: how far a bound has to be from zero before the difference matters. */
    private static final double TOLERANCE = 0.25;

    /** Kayenta's noise is different each time; here the same input gives the same verdict. */
    private static final long SEED = 42;

    private static final MathContext DIGITS = new MathContext(4);

    private final CanaryMetric metric;
    private final MetricAnalysis analysis;
    private final Points experiment;
    private final Points control;

    MetricJudge(CanaryMetric metric, Points experiment, Points control) {
        this.metric = metric;
        this.analysis = metric.analysis();
        this.experiment = experiment;
        this.control = control;
    }

    JudgedMetric judge() {
        if (experiment.isEmpty() || control.isEmpty()) {
            return withoutData();
        }
        if (!experiment.areFinite() || !control.areFinite()) {
            return error("canary.judged-infinite");
        }
        if (Arrays.equals(experiment.values(), control.values())) {
            return passed(Problem.of("canary.judged-identical", ""));
        }
        if (!experiment.areConstant() || !control.areConstant()) {
            return compare(experiment, control);
        }
        double value = experiment.values()[0];
        if (value == control.values()[0]) {
            return passed(Problem.of("canary.judged-constant", "", number(value)));
        }
        Random random = new Random(SEED);
        return compare(experiment.noisy(random), control.noisy(random));
    }

    private JudgedMetric withoutData() {
        if (analysis.nanStrategy() == NanStrategy.REPLACE) {
            return passed(Problem.of("canary.judged-nothing-replaced", ""));
        }
        boolean failing = analysis.mustHaveData() && !analysis.critical();
        String sides = experiment.isEmpty() ? control.isEmpty() ? "both" : "canary" : "baseline";
        String code = "canary.judged-nodata-" + sides;
        return new JudgedMetric(
                metric, Classification.NODATA, Optional.of(Problem.of(code, "")), analysis.critical(), failing);
    }

    private JudgedMetric compare(Points canary, Points baseline) {
        RankSum statistic = new RankSum(Samples.of(canary.values()), Samples.of(baseline.values()));
        if (!Double.isFinite(statistic.leastShift()) || !Double.isFinite(statistic.greatestShift())) {
            return error("canary.judged-infinite");
        }
        ShiftBounds bounds;
        try {
            bounds = ShiftBounds.of(statistic, ShiftBounds.ACCURACY);
        } catch (ArithmeticException e) {
            return error("canary.judged-one-point");
        }
        EffectSize size = analysis.effectSize();
        double threshold = TOLERANCE * Math.abs(bounds.estimate());
        boolean mayBeHigh = analysis.direction() != Direction.DECREASE && bounds.low() > threshold;
        boolean mayBeLow = analysis.direction() != Direction.INCREASE && bounds.high() < -threshold;
        if (!mayBeHigh && !mayBeLow) {
            return passed(null);
        }
        double effect = size.measure() == Measure.CLES ? statistic.superiority() : ratio(canary, baseline);
        if (mayBeHigh && atLeast(effect, size.allowedIncrease())) {
            boolean critical = analysis.critical() && atLeast(effect, size.criticalIncrease());
            return different(Classification.HIGH, critical, bounds, canary, baseline);
        }
        if (mayBeLow && atMost(effect, size.allowedDecrease())) {
            boolean critical = analysis.critical() && atMost(effect, size.criticalDecrease());
            return different(Classification.LOW, critical, bounds, canary, baseline);
        }
        return passed(Problem.of("canary.judged-small", "", number(effect)));
    }

    /** The ratio of the means; NaN, which stands for no ratio, when one of them is zero. */
    private static double ratio(Points canary, Points baseline) {
        double above = canary.mean();
        double under = baseline.mean();
        return above == 0 || under == 0 ? Double.NaN : above / under;
    }

    /** An effect that can't be told does not pardon. */
    private static boolean atLeast(double effect, double limit) {
        return Double.isNaN(effect) || effect >= limit;
    }

    private static boolean atMost(double effect, double limit) {
        return Double.isNaN(effect) || effect <= limit;
    }

    private JudgedMetric passed(Problem reason) {
        return new JudgedMetric(metric, Classification.PASS, Optional.ofNullable(reason), false, true);
    }

    private JudgedMetric error(String code) {
        return new JudgedMetric(metric, Classification.ERROR, Optional.of(Problem.of(code, "")), false, false);
    }

    private JudgedMetric different(
            Classification classification, boolean critical, ShiftBounds bounds, Points canary, Points baseline) {
        boolean high = classification == Classification.HIGH;
        String code = "canary.judged-" + (high ? "high" : "low") + (critical ? "-critical" : "");
        double least = high ? bounds.low() : -bounds.high();
        double most = high ? bounds.high() : -bounds.low();
        Problem reason =
                Problem.of(code, "", number(least), number(most), number(canary.mean()), number(baseline.mean()));
        return new JudgedMetric(metric, classification, Optional.of(reason), critical, true);
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        double size = Math.abs(value);
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return size == 0 || size >= 1e-4 && size < 1e12 ? rounded.toPlainString() : rounded.toString();
    }
}
