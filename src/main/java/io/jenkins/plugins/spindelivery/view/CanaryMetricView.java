package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.engine.canary.judge.Classification;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.canary.report.MeasuredMetric;
import io.jenkins.plugins.spindelivery.engine.canary.report.MetricChart;
import io.jenkins.plugins.spindelivery.engine.canary.report.SeriesSummary;
import io.jenkins.plugins.spindelivery.engine.canary.report.Wording;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A metric of a canary as it was compared last. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class CanaryMetricView {
    private final JudgeResult.Metric metric;
    private final MeasuredMetric measured;
    private final String id;
    private final Wording words;

    /** One of the two series. */
    @ExportedBean(defaultVisibility = Visibility.WHOLE)
    public static final class SideView {
        private final Series series;
        private final SeriesSummary summary;

        SideView(Series series, SeriesSummary summary) {
            this.series = series;
            this.summary = summary;
        }

        /**
         * The first point's time.
         *
         * @return in milliseconds since 1970
         */
        @Exported
        public long getStartMillis() {
            return series.startMillis();
        }

        /**
         * From one point to the next.
         *
         * @return in milliseconds
         */
        @Exported
        public long getStepMillis() {
            return series.stepMillis();
        }

        /**
         * The points as they are drawn: of very many the lowest and the highest of each part.
         *
         * @return {@code null} where there is none
         */
        @Exported
        public List<Double> getValues() {
            List<Double> values = new ArrayList<>();
            for (double value : series.values()) {
                values.add(Double.isFinite(value) ? value : null);
            }
            return values;
        }

        /**
         * How many points were measured.
         *
         * @return without those that are missing
         */
        @Exported
        public int getPoints() {
            return summary.points();
        }

        /**
         * How many points are missing.
         *
         * @return 0 or more
         */
        @Exported
        public int getMissing() {
            return summary.missing();
        }

        /**
         * The mean of all points.
         *
         * @return {@code null} without any
         */
        @Exported
        public Double getMean() {
            return summary.mean();
        }

        /**
         * The numbers of the table, for people.
         *
         * @return points, missing, lowest, mean, median, highest
         */
        public List<String> getNumbers() {
            return List.of(
                    Integer.toString(summary.points()),
                    Integer.toString(summary.missing()),
                    Wording.number(summary.min()),
                    Wording.number(summary.mean()),
                    Wording.number(summary.median()),
                    Wording.number(summary.max()));
        }
    }

    /**
     * A metric.
     *
     * @param metric what the judge says of it
     * @param measured its series; {@code null} when it could not be measured
     * @param id its place on the page
     * @param words in which language it is drawn
     */
    CanaryMetricView(JudgeResult.Metric metric, MeasuredMetric measured, String id, Wording words) {
        this.metric = metric;
        this.measured = measured;
        this.id = id;
        this.words = words;
    }

    /**
     * Its name.
     *
     * @return as the canary configuration has it
     */
    @Exported
    public String getName() {
        return metric.name();
    }

    /**
     * How the canary compares.
     *
     * @return such as {@code High}
     */
    @Exported
    public String getClassification() {
        return metric.classification().word();
    }

    /**
     * How the canary compares, for people.
     *
     * @return in the reader's language
     */
    public String getClassificationText() {
        return words.classification(metric.classification());
    }

    /**
     * Why.
     *
     * @return in words; may be empty
     */
    @Exported
    public String getReason() {
        return metric.reason();
    }

    /**
     * Whether this metric alone fails the canary.
     *
     * @return as the judge says
     */
    @Exported
    public boolean isCritical() {
        return metric.critical();
    }

    /**
     * Whether there are series to draw.
     *
     * @return whether it could be measured
     */
    public boolean isMeasured() {
        return measured != null;
    }

    /**
     * Whether its chart is unfolded at first.
     *
     * @return whether somebody should look at it
     */
    public boolean isNotable() {
        return metric.classification() != Classification.PASS;
    }

    /**
     * The baseline's series.
     *
     * @return {@code null} when it could not be measured
     */
    @Exported
    public SideView getControl() {
        return measured == null ? null : new SideView(measured.control(), measured.controlSummary());
    }

    /**
     * The canary's series.
     *
     * @return {@code null} when it could not be measured
     */
    @Exported
    public SideView getExperiment() {
        return measured == null ? null : new SideView(measured.experiment(), measured.experimentSummary());
    }

    /**
     * The baseline's mean, for people.
     *
     * @return a number, or a dash
     */
    public String getControlMean() {
        return Wording.number(
                measured == null ? null : measured.controlSummary().mean());
    }

    /**
     * The canary's mean, for people.
     *
     * @return a number, or a dash
     */
    public String getExperimentMean() {
        return Wording.number(
                measured == null ? null : measured.experimentSummary().mean());
    }

    /**
     * Both series over time.
     *
     * @return SVG, safe to be part of a page
     */
    public String getChart() {
        return MetricChart.svg(metric.name(), measured, id + "-chart", words);
    }

    /**
     * Its place on the page.
     *
     * @return an id of HTML
     */
    public String getId() {
        return id;
    }
}
