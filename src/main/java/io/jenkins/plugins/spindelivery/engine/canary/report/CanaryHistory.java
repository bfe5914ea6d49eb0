package io.jenkins.plugins.spindelivery.engine.canary.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Classification;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The judgments of a canary so far: the score of each, and the last one in full. Its size is bounded, whatever the canary
 * measures and however long it lives.
 *
 * @param version the layout, {@value #VERSION}
 * @param intervals how many judgments there are going to be
 * @param judged each judgment in its order; of more than {@value #MOST_JUDGED} the newest
 * @param last what the judge said last; {@code null} before the first judgment
 * @param metrics what was compared last, by the metric's name
 * @param thresholds from which scores on a canary is good; {@code null} when they are not known
 */
public record CanaryHistory(
        @JsonProperty("version") int version,
        @JsonProperty("intervals") int intervals,
        @JsonProperty("judged") List<Judged> judged,
        @JsonProperty("last") JudgeResult last,
        @JsonProperty("metrics") Map<String, MeasuredMetric> metrics,
        @JsonProperty("thresholds") ScoreThresholds thresholds) {
    /** The layout that this version writes. */
    public static final int VERSION = 1;

    /** Before the first judgment. */
    public static final CanaryHistory EMPTY = new CanaryHistory(VERSION, 0, List.of(), null, Map.of(), null);

    private static final int MOST_JUDGED = 1_000;
    private static final int MOST_NAMES = 20;

    /**
     * One judgment.
     *
     * @param interval which, from 1
     * @param millis when, in milliseconds since 1970
     * @param score 0 to 100
     * @param verdict what the score means
     * @param failed the metrics that did not pass; of more than {@value #MOST_NAMES} the first
     */
    public record Judged(
            @JsonProperty("interval") int interval,
            @JsonProperty("millis") long millis,
            @JsonProperty("score") double score,
            @JsonProperty("verdict") Verdict verdict,
            @JsonProperty("failed") List<String> failed) {
        public Judged {
            failed = failed == null ? List.of() : List.copyOf(failed);
        }
    }

    public CanaryHistory {
        judged = List.copyOf(judged);
        metrics = new LinkedHashMap<>(metrics);
    }

    /**
     * The history with one more judgment. One that is told again after a restart takes the place of the first telling.
     *
     * @param event the judgment
     * @return a new history
     */
    public CanaryHistory with(Event.CanaryJudged event) {
        List<Judged> all = new ArrayList<>(judged);
        all.removeIf(one -> one.interval() >= event.interval());
        all.add(judged(event));
        int surplus = Math.max(0, all.size() - MOST_JUDGED);
        Map<String, MeasuredMetric> measured = new LinkedHashMap<>();
        for (JudgeResult.Metric metric : event.result().metrics()) {
            if (event.series().containsKey(metric.name())) {
                measured.put(metric.name(), MeasuredMetric.of(event.series().get(metric.name())));
            }
        }
        return new CanaryHistory(
                VERSION,
                event.intervals(),
                all.subList(surplus, all.size()),
                event.result(),
                measured,
                event.thresholds());
    }

    private static Judged judged(Event.CanaryJudged event) {
        List<String> failed = event.result().metrics().stream()
                .filter(metric -> metric.classification() != Classification.PASS)
                .map(JudgeResult.Metric::name)
                .limit(MOST_NAMES)
                .toList();
        return new Judged(event.interval(), event.millis(), event.result().score(), verdict(event), failed);
    }

    /** A score that only equals the marginal one ends a canary as failed (orca-kayenta), which the judge leaves open. */
    private static Verdict verdict(Event.CanaryJudged event) {
        boolean failed = event.thresholds() != null
                && event.result().score() <= event.thresholds().marginal();
        return failed ? Verdict.FAIL : event.result().verdict();
    }

    /**
     * What the last score means.
     *
     * @return {@code null} before the first judgment
     */
    public Verdict verdict() {
        return judged.isEmpty() ? null : judged.get(judged.size() - 1).verdict();
    }
}
