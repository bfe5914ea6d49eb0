package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.cli.output.Terminal.Size;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventText;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Progress on a terminal: a table with one row for each object, drawn over and over in place. */
final class LiveProgress implements Progress {
    /** Hundreds of objects change within a second; the eye takes a few pictures of it. */
    private static final Duration BETWEEN_PICTURES = Duration.ofMillis(80);

    /** The lines around the rows: the phase, the headings, the sum of what is not shown, and the cursor's own. */
    private static final int OTHER_LINES = 4;

    private final PrintStream out;
    private final Terminal terminal;
    private final Diagnostics diagnostics;
    private final Clock clock;
    private final LiveRegion region;
    private final Instant begin;
    private final Map<ObjectRef, ProgressRow> rows = new LinkedHashMap<>();
    private String phase = "";
    private Instant drawn = Instant.MIN;
    private boolean closed;

    /**
     * Progress as a live table.
     *
     * @param out the stream that is the terminal
     * @param terminal what it can show
     * @param diagnostics where warnings go; usually the same terminal
     * @param clock for the time that has passed
     */
    LiveProgress(PrintStream out, Terminal terminal, Diagnostics diagnostics, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.diagnostics = diagnostics;
        this.clock = clock;
        this.region = new LiveRegion(out, terminal);
        this.begin = clock.instant();
    }

    @Override
    public synchronized void accept(Event event) {
        if (event instanceof Event.PhaseStarted started) {
            phase = EventText.phase(started);
        } else if (event instanceof Event.ObjectChanged changed) {
            rows.merge(changed.ref(), new ProgressRow(changed.ref()).with(changed), (row, first) -> row.with(changed));
        } else if (event instanceof Event.StatusChanged status) {
            rows.merge(status.ref(), new ProgressRow(status.ref()).with(status), (row, first) -> row.with(status));
        } else if (event instanceof Event.Warned warned) {
            above(() -> diagnostics.warnings(List.of(warned.problem())));
        } else {
            List<String> lines = EventText.lines(event);
            if (!lines.isEmpty()) {
                above(() -> lines.forEach(out::println));
            }
        }
        if (drawn.plus(BETWEEN_PICTURES).isBefore(clock.instant())) {
            refresh();
        }
    }

    @Override
    public synchronized void note(String text) {
        above(() -> diagnostics.note(text));
        refresh();
    }

    @Override
    public synchronized void refresh() {
        if (closed) {
            return;
        }
        Size size = terminal.size().get();
        List<ProgressRow> shown = shown(Math.max(1, size.rows() - OTHER_LINES));
        region.draw(picture(shown, size.columns(), false), picture(shown, size.columns(), terminal.colour()));
        drawn = clock.instant();
    }

    @Override
    public synchronized void close() {
        region.clear();
        closed = true;
    }

    private void above(Runnable print) {
        region.clear();
        print.run();
        out.flush();
    }

    /** All rows if they fit, else those that people still wait for, in the order of the deploy. */
    private List<ProgressRow> shown(int room) {
        if (rows.size() <= room) {
            return List.copyOf(rows.values());
        }
        List<ProgressRow> open = new ArrayList<>();
        rows.values().stream().filter(row -> !row.settled()).limit(room).forEach(open::add);
        rows.values().stream()
                .filter(ProgressRow::settled)
                .limit(room - (long) open.size())
                .forEach(open::add);
        return rows.values().stream().filter(open::contains).toList();
    }

    private List<String> picture(List<ProgressRow> shown, int columns, boolean paint) {
        // The last cell stays free: some terminals wrap as soon as it is written.
        int width = Math.max(1, columns - 1);
        List<String> lines = new ArrayList<>();
        String seconds = Labels.of(
                "progress-elapsed", Duration.between(begin, clock.instant()).toSeconds());
        lines.add(DisplayText.cutEnd((phase + " " + seconds).strip(), width, terminal.ellipsis()));
        if (!shown.isEmpty()) {
            lines.addAll(ObjectTable.waiting(shown, terminal.unicode()).lines(width, paint, terminal.ellipsis()));
        }
        if (shown.size() < rows.size()) {
            long stable = rows.values().stream().filter(ProgressRow::settled).count();
            String more = Labels.of("progress-more", rows.size() - shown.size(), stable, rows.size());
            lines.add(DisplayText.cutEnd(more, width, terminal.ellipsis()));
        }
        return lines;
    }
}
