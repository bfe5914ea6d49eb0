package io.jenkins.plugins.spindelivery.engine.canary.judge;

import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryMetric;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * Kayenta's judge, {@code NetflixACAJudge-v1.0}: compares each metric of the canary with the baseline's by the rank-sum
 * test, and adds up a score. The same input always gives the same answer.
 */
public final class CanaryJudge {
    private CanaryJudge() {}

    /**
     * Judges a canary.
     *
     * @param config which metrics, and how each is compared
     * @param series both sides of each metric by its name; a metric that is not here, and a side that is {@code null},
     *     has no data. What the configuration does not know is ignored
     * @param thresholds what a score means
     * @return each metric that is not muted, their groups, the score and the verdict. Reasons are in the language of
     *     this process
     */
    public static JudgeResult judge(CanaryConfig config, Map<String, SeriesPair> series, ScoreThresholds thresholds) {
        List<JudgedMetric> judged = config.metrics().stream()
                .filter(metric -> !metric.analysis().muted())
                .map(metric -> judge(metric, series.get(metric.name())))
                .toList();
        Scores scores = Scores.of(judged, config.groupWeights());
        return new JudgeResult(
                judged.stream().map(JudgedMetric::told).toList(),
                scores.groups(),
                scores.total(),
                verdict(scores.total(), thresholds));
    }

    /**
     * What deserves attention beside the verdict: too few points for a comparison, metrics that were not judged, weights
     * that can't add up.
     *
     * @param config as it was judged
     * @param series as they were judged
     * @param result what came of it
     * @return none when all is well
     */
    public static List<Problem> warnings(CanaryConfig config, Map<String, SeriesPair> series, JudgeResult result) {
        return JudgeWarnings.of(config, series, result);
    }

    private static JudgedMetric judge(CanaryMetric metric, SeriesPair pair) {
        Points experiment = Points.of(pair == null ? null : pair.experiment(), metric.analysis());
        Points control = Points.of(pair == null ? null : pair.control(), metric.analysis());
        return new MetricJudge(metric, experiment, control).judge();
    }

    private static Verdict verdict(double score, ScoreThresholds thresholds) {
        if (score >= thresholds.pass()) {
            return Verdict.PASS;
        }
        return score >= thresholds.marginal() ? Verdict.MARGINAL : Verdict.FAIL;
    }
}
