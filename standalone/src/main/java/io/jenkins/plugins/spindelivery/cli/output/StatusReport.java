package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventText;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveReport;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveReport.Judged;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusSummary;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How objects are doing, for programs and for people.
 *
 * @param objects each with its status
 * @param explained what the cluster says about those that have failed: events and the last lines of logs
 * @param warnings those of the command
 */
public record StatusReport(List<Judged> objects, List<Event.Diagnosed> explained, List<Problem> warnings) {

    /**
     * Judges objects by themselves alone.
     *
     * @param objects their trees
     * @param warnings those of the command
     * @return the report
     */
    public static StatusReport offline(List<ObjectNode> objects, List<Problem> warnings) {
        List<Judged> judged = objects.stream()
                .map(object -> new Judged(ObjectRef.of(object), StatusRules.of(object)))
                .toList();
        return new StatusReport(judged, List.of(), warnings);
    }

    /**
     * Judges live objects by themselves and by what surrounds them, as a deploy does while it waits.
     *
     * @param objects their trees
     * @param cluster where they are
     * @param clock the present time
     * @param warnings those of the command; what could not be looked at is added
     * @return the report
     */
    public static StatusReport live(List<ObjectNode> objects, Cluster cluster, Clock clock, List<Problem> warnings) {
        LiveReport live = LiveReport.of(objects, cluster, clock);
        Set<Problem> all = new LinkedHashSet<>(warnings);
        all.addAll(live.warnings());
        return new StatusReport(live.objects(), live.explained(), List.copyOf(all));
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
        explained.stream().flatMap(each -> EventText.lines(each).stream()).forEach(console.out()::println);
    }

    private static ProgressRow row(Judged each) {
        ObjectStatus status = each.status();
        return new ProgressRow(
                each.ref(),
                null,
                status.state().word(),
                PlainText.oneLine(status.message()),
                status.ready(),
                status.desired());
    }
}
