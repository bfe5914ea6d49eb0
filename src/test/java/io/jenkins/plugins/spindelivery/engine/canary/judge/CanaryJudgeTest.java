package io.jenkins.plugins.spindelivery.engine.canary.judge;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfigs;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult.Group;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

/** How classifications become group scores, a score and a verdict. */
public class CanaryJudgeTest {
    private final List<String> metrics = new ArrayList<>();
    private final Map<String, SeriesPair> series = new LinkedHashMap<>();
    private String weights = "";

    /** How a metric comes out. */
    private enum Outcome {
        PASS,
        HIGH,
        NODATA,
        ERROR
    }

    private static Series series(double... values) {
        return new Series(0, 60_000, values);
    }

    /** Points spread around a middle, always the same ones. */
    private static Series around(double middle, int points) {
        Random random = new Random(points);
        return series(random.doubles(points, middle - 1, middle + 1).toArray());
    }

    private CanaryJudgeTest metric(String name, String groups, Outcome outcome, String analysis) {
        metrics.add(
                "{name: %s, groups: [%s], analysisConfigurations: {canary: {%s}}}".formatted(name, groups, analysis));
        switch (outcome) {
            case PASS -> series.put(name, new SeriesPair(around(10, 60), around(10, 60)));
            case HIGH -> series.put(name, new SeriesPair(around(10, 60), around(20, 60)));
            case NODATA -> series.put(name, new SeriesPair(around(10, 60), series()));
            default -> series.put(name, new SeriesPair(series(1), series(2)));
        }
        return this;
    }

    private CanaryJudgeTest metric(String name, String groups, Outcome outcome) {
        return metric(name, groups, outcome, "");
    }

    private CanaryJudgeTest weights(String given) {
        weights = given;
        return this;
    }

    private CanaryConfig config() {
        String text =
                "{metrics: [%s], classifier: {groupWeights: {%s}}}".formatted(String.join(", ", metrics), weights);
        return CanaryConfigs.read("test", text.getBytes(StandardCharsets.UTF_8));
    }

    private JudgeResult judged() {
        return CanaryJudge.judge(config(), series, ScoreThresholds.DEFAULT);
    }

    private double score() {
        return judged().score();
    }

    private List<String> warned() {
        return CanaryJudge.warnings(config(), series, judged()).stream()
                .map(Problem::message)
                .toList();
    }

    @Test
    public void scoreIsTheWeightedShareOfWhatPassed() {
        metric("a1", "a", Outcome.PASS).metric("a2", "a", Outcome.HIGH).metric("b1", "b", Outcome.PASS);
        weights("a: 70, b: 30");
        assertEquals(List.of(new Group("a", 50, 70), new Group("b", 100, 30)), judged().groups());
        assertEquals(65, score(), 0);
        assertEquals(Verdict.MARGINAL, judged().verdict());
    }

    @Test
    public void groupsWithoutAWeightShareTheRest() {
        metric("m1", "a", Outcome.PASS).metric("m2", "b", Outcome.HIGH).metric("m3", "c", Outcome.PASS);
        weights("a: 40");
        assertEquals(
                List.of(new Group("a", 100, 40), new Group("b", 0, 30), new Group("c", 100, 30)), judged().groups());
        assertEquals(70, score(), 0);
    }

    @Test
    public void scoreIsRoundedToTwoDecimals() {
        metric("m1", "a", Outcome.PASS).metric("m2", "a", Outcome.PASS).metric("m3", "a", Outcome.HIGH);
        assertEquals(66.67, score(), 0);
        assertEquals(200.0 / 3, judged().groups().get(0).score(), 1e-9);
    }

    @Test
    public void metricCountsInEachOfItsGroups() {
        metric("both", "'a', 'b'", Outcome.HIGH).metric("m1", "a", Outcome.PASS).metric("m2", "b", Outcome.PASS);
        metric("m3", "b", Outcome.PASS);
        weights("a: 50, b: 50");
        assertEquals(58.33, score(), 0);
    }

    @Test
    public void metricWithoutAGroupIsAGroupOfItsOwn() {
        metric("m1", "", Outcome.PASS).metric("m2", "", Outcome.HIGH);
        assertEquals(List.of(new Group("m1", 100, 50), new Group("m2", 0, 50)), judged().groups());
        assertEquals(50, score(), 0);
    }

    @Test
    public void noDataDoNotCount() {
        metric("m1", "a", Outcome.PASS).metric("m2", "a", Outcome.NODATA).metric("m3", "a", Outcome.PASS);
        assertEquals(100, score(), 0);
    }

    @Test
    public void noDataOfAMetricThatMustHaveSomeIsAFailure() {
        metric("m1", "a", Outcome.PASS).metric("m2", "a", Outcome.NODATA, "mustHaveData: true");
        assertEquals(50, score(), 0);
        assertEquals(Classification.NODATA, judged().metrics().get(1).classification());
    }

    @Test
    public void groupWithoutAnyDataCountsAsWhole() {
        metric("m1", "a", Outcome.PASS).metric("m2", "a", Outcome.HIGH).metric("m3", "b", Outcome.NODATA);
        weights("a: 60, b: 40");
        assertEquals(List.of(new Group("a", 50, 60), new Group("b", 0, 40)), judged().groups());
        assertEquals(70, score(), 0);
    }

    @Test
    public void halfOfTheMetricsWithoutDataFailTheCanary() {
        metric("m1", "a", Outcome.PASS).metric("m2", "a", Outcome.NODATA);
        assertEquals(0, score(), 0);
        assertEquals(Verdict.FAIL, judged().verdict());
        assertEquals(
                "group scores are told all the same",
                100,
                judged().groups().get(0).score(),
                0);
        metric("m3", "a", Outcome.PASS);
        assertEquals(100, score(), 0);
    }

    @Test
    public void criticalFailureFailsTheCanary() {
        for (int i = 0; i < 20; i++) {
            metric("m" + i, "a", Outcome.PASS);
        }
        metric("latency", "a", Outcome.HIGH, "critical: true");
        assertEquals(0, score(), 0);
        assertEquals(2000.0 / 21, judged().groups().get(0).score(), 1e-9);
    }

    @Test
    public void noDataOfACriticalMetricFailTheCanary() {
        metric("m1", "a", Outcome.PASS).metric("m2", "a", Outcome.PASS).metric("m3", "a", Outcome.PASS);
        metric("errors", "a", Outcome.NODATA, "critical: true");
        assertEquals(0, score(), 0);
    }

    @Test
    public void errorsDoNotCountButAreToldOf() {
        metric("m1", "a", Outcome.PASS).metric("broken", "a", Outcome.ERROR, "critical: true");
        assertEquals(100, score(), 0);
        assertEquals(Classification.ERROR, judged().metrics().get(1).classification());
        assertEquals(
                "These metrics could not be compared and do not count in the score: broken. See their reasons.",
                warned().get(1));
    }

    @Test
    public void mutedMetricsAreLeftOut() {
        metric("m1", "a", Outcome.PASS).metric("m2", "b", Outcome.HIGH, "muted: true, critical: true");
        assertEquals(
                List.of("m1"),
                judged().metrics().stream().map(JudgeResult.Metric::name).toList());
        assertEquals(List.of(new Group("a", 100, 100)), judged().groups());
        assertEquals(100, score(), 0);
    }

    @Test
    public void nothingButMutedMetricsFails() {
        metric("m1", "a", Outcome.PASS, "muted: true");
        assertEquals(List.of(), judged().metrics());
        assertEquals(0, score(), 0);
        assertEquals(Verdict.FAIL, judged().verdict());
    }

    /** Kayenta's: so the best possible total is 50 here, and that is told. */
    @Test
    public void weightOfAGroupWithoutMetricsIsLost() {
        metric("m1", "a", Outcome.PASS).weights("a: 50, b: 50");
        assertEquals(50, score(), 0);
        assertEquals(
                List.of("Part of the weight belongs to no metric, so the best possible score is 50. Make the weights of"
                        + " groups with metrics add up to 100."),
                warned());
    }

    @Test
    public void thresholdsAreInclusive() {
        metric("m1", "a", Outcome.PASS).metric("m2", "a", Outcome.HIGH);
        assertEquals(Verdict.PASS, verdict(50, 20));
        assertEquals(Verdict.MARGINAL, verdict(50.01, 50));
        assertEquals(Verdict.FAIL, verdict(60, 50.01));
    }

    private Verdict verdict(double pass, double marginal) {
        return CanaryJudge.judge(config(), series, new ScoreThresholds(pass, marginal))
                .verdict();
    }

    @Test
    public void metricThatWasNotMeasuredHasNoData() {
        metric("m1", "a", Outcome.PASS).metric("m2", "a", Outcome.PASS).metric("m3", "a", Outcome.PASS);
        series.remove("m2");
        series.put("m3", new SeriesPair(null, around(10, 60)));
        assertEquals(Classification.NODATA, judged().metrics().get(1).classification());
        assertEquals(
                "Missing data: the baseline has none.",
                judged().metrics().get(2).reason());
        assertEquals(0, score(), 0);
    }

    @Test
    public void unequalLengthsAreComparedAsTheyAre() {
        metric("m1", "a", Outcome.PASS);
        series.put("m1", new SeriesPair(around(10, 200), around(12, 70)));
        assertEquals(Classification.HIGH, judged().metrics().get(0).classification());
        assertEquals(List.of(), warned());
    }

    @Test
    public void fewPointsAreWarnedOf() {
        metric("m1", "a", Outcome.PASS).metric("m2", "a", Outcome.PASS);
        series.put("m2", new SeriesPair(around(10, 49), around(10, 60)));
        assertEquals(
                List.of("Fewer than 50 points on one side make a comparison unreliable, and very few count as a"
                        + " difference easily: m2 (49). Measure for longer, or in smaller steps."),
                warned());
    }

    @Test
    public void valuesBelowTheAccuracyAreWarnedOf() {
        metric("m1", "a", Outcome.PASS);
        series.put("m1", new SeriesPair(tiny(1), tiny(2)));
        assertEquals(1, warned().size());
        assertEquals(
                "canary.warning-tiny-values",
                CanaryJudge.warnings(config(), series, judged()).get(0).code());
    }

    private static Series tiny(int seed) {
        return series(new Random(seed).doubles(60, 1e-5, 2e-5).toArray());
    }

    @Test
    public void mostlyEqualValuesAreWarnedOf() {
        metric("m1", "a", Outcome.PASS);
        series.put("m1", new SeriesPair(zeros(60, 20), zeros(60, 10)));
        assertEquals(
                "canary.warning-mostly-equal",
                CanaryJudge.warnings(config(), series, judged()).get(0).code());
        series.put("m1", new SeriesPair(zeros(60, 30), zeros(60, 10)));
        assertEquals(List.of(), warned());
    }

    private static Series zeros(int points, int others) {
        double[] values = new double[points];
        for (int i = 0; i < others; i++) {
            values[i] = 1 + i;
        }
        return series(values);
    }

    @Test
    public void metricsThatNobodyKnowsAreWarnedOf() {
        metric("m1", "a", Outcome.PASS);
        series.put("cpuu", series.get("m1"));
        assertEquals(
                List.of("The canary configuration does not know these metrics, so they were not judged: cpuu. Add them"
                        + " there, or correct their names."),
                warned());
    }

    @Test
    public void weightsAboveTheWholeAreWarnedOf() {
        metric("m1", "a", Outcome.PASS).metric("m2", "b", Outcome.PASS).weights("a: 60, b: 50");
        assertEquals(
                List.of("The weights of the groups add up to 110. Make it 100, or scores are not between 0 and 100."),
                warned());
        weights("a: 33.4, b: 66.7");
        assertEquals(List.of(), warned());
    }
}
