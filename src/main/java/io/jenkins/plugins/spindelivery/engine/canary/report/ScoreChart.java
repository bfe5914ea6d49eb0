package io.jenkins.plugins.spindelivery.engine.canary.report;

import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import java.util.List;

/** The scores of a canary, one judgment after another, beside the scores that they have to reach. */
public final class ScoreChart {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 190;
    private static final double LEFT = 36;
    private static final double RIGHT = 84;
    private static final double TOP = 10;
    private static final double BOTTOM = 26;
    private static final int BEST = 100;
    private static final int GRID = 25;
    private static final double SMALL = 2.5;
    private static final double LARGE = 4.5;
    private static final int MANY = 60;
    private static final double HALF_LETTER = 4;

    private final CanaryHistory history;
    private final Wording words;
    private final Svg svg;
    private final int first;
    private final int last;

    private ScoreChart(CanaryHistory history, String id, Wording words) {
        this.history = history;
        this.words = words;
        this.first = history.judged().isEmpty() ? 1 : history.judged().get(0).interval();
        this.last = Math.max(history.intervals(), first);
        this.svg = new Svg(id, WIDTH, HEIGHT, words.of("scores"), describe());
    }

    /**
     * Draws the scores.
     *
     * @param history the judgments so far
     * @param id unlike any other on the same page
     * @param words in which language
     * @return an SVG element
     */
    public static String svg(CanaryHistory history, String id, Wording words) {
        return new ScoreChart(history, id, words).draw();
    }

    private String describe() {
        if (history.judged().isEmpty()) {
            return words.of("not-judged");
        }
        CanaryHistory.Judged now = history.judged().get(history.judged().size() - 1);
        return words.of(
                "scores-text",
                history.judged().size(),
                history.intervals(),
                Wording.number(now.score()),
                words.verdict(now.verdict()));
    }

    private String draw() {
        for (int score = 0; score <= BEST; score += GRID) {
            svg.line(
                    "spin-chart__grid",
                    LEFT,
                    y(score),
                    WIDTH - RIGHT,
                    y(score),
                    "stroke=\"#8c959f\" stroke-opacity=\"0.3\"");
            svg.text(
                    "spin-chart__text", LEFT - HALF_LETTER * 2, y(score) + HALF_LETTER, "end", Integer.toString(score));
        }
        if (history.thresholds() != null) {
            threshold(history.thresholds().pass(), Verdict.PASS, "#1a7f37");
            if (history.thresholds().marginal() < history.thresholds().pass()) {
                threshold(history.thresholds().marginal(), Verdict.MARGINAL, "#9a6700");
            }
        }
        axis();
        line();
        history.judged().forEach(this::mark);
        return svg.end();
    }

    private void threshold(double score, Verdict verdict, String colour) {
        String style = "spin-chart__threshold spin-chart--" + verdict.word();
        svg.line(style, LEFT, y(score), WIDTH - RIGHT, y(score), "stroke=\"" + colour + "\" stroke-dasharray=\"6 4\"");
        // What is no better than marginal fails.
        String text = words.verdict(verdict) + (verdict == Verdict.PASS ? " ≥ " : " > ") + Wording.number(score);
        svg.text("spin-chart__text", WIDTH - RIGHT + HALF_LETTER * 2, y(score) + HALF_LETTER, "start", text);
    }

    private void axis() {
        double y = HEIGHT - BOTTOM + HALF_LETTER * 4;
        svg.text("spin-chart__text", x(first), y, "middle", Integer.toString(first));
        if (last > first) {
            svg.text("spin-chart__text", x(last), y, "middle", Integer.toString(last));
        }
        svg.text("spin-chart__text", (LEFT + WIDTH - RIGHT) / 2, y, "middle", words.of("interval-axis"));
    }

    private void line() {
        StringBuilder data = new StringBuilder();
        for (CanaryHistory.Judged one : history.judged()) {
            data.append(data.length() == 0 ? 'M' : 'L').append(Svg.number(x(one.interval())));
            data.append(' ').append(Svg.number(y(one.score())));
        }
        svg.path("spin-chart__scores", data.toString(), "stroke=\"#6e7781\" stroke-width=\"1.5\"");
    }

    /** Not only another colour for each verdict: another shape, too. */
    private void mark(CanaryHistory.Judged one) {
        double x = x(one.interval());
        double y = y(one.score());
        double size = history.judged().size() > MANY ? SMALL : LARGE;
        String text = words.of(
                "score-mark", one.interval(), Wording.number(one.score()), words.verdict(one.verdict()), failed(one));
        String style = "spin-chart__mark spin-chart--" + one.verdict().word();
        switch (one.verdict()) {
            case PASS -> svg.mark(style, circle(x, y, size), "fill=\"#1a7f37\"", text);
            case MARGINAL -> svg.mark(style, corners(x, y, 0, size * 1.3), "fill=\"#9a6700\"", text);
            case FAIL -> svg.mark(style, corners(x, y, size, size), "fill=\"#cf222e\"", text);
        }
    }

    private static String failed(CanaryHistory.Judged one) {
        List<String> names = one.failed();
        return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
    }

    private static String circle(double x, double y, double r) {
        String arc = " a" + Svg.number(r) + " " + Svg.number(r) + " 0 1 0 ";
        return "M" + Svg.number(x - r) + " " + Svg.number(y) + arc + Svg.number(2 * r) + " 0" + arc + Svg.number(-2 * r)
                + " 0Z";
    }

    /** A square, or without an edge at its side a diamond. */
    private static String corners(double x, double y, double side, double size) {
        double[][] points = side == 0
                ? new double[][] {{0, -size}, {size, 0}, {0, size}, {-size, 0}}
                : new double[][] {{-side, -size}, {side, -size}, {side, size}, {-side, size}};
        StringBuilder data = new StringBuilder();
        for (double[] point : points) {
            data.append(data.length() == 0 ? 'M' : 'L').append(Svg.number(x + point[0]));
            data.append(' ').append(Svg.number(y + point[1]));
        }
        return data.append('Z').toString();
    }

    private double x(int interval) {
        double inner = WIDTH - LEFT - RIGHT - 2 * LARGE;
        double share = last == first ? 0.5 : (double) (interval - first) / (last - first);
        return LEFT + LARGE + inner * Math.min(1, share);
    }

    private static double y(double score) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (BEST - score) / BEST;
    }
}
