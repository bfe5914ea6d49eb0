package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of a deploy or a delete, for programs and for people.
 *
 * @param shape that of an operation
 * @param status how it ended, as a word of the contract
 * @param dryRun whether it only looked at what would happen
 * @param objects what became of each
 * @param artifacts what a deploy produced; empty for others
 * @param warnings those of the command and those of the operation
 * @param errors why it did not succeed
 * @param durationMillis from the first move to the last, in milliseconds
 * @param goingOn how stopped work goes on, with the state's path as its place; programs get it as a warning
 */
public record OperationReport(
        Shape shape,
        String status,
        boolean dryRun,
        List<ObjectOutcome> objects,
        List<Artifact> artifacts,
        List<Problem> warnings,
        List<Problem> errors,
        long durationMillis,
        Optional<Problem> goingOn) {

    /**
     * The report as the contract's JSON.
     *
     * @return one object
     */
    public ObjectNode json() {
        List<Problem> all = Stream.concat(warnings.stream(), goingOn.stream()).toList();
        ObjectNode result = shape.of(status, all, errors, durationMillis);
        ArrayNode list = (ArrayNode) result.get("objects");
        for (ObjectOutcome object : objects) {
            list.addObject()
                    .put("apiVersion", object.apiVersion())
                    .put("kind", object.kind())
                    .put("namespace", object.namespace())
                    .put("name", object.name())
                    .put("action", object.action().word())
                    .put("status", object.status())
                    .put("message", object.message());
        }
        if (result.get("artifacts") instanceof ArrayNode produced) {
            for (Artifact artifact : artifacts) {
                produced.addObject()
                        .put("type", artifact.type())
                        .put("name", artifact.name())
                        .put("location", artifact.location())
                        .put("version", artifact.version())
                        .put("reference", artifact.reference());
            }
        }
        return result;
    }

    /**
     * Prints the report: table and sum on standard output, warnings and errors on standard error.
     *
     * @param console the streams
     * @param diagnostics knows which warnings were told already
     */
    public void print(Console console, Diagnostics diagnostics) {
        Terminal terminal = console.terminal();
        if (!objects.isEmpty()) {
            int width = terminal.output() ? terminal.size().get().columns() : Integer.MAX_VALUE;
            List<ProgressRow> rows = objects.stream().map(OperationReport::row).toList();
            ObjectTable.result(rows, terminal.unicode())
                    .lines(width, terminal.colourOut(), terminal.ellipsis())
                    .forEach(console.out()::println);
        }
        console.out().flush();
        diagnostics.warnings(warnings);
        diagnostics.errors(errors);
        console.out().println(Style.ofStatus(status).paint(summary(), terminal.colourOut()));
        console.out().flush();
        goingOn.map(Problem::message).ifPresent(diagnostics::note);
    }

    /** Such as "Deployed in 4.2 s: 2 created, 1 unchanged." */
    private String summary() {
        String seconds = String.format(Locale.ROOT, "%.1f", durationMillis / 1000.0);
        if (dryRun && errors.isEmpty()) {
            return Labels.of("summary-dry-run", seconds, counts());
        }
        return Labels.of("summary-" + summaries() + "-" + status, seconds, counts());
    }

    private String summaries() {
        return switch (shape) {
            case DELETE -> "delete";
            case RUN_JOB -> "job";
            case ROLLOUT -> "rollout";
            case ROLLBACK -> "rollback";
            case AWS -> "aws";
            default -> "deploy";
        };
    }

    private String counts() {
        Map<Action, Integer> counts = new EnumMap<>(Action.class);
        objects.forEach(object -> counts.merge(object.action(), 1, Integer::sum));
        return counts.isEmpty()
                ? Labels.of("summary-nothing")
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey().word())
                        .collect(Collectors.joining(", "));
    }

    private static ProgressRow row(ObjectOutcome object) {
        return new ProgressRow(
                object.ref(), object.action(), object.status(), PlainText.oneLine(object.message()), 0, 0);
    }
}
