package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Group.Fate;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Deletes ReplicaSets with their pods, and waits until they are gone: old ones in the end, new ones after a failure. */
final class Removing implements TrafficMove {

    @Override
    public Move<TrafficState, DeployResult> move(TrafficState state, Cluster cluster, OperationContext context) {
        boolean back = state.stage() == Stage.BACK_OUT;
        List<Group> groups = back ? state.entering() : state.leaving();
        Predicate<Group> open = group -> (back ? group.created() : group.doomed()) && group.fate() != Fate.DELETED;
        List<Group> left = groups.stream().filter(open).toList();
        if (left.isEmpty()) {
            return Move.next(state.to(Stage.END, context.clock().millis()));
        }
        if (state.polls() == 0) {
            if (state.tries() == 0) {
                context.emit(new Event.PhaseStarted(back ? Phase.ROLLBACK : Phase.CLEANUP, left.size()));
            }
            left.forEach(group -> delete(group, cluster));
        }
        boolean late = context.clock().millis() >= state.deadline();
        WatchedObjects live = new WatchedObjects(cluster, context, late || state.polls() == 0);
        List<ObjectRef> refs = left.stream().map(Group::ref).toList();
        live.fetch(refs);
        List<Group> now = new ArrayList<>();
        for (Group group : groups) {
            boolean gone = open.test(group) && isGone(group, live);
            if (gone) {
                context.emit(new Event.ObjectChanged(group.ref(), Action.DELETED));
            }
            now.add(gone ? group.now(Fate.DELETED) : group);
        }
        TrafficState next = (back ? state.entering(now) : state.leaving(now)).polled();
        List<Group> there = now.stream().filter(open).toList();
        if (there.isEmpty()) {
            return Move.next(next.to(Stage.END, context.clock().millis()));
        }
        if (late) {
            List<Problem> problems = there.stream()
                    .map(group -> Problem.of(
                            "kubernetes.traffic-not-gone", group.ref().toString()))
                    .toList();
            return Ends.timedOut(next, problems, context);
        }
        live.wakeAtChange(refs);
        return Move.looked(
                Backoff.poll(next.polls(), state.deadline() - context.clock().millis()), next);
    }

    private static void delete(Group group, Cluster cluster) {
        String uid = group.uid().isEmpty() ? null : group.uid();
        try {
            cluster.delete(group.ref(), new DeleteOptions("Background", null, uid, false));
        } catch (ApiException e) {
            // Another has its name by now.
            if (!e.reason().equals("Conflict")) {
                throw e;
            }
        }
    }

    private static boolean isGone(Group group, WatchedObjects live) {
        return live.find(group.ref())
                .filter(object -> group.uid().isEmpty() || Look.uid(object).equals(group.uid()))
                .isEmpty();
    }
}
