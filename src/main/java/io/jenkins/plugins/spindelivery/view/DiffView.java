package io.jenkins.plugins.spindelivery.view;

import java.util.List;

/** A difference as lines that a page can colour. */
public final class DiffView {
    /** More than this of one object is read as plain text on a page of its own. */
    private static final int MOST_LINES = 300;

    private final List<Line> lines;
    private final int added;
    private final int removed;
    private final boolean cut;

    /**
     * One line.
     *
     * @param kind {@code add}, {@code del}, {@code hunk} or {@code same}
     * @param text the line as it stands in the difference
     */
    public record Line(String kind, String text) {
        /**
         * What happened to the line.
         *
         * @return {@code add}, {@code del}, {@code hunk} or {@code same}
         */
        public String getKind() {
            return kind;
        }

        /**
         * The line itself.
         *
         * @return with its sign in front
         */
        public String getText() {
            return text;
        }
    }

    DiffView(String diff) {
        List<Line> all = diff.lines().map(DiffView::line).toList();
        added = (int) all.stream().filter(line -> line.kind().equals("add")).count();
        removed = (int) all.stream().filter(line -> line.kind().equals("del")).count();
        cut = all.size() > MOST_LINES;
        lines = cut ? all.subList(0, MOST_LINES) : all;
    }

    private static Line line(String text) {
        if (text.startsWith("@@") || text.startsWith("+++ ") || text.startsWith("--- ")) {
            return new Line("hunk", text);
        }
        return new Line(text.startsWith("+") ? "add" : text.startsWith("-") ? "del" : "same", text);
    }

    /**
     * The lines to show.
     *
     * @return at most 300
     */
    public List<Line> getLines() {
        return lines;
    }

    /**
     * How many lines are new.
     *
     * @return of the whole difference
     */
    public int getAdded() {
        return added;
    }

    /**
     * How many lines are gone.
     *
     * @return of the whole difference
     */
    public int getRemoved() {
        return removed;
    }

    /**
     * Whether there are more lines than those.
     *
     * @return whether the rest is on a page of its own
     */
    public boolean isCut() {
        return cut;
    }
}
