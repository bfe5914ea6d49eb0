package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.event.EventText;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.Diagnosis;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.LiveStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.RolloutDiagnosis;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.SharedLists;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusSummary;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.util.ArrayList;
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
     * An object and its status.
     *
     * @param ref the object
     * @param status how it is doing
     */
    public record Judged(ObjectRef ref, ObjectStatus status) {}

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
        SharedLists lists = new SharedLists(cluster);
        RolloutDiagnosis doctor = new RolloutDiagnosis(lists, clock);
        List<Judged> judged = new ArrayList<>();
        List<Event.Diagnosed> explained = new ArrayList<>();
        Set<Problem> all = new LinkedHashSet<>(warnings);
        for (ObjectNode object : objects) {
            ObjectStatus status = LiveStatus.of(object, lists);
            if (status.state() == State.PROGRESSING || status.state() == State.FAILED) {
                Diagnosis diagnosis = doctor.of(object);
                status = status.with(diagnosis);
                all.addAll(diagnosis.unreadable());
                if (status.state() == State.FAILED) {
                    explained.addAll(doctor.explain(object, diagnosis));
                }
            }
            judged.add(new Judged(ObjectRef.of(object), status));
        }
        return new StatusReport(judged, explained, List.copyOf(all));
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
