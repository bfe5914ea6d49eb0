package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Found server groups, with their health and what they start instances from.
 *
 * @param groups newest first within a region
 */
public record ServerGroupsReport(List<ServerGroup> groups) {

    /**
     * Prints a table on standard output.
     *
     * @param console the streams
     */
    public void print(Console console) {
        if (groups.isEmpty()) {
            console.out().println(Labels.of("find-nothing"));
            return;
        }
        Terminal terminal = console.terminal();
        int width = terminal.output() ? terminal.size().get().columns() : Integer.MAX_VALUE;
        List<ProgressRow> rows = groups.stream().map(ServerGroupsReport::row).toList();
        ObjectTable.result(rows, terminal.unicode())
                .lines(width, terminal.colourOut(), terminal.ellipsis())
                .forEach(console.out()::println);
    }

    private static ProgressRow row(ServerGroup group) {
        return new ProgressRow(
                group.ref(),
                null,
                status(group),
                message(group),
                group.up(),
                group.capacity().desired());
    }

    /** Of what serves that all of it is up; of what does not, that nothing is. */
    private static String status(ServerGroup group) {
        if (group.deleting()) {
            return "progressing";
        }
        return !group.enabled() || group.up() >= group.capacity().desired() ? "stable" : "progressing";
    }

    private static String message(ServerGroup group) {
        String state = state(group);
        String image = group.source().appVersion().isEmpty()
                ? group.source().imageId()
                : group.source().imageId() + " (" + group.source().appVersion() + ")";
        return PlainText.oneLine(image.isEmpty() ? state : state + ", " + image);
    }

    private static String state(ServerGroup group) {
        if (group.deleting()) {
            return Labels.of("group-deleting");
        }
        return group.enabled() ? Labels.of("group-enabled") : Labels.of("group-disabled");
    }

    /**
     * The contract's object.
     *
     * @param warnings in the order in which they arose
     * @return in the shape of {@code find}
     */
    public ObjectNode json(Collection<Problem> warnings) {
        ObjectNode result = Shape.FIND.of("", warnings, List.of(), 0);
        ArrayNode objects = (ArrayNode) result.get("objects");
        groups.forEach(group -> add(objects.addObject(), group));
        return result;
    }

    private static void add(ObjectNode node, ServerGroup group) {
        node.put("apiVersion", group.ref().apiVersion())
                .put("kind", group.ref().kind())
                .put("namespace", group.region())
                .put("name", group.name())
                .put("cluster", group.cluster())
                .put("status", status(group))
                .put("enabled", group.enabled())
                .put("deleting", group.deleting())
                .put("createdAt", Instant.ofEpochMilli(group.createdAt()).toString())
                .put("min", group.capacity().min())
                .put("desired", group.capacity().desired())
                .put("max", group.capacity().max())
                .put("up", group.up())
                .put("imageId", group.source().imageId())
                .put("appVersion", group.source().appVersion())
                .put("instanceType", group.source().instanceType());
        group.targetGroups().forEach(node.putArray("targetGroups")::add);
        group.suspended().forEach(node.putArray("suspended")::add);
        ArrayNode instances = node.putArray("instances");
        group.instances().forEach(instance -> instances
                .addObject()
                .put("id", instance.id())
                .put("zone", instance.zone())
                .put("lifecycle", instance.lifecycle())
                .put("health", group.health(instance).name().toLowerCase(Locale.ROOT))
                .put("reason", instance.reason().orElse("")));
    }
}
