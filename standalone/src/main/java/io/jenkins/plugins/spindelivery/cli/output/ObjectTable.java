package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.cli.output.TextTable.Cell;
import io.jenkins.plugins.spindelivery.cli.output.TextTable.Column;
import io.jenkins.plugins.spindelivery.cli.output.TextTable.Cut;
import java.util.List;

/** The table of objects that progress, results and {@code spin status} share. */
final class ObjectTable {
    private static final int KIND = 0;
    private static final int NAME = 1;
    private static final int ACTION = 2;
    private static final int PROGRESS = 4;
    private static final int MESSAGE = 5;

    private ObjectTable() {}

    /**
     * The table while work goes on: in a narrow window the reason counts more than the action, the name more than the
     * bar.
     *
     * @param rows the objects in order
     * @param unicode whether block characters can be shown
     * @return the table
     */
    static TextTable waiting(List<ProgressRow> rows, boolean unicode) {
        return of(rows, unicode)
                .narrowing(MESSAGE, 24)
                .narrowing(ACTION, 0)
                .narrowing(NAME, 24)
                .narrowing(PROGRESS, 0)
                .narrowing(MESSAGE, 12)
                .narrowing(NAME, 12)
                .narrowing(KIND, 6)
                .narrowing(MESSAGE, 0);
    }

    /**
     * The table of a result: in a narrow window what was done counts more than the words about it.
     *
     * @param rows the objects in order
     * @param unicode whether block characters can be shown
     * @return the table
     */
    static TextTable result(List<ProgressRow> rows, boolean unicode) {
        return of(rows, unicode)
                .narrowing(MESSAGE, 12)
                .narrowing(NAME, 24)
                .narrowing(MESSAGE, 0)
                .narrowing(PROGRESS, 0)
                .narrowing(NAME, 12)
                .narrowing(KIND, 6);
    }

    private static TextTable of(List<ProgressRow> rows, boolean unicode) {
        TextTable table = new TextTable(
                new Column(Labels.of("heading-kind"), Cut.MIDDLE),
                new Column(Labels.of("heading-name"), Cut.MIDDLE),
                new Column(Labels.of("heading-action"), Cut.END),
                new Column(Labels.of("heading-status"), Cut.END),
                new Column(Labels.of("heading-progress"), Cut.END),
                new Column(Labels.of("heading-message"), Cut.END));
        for (ProgressRow row : rows) {
            table.add(
                    Cell.of(row.ref().kind()),
                    Cell.of(ProgressRow.name(row.ref())),
                    Cell.of(row.action() == null ? "" : row.action().word()),
                    new Cell(row.status(), Style.ofStatus(row.status())),
                    Cell.of(Bar.of(row.ready(), row.desired(), unicode)),
                    Cell.of(row.message()));
        }
        return table;
    }
}
