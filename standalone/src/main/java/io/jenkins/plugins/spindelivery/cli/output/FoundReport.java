package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.FoundObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Found objects, for people.
 *
 * @param objects what was found
 */
public record FoundReport(List<FoundObject> objects) {

    /**
     * Prints the report on standard output: a table, and below it what each object mentions.
     *
     * @param console the streams
     */
    public void print(Console console) {
        if (objects.isEmpty()) {
            console.out().println(Labels.of("find-nothing"));
            return;
        }
        Terminal terminal = console.terminal();
        int width = terminal.output() ? terminal.size().get().columns() : Integer.MAX_VALUE;
        List<ProgressRow> rows = objects.stream().map(FoundReport::row).toList();
        ObjectTable.result(rows, terminal.unicode())
                .lines(width, terminal.colourOut(), terminal.ellipsis())
                .forEach(console.out()::println);
        objects.stream()
                .filter(object -> !object.artifacts().isEmpty())
                .map(FoundReport::mentions)
                .forEach(console.out()::println);
    }

    private static ProgressRow row(FoundObject found) {
        return new ProgressRow(
                found.ref(),
                null,
                found.status().state().word(),
                PlainText.oneLine(found.status().message()),
                found.status().ready(),
                found.status().desired());
    }

    private static String mentions(FoundObject found) {
        String mentioned = found.artifacts().stream()
                .map(artifact -> artifact.type() + " " + artifact.reference())
                .collect(Collectors.joining(", "));
        return PlainText.oneLine(Labels.of("find-mentions", found.ref(), mentioned));
    }
}
