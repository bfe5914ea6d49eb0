package io.jenkins.plugins.spindelivery.engine.canary.report;

import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Classification;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Judgments as the engine tells of them, for tests of what is made of them. */
public final class CanarySample {
    private static final long START = 1_772_359_200_000L;
    private static final long MINUTE = 60_000;

    private CanarySample() {}

    /**
     * A judgment of a canary whose error rate rises and of which a third metric has no data.
     *
     * @param interval from 1 to 6; from the fourth on it is bad
     * @param suffix of the metrics' names
     */
    public static Event.CanaryJudged judged(int interval, String suffix) {
        boolean bad = interval > 3;
        JudgeResult result = new JudgeResult(
                List.of(
                        new JudgeResult.Metric(
                                "error rate" + suffix,
                                bad ? Classification.HIGH : Classification.PASS,
                                bad ? "The canary's error rate is higher than the baseline's." : "",
                                true),
                        new JudgeResult.Metric("latency" + suffix, Classification.PASS, "", false),
                        new JudgeResult.Metric("saturation" + suffix, Classification.NODATA, "No data.", false)),
                List.of(new JudgeResult.Group("Errors", bad ? 0 : 100, 50), new JudgeResult.Group("Latency", 100, 50)),
                bad ? 50 : 100 - interval,
                bad ? Verdict.FAIL : Verdict.PASS);
        Map<String, SeriesPair> series = new LinkedHashMap<>();
        int points = 10 * interval;
        series.put("error rate" + suffix, new SeriesPair(wave(points, 0.011, 0, 0), wave(points, 0.012, 3, 0.001)));
        series.put("latency" + suffix, new SeriesPair(wave(points, 180, 0, 0), wave(points, 176, 3, 0)));
        return new Event.CanaryJudged(
                interval, 6, START + interval * 10 * MINUTE, result, series, new ScoreThresholds(75, 50));
    }

    private static Series wave(int points, double level, double shift, double rise) {
        double[] values = DoubleStream.iterate(0, i -> i + 1)
                .limit(points)
                .map(i -> level * (1 + 0.12 * Math.sin(i * 0.9 + shift) + 0.07 * Math.sin(i * 2.3 + shift))
                        + rise * Math.max(0, i - 24))
                .toArray();
        if (points > 16) {
            values[14] = Double.NaN;
            values[15] = Double.NaN;
        }
        return new Series(START, MINUTE, values);
    }
}
