package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusSummary;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/**
 * How objects are doing, for programs and for people.
 *
 * @param objects each with its status
 * @param warnings those of the command
 */
public record StatusReport(List<Judged> objects, List<Problem> warnings) {

    /**
     * An object and its status.
     *
     * @param ref the object
     * @param status how it is doing
     */
    public record Judged(ObjectRef ref, ObjectStatus status) {}

    /**
     * Judges objects.
     *
     * @param objects their trees
     * @param warnings those of the command
     * @return the report
     */
    public static StatusReport of(List<ObjectNode> objects, List<Problem> warnings) {
        List<Judged> judged = objects.stream()
                .map(object -> new Judged(ObjectRef.of(object), StatusRules.of(object)))
                .toList();
        return new StatusReport(judged, warnings);
    }

    /**
     * How they are doing together.
     *
     * @return stable only when all are
     */
    public State overall() {
        return StatusSummary.of(objects.stream().map(Judged::status).toList()).overall();
    }

    /**
     * The report as the contract's JSON.
     *
     * @return one object
     */
    public ObjectNode json() {
        ObjectNode result = Shape.STATUS.of("", warnings, List.of(), 0);
        ArrayNode list = (ArrayNode) result.get("objects");
        for (Judged each : objects) {
            list.addObject()
                    .put("apiVersion", each.ref().apiVersion())
                    .put("kind", each.ref().kind())
                    .put("namespace", each.ref().namespace())
                    .put("name", each.ref().name())
                    .put("status", each.status().state().word())
                    .put("message", each.status().message());
        }
        return result;
    }

    /**
     * Prints the report on standard output.
     *
     * @param console the streams
     */
    public void print(Console console) {
        Terminal terminal = console.terminal();
        int width = terminal.output() ? terminal.size().get().columns() : Integer.MAX_VALUE;
        List<ProgressRow> rows = objects.stream().map(StatusReport::row).toList();
        ObjectTable.result(rows, terminal.unicode())
                .lines(width, terminal.colourOut(), terminal.ellipsis())
                .forEach(console.out()::println);
    }

    private static ProgressRow row(Judged each) {
        ObjectStatus status = each.status();
        return new ProgressRow(
                each.ref(),
                null,
                status.state().word(),
                DisplayText.oneLine(status.message()),
                status.ready(),
                status.desired());
    }
}
