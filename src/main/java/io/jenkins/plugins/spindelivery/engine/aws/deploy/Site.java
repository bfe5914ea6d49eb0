package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a move works with.
 *
 * @param account where
 * @param region its clients
 * @param context of the driver
 * @param again makes the move that looks again after a while
 */
record Site(AwsAccount account, AwsRegion region, OperationContext context, Looking again) {

    /** See {@code AwsOperation.lookAgain}. */
    interface Looking {
        Move<ServerGroupDeployState, AwsResult> again(ServerGroupDeployState state);
    }

    /** The move of one stage. */
    interface StageMove {
        Move<ServerGroupDeployState, AwsResult> move(ServerGroupDeployState state, Site site);
    }

    static Site of(ServerGroupDeployState state, OperationContext context, Looking again) {
        AwsAccount account = context.aws().account(state.course().account());
        return new Site(account, account.region(state.request().region()), context, again);
    }

    ServerGroups groups() {
        return new ServerGroups(region, context.executor());
    }

    TrafficSwitch traffic() {
        return new TrafficSwitch(region);
    }

    long now() {
        return context.clock().millis();
    }

    /** Server groups with their health, by name, newest first; those that are gone, or going, are missing. */
    Map<String, ServerGroup> read(Collection<String> names) {
        Map<String, ServerGroup> groups = new LinkedHashMap<>();
        if (!names.isEmpty()) {
            groups().withHealth(groups().named(names)).stream()
                    .filter(group -> !group.deleting())
                    .forEach(group -> groups.put(group.name(), group));
        }
        return groups;
    }

    /** Those of the older server groups that are still there; another one of the same name is none of them. */
    Map<String, ServerGroup> alive(List<Older> older) {
        Map<String, ServerGroup> groups = read(older.stream().map(Older::name).toList());
        groups.values().removeIf(live -> older.stream().noneMatch(group -> group.is(live)));
        return groups;
    }

    /** The server group that the operation makes or refreshes, with its health. */
    Optional<ServerGroup> own(ServerGroupDeployState state) {
        return Optional.ofNullable(
                        read(List.of(state.made().name())).get(state.made().name()))
                .filter(group -> isOwn(group, state));
    }

    /** The same without its health. */
    Optional<ServerGroup> lives(ServerGroupDeployState state) {
        return groups().named(state.made().name()).filter(group -> !group.deleting() && isOwn(group, state));
    }

    private static boolean isOwn(ServerGroup group, ServerGroupDeployState state) {
        return state.made().versionBefore().isEmpty()
                ? group.operation().equals(state.course().id())
                : group.createdAt() == state.made().createdAt();
    }

    void begins(ServerGroupDeployState state, Phase phase, int objects) {
        if (state.course().polls() == 0 && state.course().tries() == 0 && objects > 0) {
            context.emit(new Event.PhaseStarted(phase, objects));
        }
    }

    void changed(ServerGroup group, Action action) {
        context.emit(new Event.ObjectChanged(group.ref(), action));
    }

    /** Tells which image the instances are made of. */
    void planned(ServerGroup group, Action action, ServerGroupDeployState state) {
        context.emit(new Event.ChangePlanned(
                group.ref(), action, List.of(state.request().launch().imageId()), ""));
    }

    /** Tells the end of what was told to be under way. */
    void settled(ServerGroupDeployState state, ServerGroup group) {
        if (!state.progress().seen().isEmpty()) {
            context.emit(new Event.StatusChanged(
                    group.ref(), "stable", "", group.up(), group.instances().size()));
        }
    }

    /** Looks again, and tells what was seen when it is something new. */
    Move<ServerGroupDeployState, AwsResult> waiting(
            ServerGroupDeployState state, ServerGroup group, String seen, int ready, int desired) {
        if (!seen.equals(state.progress().seen())) {
            context.emit(new Event.StatusChanged(group.ref(), "progressing", seen, ready, desired));
        }
        return again.again(state.seen(seen));
    }

    Move<ServerGroupDeployState, AwsResult> next(ServerGroupDeployState state, ServerGroupDeployState.Stage stage) {
        return Move.next(state.to(stage, now()));
    }
}
