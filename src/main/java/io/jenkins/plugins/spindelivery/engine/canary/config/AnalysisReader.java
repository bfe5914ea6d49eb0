package io.jenkins.plugins.spindelivery.engine.canary.config;

import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.Direction;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.EffectSize;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.EffectSize.Measure;
import io.jenkins.plugins.spindelivery.engine.canary.config.MetricAnalysis.NanStrategy;
import java.util.Map;

/** Reads {@code analysisConfigurations.canary} of a metric. */
final class AnalysisReader {
    private static final Map<String, Direction> DIRECTIONS = Map.of(
            "either", Direction.EITHER,
            "increase", Direction.INCREASE,
            "decrease", Direction.DECREASE);

    /** Spinnaker's own form writes {@code default}, and Kayenta takes {@code none} for its default. */
    private static final Map<String, NanStrategy> NAN_STRATEGIES = Map.of(
            "remove", NanStrategy.REMOVE,
            "replace", NanStrategy.REPLACE,
            "default", NanStrategy.REMOVE,
            "none", NanStrategy.REMOVE);

    private static final Map<String, Boolean> OUTLIERS_REMOVED =
            Map.of("remove", true, "keep", false, "default", false, "none", false);

    private static final Map<String, Measure> MEASURES = Map.of("meanratio", Measure.MEAN_RATIO, "cles", Measure.CLES);

    private static final double OUTLIER_FACTOR = 3;

    private AnalysisReader() {}

    static MetricAnalysis read(Field canary) {
        Field outliers = canary.map("outliers");
        return new MetricAnalysis(
                canary.field("direction").word(DIRECTIONS, Direction.EITHER),
                canary.field("nanStrategy").word(NAN_STRATEGIES, NanStrategy.REMOVE),
                outliers.field("strategy").word(OUTLIERS_REMOVED, false),
                outlierFactor(outliers.field("outlierFactor")),
                canary.field("critical").flag(false),
                canary.field("mustHaveData").flag(false),
                canary.field("muted").flag(false),
                effectSize(canary.map("effectSize")));
    }

    private static double outlierFactor(Field field) {
        double factor = field.number(OUTLIER_FACTOR, -Double.MAX_VALUE, Double.MAX_VALUE);
        if (factor <= 0) {
            field.wrong("canary.config-not-positive", Field.plain(factor));
        }
        return factor;
    }

    private static EffectSize effectSize(Field size) {
        Measure measure = size.field("measure").word(MEASURES, Measure.MEAN_RATIO);
        double otherwise = measure == Measure.CLES ? 0.5 : 1;
        return new EffectSize(
                measure,
                effect(size.field("allowedIncrease"), otherwise),
                effect(size.field("allowedDecrease"), otherwise),
                effect(size.field("criticalIncrease"), otherwise),
                effect(size.field("criticalDecrease"), otherwise));
    }

    /** No bounds: the mean of a metric may be negative, and so may be the ratio of two means. */
    private static double effect(Field field, double otherwise) {
        return field.number(otherwise, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
