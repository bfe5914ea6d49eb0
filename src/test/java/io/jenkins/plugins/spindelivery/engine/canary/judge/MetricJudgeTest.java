package io.jenkins.plugins.spindelivery.engine.canary.judge;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfigs;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.Test;

/** How one metric is classified. */
public class MetricJudgeTest {
    private static final double NONE = Double.NaN;
    private static final double[] NOTHING = {};
    private static final double[] LOW = {1, 2.2, 1.1, 2.5, 3};
    private static final double[] HIGH = {20, 22, 21, 25, 30};

    /** A metric with these settings, in YAML's flow style, judged by its control and its experiment. */
    private static JudgeResult.Metric judged(String analysis, double[] control, double[] experiment) {
        SeriesPair pair = new SeriesPair(new Series(0, 60_000, control), new Series(0, 60_000, experiment));
        JudgeResult result = CanaryJudge.judge(config(analysis), Map.of("cpu", pair), ScoreThresholds.DEFAULT);
        return result.metrics().get(0);
    }

    private static CanaryConfig config(String analysis) {
        String text = "metrics: [{name: cpu, analysisConfigurations: {canary: {" + analysis + "}}}]";
        return CanaryConfigs.read("test", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Classification classified(String analysis, double[] control, double[] experiment) {
        return judged(analysis, control, experiment).classification();
    }

    private static double[] times(int count, double value) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    public void classifiesLikeKayenta() {
        int tested = 0;
        for (JsonNode pair : Numbers.pairs()) {
            double[] control = Numbers.list(pair.get("control"));
            double[] experiment = Numbers.list(pair.get("experiment"));
            assertEquals(
                    pair.get("name").asText(),
                    pair.get("classification").asText(),
                    // Without effect sizes, which are tested by themselves.
                    classified("effectSize: {allowedIncrease: -1e9, allowedDecrease: 1e9}", control, experiment)
                            .word());
            tested++;
        }
        assertEquals(21, tested);
    }

    @Test
    public void directionDecidesWhichDifferenceCounts() {
        assertEquals(Classification.HIGH, classified("", LOW, HIGH));
        assertEquals(Classification.LOW, classified("", HIGH, LOW));
        assertEquals(Classification.HIGH, classified("direction: increase", LOW, HIGH));
        assertEquals(Classification.PASS, classified("direction: increase", HIGH, LOW));
        assertEquals(Classification.PASS, classified("direction: decrease", LOW, HIGH));
        assertEquals(Classification.LOW, classified("direction: decrease", HIGH, LOW));
    }

    @Test
    public void reasonTellsHowMuch() {
        assertEquals(
                "Higher than the baseline by 17 to 29; mean 23.6 against 1.96.",
                judged("", LOW, HIGH).reason());
        assertEquals(
                "Lower than the baseline by 17 to 29; mean 1.96 against 23.6.",
                judged("", HIGH, LOW).reason());
        assertEquals(
                "",
                judged("", new double[] {1, 3, 5, 7}, new double[] {2, 4, 6, 1}).reason());
    }

    @Test
    public void ratioOfMeansHasToBeReached() {
        double ratio = 23.6 / 1.96;
        assertEquals(Classification.HIGH, classified("effectSize: {allowedIncrease: " + ratio + "}", LOW, HIGH));
        assertEquals(
                Classification.PASS, classified("effectSize: {allowedIncrease: " + (ratio + 1e-9) + "}", LOW, HIGH));
        assertEquals(Classification.LOW, classified("effectSize: {allowedDecrease: 0.09}", HIGH, LOW));
        assertEquals(Classification.PASS, classified("effectSize: {allowedDecrease: 0.08}", HIGH, LOW));
        assertEquals(
                "Different from the baseline, but within the allowed effect size: 0.08305.",
                judged("effectSize: {allowedDecrease: 0.08}", HIGH, LOW).reason());
    }

    /** A mean of zero has no ratio, and a difference without a size counts. */
    @Test
    public void effectThatCannotBeToldIsIgnored() {
        double[] zeros = times(10, 0);
        assertEquals(Classification.HIGH, classified("effectSize: {allowedIncrease: 100}", zeros, HIGH));
        JudgeResult.Metric critical = judged("critical: true, effectSize: {criticalIncrease: 100}", zeros, HIGH);
        assertEquals(Classification.HIGH, critical.classification());
        assertTrue(critical.critical());
    }

    @Test
    public void shareOfPairsIsAnotherEffect() {
        double[] control = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        double[] experiment = {7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18};
        double share = share(experiment, control);
        assertEquals(Classification.HIGH, classified("effectSize: {measure: cles}", control, experiment));
        assertEquals(
                Classification.HIGH,
                classified("effectSize: {measure: cles, allowedIncrease: " + share + "}", control, experiment));
        assertEquals(
                Classification.PASS,
                classified(
                        "effectSize: {measure: cles, allowedIncrease: " + (share + 1e-9) + "}", control, experiment));
        assertEquals(
                Classification.LOW,
                classified("effectSize: {measure: cles, allowedDecrease: " + (1 - share) + "}", experiment, control));
        assertEquals(
                Classification.PASS,
                classified("effectSize: {measure: cles, allowedDecrease: 0.1}", experiment, control));
    }

    private static double share(double[] left, double[] right) {
        double above = 0;
        for (double x : left) {
            for (double y : right) {
                above += x > y ? 1 : x == y ? 0.5 : 0;
            }
        }
        return above / (left.length * right.length);
    }

    @Test
    public void criticalNeedsTheCriticalEffect() {
        assertTrue(judged("critical: true", LOW, HIGH).critical());
        assertEquals(
                "Critical: higher than the baseline by 17 to 29; mean 23.6 against 1.96.",
                judged("critical: true", LOW, HIGH).reason());
        JudgeResult.Metric ordinary = judged("critical: true, effectSize: {criticalIncrease: 13}", LOW, HIGH);
        assertEquals(Classification.HIGH, ordinary.classification());
        assertFalse(ordinary.critical());
        assertTrue(judged("critical: true, effectSize: {criticalDecrease: 0.5}", HIGH, LOW)
                .critical());
        assertFalse(judged("critical: true, effectSize: {criticalDecrease: 0.05}", HIGH, LOW)
                .critical());
        assertFalse(judged("critical: true", LOW, LOW).critical());
    }

    @Test
    public void noDataOnASideIsNodata() {
        for (double[] empty : new double[][] {NOTHING, {NONE, NONE}}) {
            assertEquals(Classification.NODATA, classified("", LOW, empty));
            assertEquals(Classification.NODATA, classified("", empty, LOW));
        }
        assertEquals(
                "Missing data: the canary has none.", judged("", LOW, NOTHING).reason());
        assertEquals(
                "Missing data: the baseline has none.", judged("", NOTHING, LOW).reason());
        assertEquals(
                "Missing data: neither the canary nor the baseline has any.",
                judged("", NOTHING, NOTHING).reason());
    }

    @Test
    public void noDataOfACriticalMetricAreCritical() {
        assertTrue(judged("critical: true", LOW, NOTHING).critical());
        assertFalse(judged("mustHaveData: true", LOW, NOTHING).critical());
        assertTrue(judged("critical: true, mustHaveData: true", LOW, NOTHING).critical());
    }

    @Test
    public void missingPointsAreLeftOutOrCountAsZero() {
        double[] gaps = {5, NONE, 5.5, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE};
        double[] full = {5, 5.1, 5.5, 5.3, 5.2, 5.4, 5, 5.1, 5.2, 5.3, 5.1, 5.6};
        assertEquals(Classification.PASS, classified("nanStrategy: remove", full, gaps));
        assertEquals(Classification.LOW, classified("nanStrategy: replace", full, gaps));
    }

    @Test
    public void nothingAtAllPassesWhereMissingPointsCountAsZero() {
        assertEquals(Classification.PASS, classified("nanStrategy: replace", LOW, NOTHING));
        JudgeResult.Metric critical = judged("nanStrategy: replace, critical: true, mustHaveData: true", NOTHING, LOW);
        assertEquals(Classification.PASS, critical.classification());
        assertFalse(critical.critical());
    }

    @Test
    public void identicalDataPass() {
        JudgeResult.Metric identical = judged("critical: true", new double[] {3, 1, 2}, new double[] {1, 2, 3});
        assertEquals(Classification.PASS, identical.classification());
        assertEquals("The canary's and the baseline's data are identical.", identical.reason());
        assertEquals(Classification.PASS, classified("", new double[] {0.0, 1}, new double[] {1, -0.0}));
    }

    @Test
    public void oneValueThroughoutPassesWhateverTheLengths() {
        assertEquals("All values are 5.", judged("", times(3, 5), times(7, 5)).reason());
        assertEquals(Classification.PASS, classified("", times(3, 5), times(7, 5)));
    }

    @Test
    public void differentConstantsAreTold() {
        assertEquals(Classification.HIGH, classified("", times(20, 5), times(20, 6)));
        assertEquals(Classification.LOW, classified("", times(20, 6), times(9, 5)));
        assertEquals(judged("", times(20, 5), times(20, 6)), judged("", times(20, 5), times(20, 6)));
    }

    /** The ratio of negative means is below 1 where the canary's are higher; Kayenta's rule all the same. */
    @Test
    public void higherNegativeValuesNeedAnotherEffectThanTheRatio() {
        assertEquals(Classification.PASS, classified("", times(20, -6), times(20, -5)));
        assertEquals(Classification.HIGH, classified("effectSize: {measure: cles}", times(20, -6), times(20, -5)));
    }

    /** Noise is in proportion to the value, and zero gets none. */
    @Test
    public void constantOfZeroIsComparedWithAnother() {
        assertEquals(Classification.HIGH, classified("", times(30, 0), times(30, 4)));
        assertEquals(Classification.LOW, classified("", times(30, 4), times(30, 0)));
    }

    @Test
    public void onePointEachIsAnErrorAndNeverCritical() {
        JudgeResult.Metric error = judged("critical: true", new double[] {1}, new double[] {2});
        assertEquals(Classification.ERROR, error.classification());
        assertFalse(error.critical());
        assertEquals("Could not be compared: one point on each side is too little.", error.reason());
    }

    @Test
    public void twoPointsEachAreEnoughForADifference() {
        assertEquals(Classification.HIGH, classified("", new double[] {1, 2}, new double[] {10, 20}));
        assertEquals(Classification.PASS, classified("", new double[] {1, 3}, new double[] {2, 4}));
    }

    @Test
    public void infiniteAndTooLargeValuesAreErrors() {
        double infinite = Double.POSITIVE_INFINITY;
        assertEquals(Classification.ERROR, classified("", LOW, new double[] {1, infinite}));
        assertEquals(Classification.ERROR, classified("", new double[] {-infinite, 2}, LOW));
        assertEquals(Classification.ERROR, classified("", new double[] {-1e308, 2}, new double[] {1e308, 3}));
        // Also where both sides are the same, because infinities are no measurements.
        assertEquals(Classification.ERROR, classified("", new double[] {infinite, 1}, new double[] {infinite, 1}));
    }

    @Test
    public void outliersAreThoseBeyondNumpysQuantiles() {
        for (JsonNode each : Numbers.outliers()) {
            Series series = new Series(0, 0, Numbers.list(each.get("values")));
            Points points = Points.of(
                    series,
                    config("outliers: {strategy: remove}").metrics().get(0).analysis());
            assertArrayEquals(each.toString(), Numbers.list(each.get("kept")), points.values(), 0);
        }
    }

    @Test
    public void outliersAreKeptUnlessToldOtherwise() {
        double[] values = {1, 2, 3, 4, 100};
        assertEquals(5, points("", values).length);
        assertEquals(5, points("outliers: {strategy: keep, outlierFactor: 1}", values).length);
        assertEquals(4, points("outliers: {strategy: remove}", values).length);
        assertEquals(5, points("outliers: {strategy: remove, outlierFactor: 49}", values).length);
    }

    private static double[] points(String analysis, double... values) {
        return Points.of(
                        new Series(0, 0, values),
                        config(analysis).metrics().get(0).analysis())
                .values();
    }
}
