package io.jenkins.plugins.spindelivery.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Lays out rows in columns within a width, so that no line ever wraps. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<Step> steps = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    /** Where a cell is cut when its column is narrowed. */
    public enum Cut {
        /** At the end, for sentences. */
        END,
        /** In the middle, for names whose end tells something. */
        MIDDLE
    }

    /**
     * A column.
     *
     * @param heading its heading
     * @param cut where its cells are cut when it is narrowed
     */
    public record Column(String heading, Cut cut) {}

    /** A column may be narrowed down to a width; 0 leaves it out. */
    private record Step(int column, int width) {}

    /**
     * A cell.
     *
     * @param text one line without escape sequences
     * @param style how it stands out
     */
    public record Cell(String text, Style style) {
        /**
         * A cell that does not stand out.
         *
         * @param text one line without escape sequences
         * @return the cell
         */
        public static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }
    }

    /**
     * An empty table.
     *
     * @param columns from left to right
     */
    public TextTable(Column... columns) {
        this.columns = List.of(columns);
    }

    /**
     * Says how the table fits into a narrow window; called once for each step, in the order in which they are taken
     * until it fits.
     *
     * @param column counted from 0
     * @param width what it may be narrowed down to, in cells; 0 leaves it out
     * @return this table
     */
    public TextTable narrowing(int column, int width) {
        steps.add(new Step(column, width));
        return this;
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column
     */
    public void add(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(columns.size() + " cells expected, not " + cells.length);
        }
        rows.add(List.of(cells));
    }

    /**
     * Lays the table out. A column in which no row has anything is left out.
     *
     * @param width how wide a line may be, in cells; {@link Integer#MAX_VALUE} for a file
     * @param colour whether cells are painted
     * @param ellipsis marks a cut, one cell wide
     * @return the lines, headings first, without blanks at their ends
     */
    public List<String> lines(int width, boolean colour, String ellipsis) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        lines.add(line(
                columns.stream().map(c -> new Cell(c.heading(), Style.BOLD)).toList(), widths, colour, ellipsis));
        for (List<Cell> row : rows) {
            lines.add(line(row, widths, colour, ellipsis));
        }
        return lines;
    }

    /** The width of each column; 0 for those left out. */
    private int[] widths(int width) {
        int[] widths =
                IntStream.range(0, columns.size()).map(this::naturalWidth).toArray();
        for (Step step : steps) {
            int excess = total(widths) - width;
            if (excess > 0 && widths[step.column()] > step.width()) {
                int narrowed = step.width() == 0 ? 0 : widths[step.column()] - excess;
                widths[step.column()] = Math.max(step.width(), narrowed);
            }
        }
        // Still too wide: the line is cut from the right.
        for (int column = columns.size() - 1; column >= 0 && total(widths) > Math.max(1, width); column--) {
            widths[column] = Math.max(0, widths[column] - (total(widths) - width));
        }
        return widths;
    }

    private int naturalWidth(int column) {
        int widest = rows.stream()
                .mapToInt(row -> DisplayText.width(row.get(column).text()))
                .max()
                .orElse(0);
        return widest == 0
                ? 0
                : Math.max(widest, DisplayText.width(columns.get(column).heading()));
    }

    private static int total(int[] widths) {
        int used = (int) Arrays.stream(widths).filter(w -> w > 0).count();
        return Arrays.stream(widths).sum() + Math.max(0, used - 1) * GAP.length();
    }

    private String line(List<Cell> cells, int[] widths, boolean colour, String ellipsis) {
        StringBuilder line = new StringBuilder();
        int blanks = 0;
        boolean first = true;
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] == 0) {
                continue;
            }
            blanks += first ? 0 : GAP.length();
            first = false;
            String text = cut(cells.get(i).text(), widths[i], columns.get(i).cut(), ellipsis);
            if (!text.isEmpty()) {
                line.append(" ".repeat(blanks)).append(cells.get(i).style().paint(text, colour));
                blanks = 0;
            }
            blanks += widths[i] - DisplayText.width(text);
        }
        return line.toString();
    }

    private static String cut(String text, int width, Cut cut, String ellipsis) {
        return cut == Cut.MIDDLE
                ? DisplayText.cutMiddle(text, width, ellipsis)
                : DisplayText.cutEnd(text, width, ellipsis);
    }
}
