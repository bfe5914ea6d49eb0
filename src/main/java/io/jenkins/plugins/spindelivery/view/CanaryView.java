package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.CanaryReports;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Classification;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryHistory;
import io.jenkins.plugins.spindelivery.engine.canary.report.ScoreChart;
import io.jenkins.plugins.spindelivery.engine.canary.report.Wording;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The judgments of a canary as the Delivery page and its JSON show them. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class CanaryView {
    /** Of more metrics the page shows no charts; the report has all. */
    private static final int MOST_CHARTS = 30;

    private final StageRecord stage;
    private final CanaryHistory history;
    private final Wording words = new Wording(LocaleProvider.getLocale());

    /** One judgment. */
    @ExportedBean(defaultVisibility = Visibility.WHOLE)
    public static final class JudgedView {
        private final CanaryHistory.Judged judged;

        JudgedView(CanaryHistory.Judged judged) {
            this.judged = judged;
        }

        /**
         * Which.
         *
         * @return from 1
         */
        @Exported
        public int getInterval() {
            return judged.interval();
        }

        /**
         * When.
         *
         * @return in milliseconds since 1970
         */
        @Exported
        public long getMillis() {
            return judged.millis();
        }

        /**
         * The score.
         *
         * @return 0 to 100
         */
        @Exported
        public double getScore() {
            return judged.score();
        }

        /**
         * What the score means.
         *
         * @return such as {@code Pass}
         */
        @Exported
        public String getVerdict() {
            return judged.verdict().word();
        }
    }

    /**
     * The judgments of a canary.
     *
     * @param stage the canary's stage
     * @param history its judgments
     */
    CanaryView(StageRecord stage, CanaryHistory history) {
        this.stage = stage;
        this.history = history;
    }

    /**
     * What was decided, or would be by the last judgment.
     *
     * @return such as {@code Pass}; {@code null} when nothing was judged
     */
    @Exported
    public String getVerdict() {
        Verdict verdict = CanaryReports.verdict(stage, history);
        return verdict == null ? null : verdict.word();
    }

    /**
     * What was decided, for people.
     *
     * @return in the reader's language
     */
    public String getVerdictText() {
        Verdict verdict = CanaryReports.verdict(stage, history);
        return verdict == null ? "" : words.verdict(verdict);
    }

    /**
     * The last score.
     *
     * @return 0 to 100; {@code null} when nothing was judged
     */
    @Exported
    public Double getScore() {
        return history.last() == null ? null : history.last().score();
    }

    /**
     * The last score, for people.
     *
     * @return in the reader's language
     */
    public String getScoreText() {
        return Words.of("view.canary-score", Wording.number(getScore()));
    }

    /**
     * How many judgments there are going to be.
     *
     * @return 1 or more
     */
    @Exported
    public int getIntervals() {
        return history.intervals();
    }

    /**
     * How far it is, for people.
     *
     * @return in the reader's language
     */
    public String getIntervalText() {
        int count = history.judged().size();
        int last = count == 0 ? 0 : history.judged().get(count - 1).interval();
        return Words.of("view.canary-interval", last, history.intervals());
    }

    /**
     * Each judgment.
     *
     * @return in the order of time
     */
    @Exported
    public List<JudgedView> getJudged() {
        return history.judged().stream().map(JudgedView::new).toList();
    }

    /**
     * The metrics as they were compared last.
     *
     * @return in the order of the configuration
     */
    @Exported
    public List<CanaryMetricView> getMetrics() {
        List<CanaryMetricView> views = new ArrayList<>();
        for (JudgeResult.Metric metric : history.last().metrics()) {
            String id = "canary-" + stage.key() + "-" + (views.size() + 1);
            views.add(new CanaryMetricView(metric, history.metrics().get(metric.name()), id, words));
        }
        return views;
    }

    /**
     * The metrics that the page draws.
     *
     * @return those that did not pass before the others, and not too many
     */
    public List<CanaryMetricView> getDrawn() {
        List<CanaryMetricView> drawn = new ArrayList<>();
        for (boolean passed : new boolean[] {false, true}) {
            getMetrics().stream()
                    .filter(CanaryMetricView::isMeasured)
                    .filter(metric -> metric.getClassification().equals(Classification.PASS.word()) == passed)
                    .forEach(drawn::add);
        }
        return drawn.subList(0, Math.min(MOST_CHARTS, drawn.size()));
    }

    /**
     * The scores over time.
     *
     * @return SVG, safe to be part of a page
     */
    public String getChart() {
        return ScoreChart.svg(history, "canary-" + stage.key() + "-scores", words);
    }

    /**
     * The stage's key, for the link to the report.
     *
     * @return unique within the build
     */
    public String getKey() {
        return stage.key();
    }

    /** Another number when something else is to be seen. */
    int stamp() {
        return Objects.hash(history.judged(), history.intervals());
    }
}
