package io.jenkins.plugins.spindelivery.cli.output;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.cli.output.TextTable.Cell;
import io.jenkins.plugins.spindelivery.cli.output.TextTable.Column;
import io.jenkins.plugins.spindelivery.cli.output.TextTable.Cut;
import java.util.List;
import org.junit.Test;

public class TextTableTest {

    private static TextTable table() {
        TextTable table = new TextTable(
                        new Column("KIND", Cut.MIDDLE), new Column("NAME", Cut.MIDDLE), new Column("WHY", Cut.END))
                .narrowing(2, 6)
                .narrowing(1, 7)
                .narrowing(2, 0);
        table.add(Cell.of("Deployment"), Cell.of("devops/web"), Cell.of("waiting for pods"));
        table.add(Cell.of("Service"), Cell.of("web"), Cell.of(""));
        return table;
    }

    @Test
    public void alignsColumnsWithoutBlanksAtTheEnd() {
        assertEquals(
                List.of("KIND        NAME        WHY", "Deployment  devops/web  waiting for pods", "Service     web"),
                table().lines(Integer.MAX_VALUE, false, "~"));
    }

    @Test
    public void narrowsStepByStepAndNoFurtherThanNeeded() {
        assertEquals(
                "Deployment  devops/web  waiting~",
                table().lines(32, false, "~").get(1));
        assertEquals(
                "Deployment  devo~web  waiti~", table().lines(28, false, "~").get(1));
        assertEquals("Deployment  dev~web", table().lines(22, false, "~").get(1));
    }

    @Test
    public void cutsFromTheRightWhereNoStepIsLeft() {
        assertEquals("Depl~ment", table().lines(9, false, "~").get(1));
        assertEquals("~", table().lines(1, false, "~").get(1));
    }

    @Test
    public void noLineIsEverWiderThanTheWindow() {
        for (int width = 1; width < 60; width++) {
            for (String line : table().lines(width, false, "~")) {
                assertTrue(width + ": " + line, DisplayText.width(line) <= width);
            }
        }
    }

    @Test
    public void leavesOutAColumnWithoutContent() {
        TextTable table = new TextTable(new Column("A", Cut.END), new Column("B", Cut.END), new Column("C", Cut.END));
        table.add(Cell.of("1"), Cell.of(""), Cell.of("3"));
        assertEquals(List.of("A  C", "1  3"), table.lines(80, false, "~"));
    }

    @Test
    public void paintsCellsWithoutChangingTheirPlaces() {
        TextTable table = new TextTable(new Column("S", Cut.END), new Column("M", Cut.END));
        table.add(new Cell("failed", Style.RED), Cell.of("why"));
        assertEquals(
                "\u001b[31mfailed\u001b[0m  why", table.lines(80, true, "~").get(1));
        assertEquals(
                "\u001b[1mS\u001b[0m       \u001b[1mM\u001b[0m",
                table.lines(80, true, "~").get(0));
    }

    @Test
    public void refusesARowOfAnotherWidth() {
        TextTable table = new TextTable(new Column("A", Cut.END));
        assertThrows(IllegalArgumentException.class, () -> table.add(Cell.of("1"), Cell.of("2")));
    }
}
