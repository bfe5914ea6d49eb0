package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Rollback;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.name.ServerGroupName;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Which server group a rollback takes out of the traffic, and which takes over. */
final class RollbackChoice {
    private final List<ServerGroup> cluster;
    private final ServerGroup from;
    private final ServerGroup to;

    /**
     * Chooses. As in Spinnaker's rollback of a cluster the newest enabled is rolled back; not to the next older one
     * whatever that is, but to the one that it replaced.
     *
     * @param choice the cluster, and the one that is to go if the request names it
     * @param request a rollback
     * @param reader for the images
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when there is nothing to roll back, or
     *     nothing to roll back to
     */
    RollbackChoice(Choice choice, ServerGroupChangeRequest request, ServerGroups reader) {
        Rollback rollback = (Rollback) request.change();
        boolean named = !choice.chosen().isEmpty();
        cluster = rollback.image().isEmpty() ? choice.cluster() : reader.withSources(choice.cluster());
        String name = cluster.get(0).cluster();
        String region = request.region();
        from = find(group -> named ? group.name().equals(choice.chosen().get(0).name()) : group.enabled())
                .orElseThrow(() -> Choice.refused("aws.rollback-none-enabled", name, region, Choice.names(cluster)));
        // Asked for again, it is there already.
        if (!named && isMeant(from, rollback)) {
            to = from;
            return;
        }
        if (cluster.size() < 2) {
            throw Choice.refused("aws.rollback-alone", name, region, from.name());
        }
        to = other(rollback, name, region);
    }

    private static boolean isMeant(ServerGroup group, Rollback rollback) {
        return group.name().equals(rollback.to())
                || !rollback.image().isEmpty() && group.source().imageId().equals(rollback.image());
    }

    private ServerGroup other(Rollback rollback, String name, String region) {
        if (!rollback.to().isEmpty()) {
            return find(group -> group != from && group.name().equals(rollback.to()))
                    .orElseThrow(() -> Choice.refused(
                            from.name().equals(rollback.to()) ? "aws.rollback-same" : "aws.rollback-no-group",
                            rollback.to(),
                            name,
                            region,
                            Choice.names(cluster)));
        }
        if (!rollback.image().isEmpty()) {
            return find(group -> group != from && group.source().imageId().equals(rollback.image()))
                    .orElseThrow(() -> Choice.refused("aws.rollback-no-image", rollback.image(), name, region));
        }
        int older = cluster.indexOf(from) + 1;
        if (older == cluster.size()) {
            throw Choice.refused("aws.rollback-none-older", from.name(), name, region, Choice.names(cluster));
        }
        return before(cluster.subList(older, cluster.size()), name, region);
    }

    /**
     * What took the requests before. What lies between the one that is to go and the one that this replaced did not serve
     * when it was made: it had been rolled back, or had failed.
     */
    private ServerGroup before(List<ServerGroup> older, String name, String region) {
        String replaced = from.tags().getOrDefault(AwsTags.REPLACED, "");
        OptionalInt distance = distance(replaced);
        return older.stream()
                .filter(group -> distance.isEmpty() || distance(group.name()).orElse(0) >= distance.getAsInt())
                .findFirst()
                .orElseThrow(() -> Choice.refused(
                        "aws.rollback-replaced-gone", from.name(), replaced, name, region, Choice.names(older)));
    }

    /** How many numbers before that of the one that is to go; after 999 comes 0. */
    private OptionalInt distance(String name) {
        Optional<Integer> own = number(from.name());
        Optional<Integer> other = number(name);
        return own.isEmpty() || other.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Math.floorMod(own.get() - other.get(), ServerGroupName.SEQUENCES));
    }

    private static Optional<Integer> number(String name) {
        return ServerGroupName.parse(name).map(ServerGroupName::sequence).filter(sequence -> sequence >= 0);
    }

    private Optional<ServerGroup> find(Predicate<ServerGroup> wanted) {
        return cluster.stream().filter(wanted).findFirst();
    }

    /** The one that is to go. */
    ServerGroup from() {
        return from;
    }

    /** The one that takes over; the same as {@link #from()} when it has done so already. */
    ServerGroup to() {
        return to;
    }
}
