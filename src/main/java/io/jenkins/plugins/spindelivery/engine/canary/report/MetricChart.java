package io.jenkins.plugins.spindelivery.engine.canary.report;

import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import java.util.stream.DoubleStream;

/** The two series of a metric, one above the other over the time since each began. */
public final class MetricChart {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 170;
    private static final double LEFT = 64;
    private static final double RIGHT = 12;
    private static final double TOP = 26;
    private static final double BOTTOM = 24;
    private static final double SPACE = 0.06;
    private static final double HALF_LETTER = 4;
    private static final double SAMPLE = 22;
    private static final double DOT = 2.2;

    private final Svg svg;
    private final Wording words;
    private final MeasuredMetric metric;
    private final long lengthMillis;
    private final double low;
    private final double high;

    private MetricChart(String name, MeasuredMetric metric, String id, Wording words) {
        this.words = words;
        this.metric = metric;
        this.lengthMillis = Math.max(1, Math.max(length(metric.control()), length(metric.experiment())));
        double least = values(metric).min().orElse(0);
        double most = values(metric).max().orElse(1);
        double space = most > least ? (most - least) * SPACE : Math.max(Math.abs(least) * SPACE, 0.5);
        this.low = least - space;
        this.high = most + space;
        this.svg = new Svg(id, WIDTH, HEIGHT, words.of("metric", name), describe());
    }

    /**
     * Draws a metric.
     *
     * @param name the metric's name
     * @param metric its series
     * @param id unlike any other on the same page
     * @param words in which language
     * @return an SVG element
     */
    public static String svg(String name, MeasuredMetric metric, String id, Wording words) {
        return new MetricChart(name, metric, id, words).draw();
    }

    private String describe() {
        SeriesSummary control = metric.controlSummary();
        SeriesSummary experiment = metric.experimentSummary();
        return words.of(
                "metric-text",
                Wording.number(control.mean()),
                control.points(),
                Wording.number(experiment.mean()),
                experiment.points());
    }

    private String draw() {
        double bottom = HEIGHT - BOTTOM;
        String faint = "stroke=\"#8c959f\" stroke-opacity=\"0.3\"";
        for (double share : new double[] {0, 0.5, 1}) {
            double value = low + (high - low) * share;
            svg.line("spin-chart__grid", LEFT, y(value), WIDTH - RIGHT, y(value), faint);
            svg.text("spin-chart__text", LEFT - 2 * HALF_LETTER, y(value) + HALF_LETTER, "end", Wording.number(value));
        }
        svg.text("spin-chart__text", LEFT, bottom + 4 * HALF_LETTER, "start", words.length(0));
        svg.text("spin-chart__text", WIDTH - RIGHT, bottom + 4 * HALF_LETTER, "end", words.length(lengthMillis));
        series("control", metric.control(), "stroke=\"#6e7781\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"", LEFT);
        series("experiment", metric.experiment(), "stroke=\"#1f6feb\" stroke-width=\"1.8\"", LEFT + WIDTH / 4);
        return svg.end();
    }

    private void series(String side, Series series, String attributes, double legend) {
        String style = "spin-chart__" + side;
        svg.path(style, data(series), attributes + " stroke-linejoin=\"round\"");
        svg.line(style, legend, TOP / 2, legend + SAMPLE, TOP / 2, attributes);
        double text = legend + SAMPLE + 2 * HALF_LETTER;
        svg.text("spin-chart__text", text, TOP / 2 + HALF_LETTER, "start", words.of(side));
    }

    /** A line through the points, with gaps where there are none; a point between two gaps is a dash. */
    private String data(Series series) {
        StringBuilder data = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < series.size(); i++) {
            double value = series.value(i);
            if (!Double.isFinite(value)) {
                drawing = false;
                continue;
            }
            boolean lonely = !drawing && (i + 1 == series.size() || !Double.isFinite(series.value(i + 1)));
            double x = x(series, i);
            data.append(drawing ? 'L' : 'M').append(Svg.number(lonely ? x - DOT : x));
            data.append(' ').append(Svg.number(y(value)));
            if (lonely) {
                data.append('h').append(Svg.number(2 * DOT));
            }
            drawing = true;
        }
        return data.toString();
    }

    private double x(Series series, int index) {
        double inner = WIDTH - LEFT - RIGHT;
        return LEFT + inner * ((double) series.stepMillis() * index / lengthMillis);
    }

    private double y(double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
    }

    private static long length(Series series) {
        return Math.max(0, series.size() - 1) * series.stepMillis();
    }

    private static DoubleStream values(MeasuredMetric metric) {
        return DoubleStream.concat(
                        DoubleStream.of(metric.control().values()),
                        DoubleStream.of(metric.experiment().values()))
                .filter(Double::isFinite);
    }
}
