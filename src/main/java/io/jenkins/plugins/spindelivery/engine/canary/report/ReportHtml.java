package io.jenkins.plugins.spindelivery.engine.canary.report;

import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A report as one HTML file that needs nothing else: no scripts, no files, no network. With its style sheet it follows the
 * reader's light or dark colours and prints well; where a viewer drops the style sheet it is plain, and nothing is lost.
 */
public final class ReportHtml {
    private final CanaryReport report;
    private final CanaryHistory history;
    private final Wording words;
    private final StringBuilder out = new StringBuilder();

    private ReportHtml(CanaryReport report, Locale locale) {
        this.report = report;
        this.history = report.history();
        this.words = new Wording(locale);
    }

    /**
     * Writes a report.
     *
     * @param report what to tell
     * @param locale in which language
     * @return the file's text, to be encoded as UTF-8
     */
    public static String of(CanaryReport report, Locale locale) {
        return new ReportHtml(report, locale).whole(locale);
    }

    private String whole(Locale locale) {
        out.append("<!DOCTYPE html>\n<html lang=\"").append(Svg.escape(locale.toLanguageTag()));
        out.append("\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
        element("title", report.title());
        out.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n<main>\n");
        element("h1", report.title());
        verdict();
        facts();
        problems();
        if (history.last() == null) {
            element("p", words.of("not-judged"));
        } else {
            scores();
            groups(history.last().groups());
            metrics(history.last().metrics());
        }
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String style() {
        try (InputStream in = ReportHtml.class.getResourceAsStream("report.css")) {
            return new String(Objects.requireNonNull(in, "report.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void verdict() {
        if (report.verdict() != null) {
            out.append("<p class=\"verdict\"><strong class=\"badge spin-chart--")
                    .append(report.verdict().word());
            out.append("\">")
                    .append(Svg.escape(words.verdict(report.verdict())))
                    .append("</strong> ");
            if (history.last() != null) {
                out.append(Svg.escape(
                        words.of("score", Wording.number(history.last().score()))));
            }
            out.append("</p>\n");
        }
    }

    private void facts() {
        if (!report.facts().isEmpty()) {
            out.append("<table class=\"facts\">\n");
            report.facts().forEach(fact -> {
                out.append("<tr><th scope=\"row\" align=\"left\">").append(Svg.escape(fact.name()));
                out.append("</th><td>").append(Svg.escape(fact.value())).append("</td></tr>\n");
            });
            out.append("</table>\n");
        }
    }

    private void problems() {
        if (!report.errors().isEmpty()) {
            out.append("<ul class=\"problems\">\n");
            for (Problem problem : report.errors()) {
                String where = problem.where().isEmpty() ? "" : problem.where() + ": ";
                element("li", where + problem.message(words.locale()));
            }
            out.append("</ul>\n");
        }
    }

    private void scores() {
        element("h2", words.of("scores"));
        out.append(ScoreChart.svg(history, "scores", words)).append('\n');
        out.append("<details><summary>")
                .append(Svg.escape(words.of("as-table")))
                .append("</summary>\n");
        head("interval", "score-column", "verdict", "failed");
        for (CanaryHistory.Judged one : history.judged()) {
            row(
                    Integer.toString(one.interval()),
                    Wording.number(one.score()),
                    words.verdict(one.verdict()),
                    String.join(", ", one.failed()));
        }
        out.append("</tbody></table></details>\n");
    }

    private void groups(List<JudgeResult.Group> groups) {
        element("h2", words.of("groups"));
        head("group", "score-column", "weight");
        groups.forEach(group -> row(group.name(), Wording.number(group.score()), Wording.number(group.weight())));
        out.append("</tbody></table>\n");
    }

    private void metrics(List<JudgeResult.Metric> metrics) {
        element("h2", words.of("metrics"));
        for (int i = 0; i < metrics.size(); i++) {
            metric(metrics.get(i), "metric-" + (i + 1));
        }
    }

    private void metric(JudgeResult.Metric metric, String id) {
        out.append("<section>\n<h3>").append(Svg.escape(metric.name())).append(" <span class=\"badge spin-chart--");
        out.append(metric.classification().word()).append("\">");
        out.append(Svg.escape(words.classification(metric.classification()))).append("</span>");
        if (metric.critical()) {
            out.append(" <span class=\"badge\">")
                    .append(Svg.escape(words.of("critical")))
                    .append("</span>");
        }
        out.append("</h3>\n");
        if (!metric.reason().isEmpty()) {
            element("p", metric.reason());
        }
        MeasuredMetric measured = history.metrics().get(metric.name());
        if (measured == null) {
            element("p", words.of("not-measured"));
        } else {
            out.append(MetricChart.svg(metric.name(), measured, id, words)).append('\n');
            head("side", "points", "missing", "min", "mean", "median", "max");
            summary("control", measured.controlSummary());
            summary("experiment", measured.experimentSummary());
            out.append("</tbody></table>\n");
        }
        out.append("</section>\n");
    }

    private void summary(String side, SeriesSummary numbers) {
        row(
                words.of(side),
                Integer.toString(numbers.points()),
                Integer.toString(numbers.missing()),
                Wording.number(numbers.min()),
                Wording.number(numbers.mean()),
                Wording.number(numbers.median()),
                Wording.number(numbers.max()));
    }

    /** The border is for viewers without the style sheet. */
    private void head(String... columns) {
        out.append("<table border=\"1\" cellpadding=\"4\"><thead><tr>");
        for (String column : columns) {
            out.append("<th scope=\"col\">")
                    .append(Svg.escape(words.of(column)))
                    .append("</th>");
        }
        out.append("</tr></thead><tbody>\n");
    }

    private void row(String... cells) {
        out.append("<tr>");
        for (String cell : cells) {
            out.append("<td>").append(Svg.escape(cell)).append("</td>");
        }
        out.append("</tr>\n");
    }

    private void element(String name, String text) {
        out.append('<').append(name).append('>').append(Svg.escape(text));
        out.append("</").append(name).append(">\n");
    }
}
