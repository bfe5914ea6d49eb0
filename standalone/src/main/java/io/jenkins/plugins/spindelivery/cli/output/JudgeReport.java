package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.output.TextTable.Cell;
import io.jenkins.plugins.spindelivery.cli.output.TextTable.Column;
import io.jenkins.plugins.spindelivery.cli.output.TextTable.Cut;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What the judge says of a canary, for programs and for people.
 *
 * @param result the judge's answer
 */
public record JudgeReport(JudgeResult result) {
    private static final int NARROW_NAME = 20;
    private static final int NARROW_REASON = 30;

    /**
     * The report as the contract's JSON: these fields and no others.
     *
     * @return one object
     */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode metrics = json.putArray("metrics");
        for (JudgeResult.Metric metric : result.metrics()) {
            metrics.addObject()
                    .put("name", metric.name())
                    .put("classification", metric.classification().word())
                    .put("reason", metric.reason())
                    .put("critical", metric.critical());
        }
        ArrayNode groups = json.putArray("groups");
        for (JudgeResult.Group group : result.groups()) {
            groups.addObject()
                    .put("name", group.name())
                    .put("score", group.score())
                    .put("weight", group.weight());
        }
        return json.put("score", result.score()).put("verdict", result.verdict().word());
    }

    /**
     * Prints the report on standard output.
     *
     * @param console the streams
     */
    public void print(Console console) {
        Terminal terminal = console.terminal();
        int width = terminal.output() ? terminal.size().get().columns() : Integer.MAX_VALUE;
        for (TextTable table : new TextTable[] {metrics(), groups()}) {
            table.lines(width, terminal.colourOut(), terminal.ellipsis()).forEach(console.out()::println);
        }
        String verdict = result.verdict().word();
        console.out()
                .println(Labels.of(
                        "summary-canary",
                        rounded(result.score()),
                        Style.ofVerdict(verdict).paint(verdict, terminal.colourOut())));
    }

    private TextTable metrics() {
        TextTable table = new TextTable(
                        new Column(Labels.of("heading-metric"), Cut.MIDDLE),
                        new Column(Labels.of("heading-classification"), Cut.END),
                        new Column(Labels.of("heading-reason"), Cut.END))
                .narrowing(2, NARROW_REASON)
                .narrowing(0, NARROW_NAME);
        for (JudgeResult.Metric metric : result.metrics()) {
            String word = metric.classification().word();
            table.add(
                    Cell.of(PlainText.oneLine(metric.name())),
                    new Cell(word, Style.ofVerdict(word)),
                    Cell.of(PlainText.oneLine(metric.reason())));
        }
        return table;
    }

    private TextTable groups() {
        TextTable table = new TextTable(
                        new Column(Labels.of("heading-group"), Cut.MIDDLE),
                        new Column(Labels.of("heading-score"), Cut.END),
                        new Column(Labels.of("heading-weight"), Cut.END))
                .narrowing(0, NARROW_NAME);
        for (JudgeResult.Group group : result.groups()) {
            table.add(
                    Cell.of(PlainText.oneLine(group.name())),
                    Cell.of(rounded(group.score())),
                    Cell.of(rounded(group.weight())));
        }
        return table;
    }

    private static String rounded(double number) {
        return BigDecimal.valueOf(number)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
