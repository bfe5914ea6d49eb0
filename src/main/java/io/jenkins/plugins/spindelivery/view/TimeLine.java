package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The stages of a delivery over time, drawn to scale. */
public final class TimeLine {
    private static final double HUNDRED = 100.0;

    /** In percent of the whole; so wide that a stage of a second is seen beside a judgment of days. */
    private static final double NARROWEST = 0.5;

    private static final int TICKS = 4;

    private final List<Row> rows = new ArrayList<>();
    private final List<Tick> ticks = new ArrayList<>();
    private final long first;
    private final long span;

    /** One stage. */
    public static final class Row {
        private final StageView stage;
        private final List<Bar> bars;
        private final String description;

        Row(StageView stage, List<Bar> bars, String description) {
            this.stage = stage;
            this.bars = bars;
            this.description = description;
        }

        /**
         * The stage.
         *
         * @return its view
         */
        public StageView getStage() {
            return stage;
        }

        /**
         * Its bars.
         *
         * @return in the order of time, without gaps
         */
        public List<Bar> getBars() {
            return bars;
        }

        /**
         * What the bars show, in words.
         *
         * @return in the reader's language
         */
        public String getDescription() {
            return description;
        }
    }

    /** A part of a stage. */
    public static final class Bar {
        private final String x;
        private final String width;
        private final String kind;
        private final String title;

        Bar(String x, String width, String kind, String title) {
            this.x = x;
            this.width = width;
            this.kind = kind;
            this.title = title;
        }

        /**
         * Where it begins.
         *
         * @return such as {@code 12.5%}
         */
        public String getX() {
            return x;
        }

        /**
         * How long it is.
         *
         * @return such as {@code 30%}
         */
        public String getWidth() {
            return width;
        }

        /**
         * What was done.
         *
         * @return a phase such as {@code wait}, or {@code judge} while a person is asked, or {@code work}
         */
        public String getKind() {
            return kind;
        }

        /**
         * What was done and for how long.
         *
         * @return in the reader's language
         */
        public String getTitle() {
            return title;
        }
    }

    /** A mark on the axis. */
    public static final class Tick {
        private final String x;
        private final String text;

        Tick(String x, String text) {
            this.x = x;
            this.text = text;
        }

        /**
         * Where it stands.
         *
         * @return such as {@code 25%}
         */
        public String getX() {
            return x;
        }

        /**
         * The time since the first stage began.
         *
         * @return in the reader's language
         */
        public String getText() {
            return text;
        }
    }

    TimeLine(List<StageView> stages, long nowMillis) {
        first = stages.stream().mapToLong(StageView::getStartMillis).min().orElse(nowMillis);
        long last = stages.stream()
                .mapToLong(stage -> stage.getStartMillis() + stage.getDurationMillis())
                .max()
                .orElse(nowMillis);
        span = Math.max(1, last - first);
        for (StageView stage : stages) {
            rows.add(row(stage));
        }
        for (int i = 0; i <= TICKS; i++) {
            ticks.add(new Tick(percent(HUNDRED * i / TICKS), Durations.text(span * i / TICKS)));
        }
    }

    /**
     * The stages.
     *
     * @return in the order in which they began
     */
    public List<Row> getRows() {
        return rows;
    }

    /**
     * The axis.
     *
     * @return its marks from left to right
     */
    public List<Tick> getTicks() {
        return ticks;
    }

    private Row row(StageView stage) {
        String description = Words.of(
                "view.bar-description",
                stage.getStatusText(),
                Durations.text(stage.getStartMillis() - first),
                stage.getDurationText());
        return new Row(stage, bars(stage), description);
    }

    private List<Bar> bars(StageView stage) {
        long start = stage.getStartMillis();
        long end = start + stage.getDurationMillis();
        StageRecord record = stage.record();
        if (record.judgment() != null || record.status() == StageStatus.PAUSED) {
            return List.of(bar(start, end, "judge", Words.of("view.phase-judge")));
        }
        List<Bar> bars = new ArrayList<>();
        long from = start;
        String kind = "work";
        for (StageRecord.PhaseStart phase : record.phases()) {
            if (phase.startMillis() > from) {
                bars.add(bar(from, phase.startMillis(), kind, Words.of("view.phase-" + kind)));
            }
            from = Math.max(from, phase.startMillis());
            kind = phase.phase().name().toLowerCase(Locale.ROOT);
        }
        bars.add(bar(from, end, kind, Words.of("view.phase-" + kind)));
        return bars;
    }

    private Bar bar(long from, long to, String kind, String what) {
        double x = Math.min(HUNDRED - NARROWEST, HUNDRED * (from - first) / span);
        double width = Math.max(NARROWEST, HUNDRED * (to - from) / span);
        String title = Words.of("view.bar", what, Durations.text(to - from));
        return new Bar(percent(Math.max(0, x)), percent(Math.min(width, HUNDRED)), kind, title);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
