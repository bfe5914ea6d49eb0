package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Destroy;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Disable;
import io.jenkins.plugins.spindelivery.engine.aws.name.ServerGroupName;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server groups that a target means.
 *
 * @param cluster all of the cluster that are not being deleted, newest first, with health
 * @param chosen those that are meant; empty for a cluster's rollback, and where there is nothing to do
 * @param skipped the names of those that are left alone because they get traffic
 */
record Choice(List<ServerGroup> cluster, List<ServerGroup> chosen, List<String> skipped) {
    /** More would be no help. */
    private static final int MOST_NAMES = 12;

    /**
     * Chooses.
     *
     * @param reader of the region
     * @param request a sound one
     * @throws ProblemException that names what there is, when nothing is meant
     */
    static Choice of(ServerGroups reader, ServerGroupChangeRequest request) {
        GroupTarget target = request.target();
        String name = target.name().isEmpty()
                ? target.cluster()
                : ServerGroupName.parse(target.name())
                        .map(ServerGroupName::cluster)
                        .orElse(target.name());
        List<ServerGroup> all = reader.all();
        List<ServerGroup> cluster = reader.withHealth(
                all.stream().filter(group -> group.cluster().equals(name)).toList());
        List<ServerGroup> living =
                cluster.stream().filter(group -> !group.deleting()).toList();
        if (!target.name().isEmpty()) {
            return new Choice(living, List.of(named(target.name(), cluster, all, request)), List.of());
        }
        if (living.isEmpty()) {
            throw refused("aws.change-no-cluster", target.cluster(), request.region(), others(name, all));
        }
        return target.isMany() ? allBut(target.keep(), living, request) : one(target, living, request);
    }

    private static ServerGroup named(
            String name, List<ServerGroup> cluster, List<ServerGroup> all, ServerGroupChangeRequest request) {
        ServerGroup found = cluster.stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow(() -> refused(
                        "aws.change-no-group",
                        name,
                        request.region(),
                        cluster.isEmpty() ? others(name, all) : names(cluster)));
        if (found.deleting() && !(request.change() instanceof Destroy)) {
            throw refused("aws.change-deleting", name, request.region());
        }
        return found;
    }

    private static Choice one(GroupTarget target, List<ServerGroup> living, ServerGroupChangeRequest request) {
        if (target.which() == null) {
            return new Choice(living, List.of(), List.of());
        }
        ServerGroup chosen = target.which()
                .choose(living)
                .orElseThrow(
                        () -> refused("aws.change-no-previous", target.cluster(), request.region(), names(living)));
        return new Choice(living, List.of(chosen), List.of());
    }

    private static Choice allBut(int keep, List<ServerGroup> living, ServerGroupChangeRequest request) {
        List<ServerGroup> chosen = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (ServerGroup group : living.subList(Math.min(keep, living.size()), living.size())) {
            if (request.change() instanceof Disable || request.options().allowActive() || isIdle(group)) {
                chosen.add(group);
            } else {
                skipped.add(group.name());
            }
        }
        return new Choice(living, chosen, skipped);
    }

    private static boolean isIdle(ServerGroup group) {
        return !group.enabled() && group.up() == 0;
    }

    /** What there is instead: of the same application, or else at all. */
    private static String others(String name, List<ServerGroup> all) {
        String application =
                ServerGroupName.parse(name).map(ServerGroupName::application).orElse(name);
        List<ServerGroup> same = all.stream()
                .filter(group -> group.moniker()
                        .map(moniker -> moniker.application().equals(application))
                        .orElse(false))
                .toList();
        return names(same.isEmpty() ? all : same);
    }

    static String names(List<ServerGroup> groups) {
        if (groups.isEmpty()) {
            return "-";
        }
        Stream<String> names = groups.stream().map(ServerGroup::name).limit(MOST_NAMES);
        return (groups.size() > MOST_NAMES ? Stream.concat(names, Stream.of("…")) : names)
                .collect(Collectors.joining(", "));
    }

    static ProblemException refused(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }
}
