package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Group.Fate;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives the older ReplicaSets all that they had, and waits until the Services send requests to their ready pods again.
 * Only then may the new ones go.
 */
final class TakingBack implements TrafficMove {

    @Override
    public Move<TrafficState, DeployResult> move(TrafficState state, Cluster cluster, OperationContext context) {
        boolean late = context.clock().millis() >= state.deadline();
        Look look = new Look(cluster, context, late || state.polls() == 0);
        List<Group> served = state.leaving().stream()
                .filter(group -> group.served() && look.replicaSet(group).isPresent())
                .toList();
        if (state.polls() == 0 && state.tries() == 0 && !served.isEmpty()) {
            context.emit(new Event.PhaseStarted(Phase.ROLLBACK, served.size()));
        }
        PodLabels labels = new PodLabels(cluster, context);
        boolean wrote = false;
        for (Group group : served) {
            wrote |= labels.write(look, group, group.before(), true);
        }
        TrafficState next = state.polled();
        if (wrote && !late) {
            return Move.after(Backoff.poll(state.polls()), next);
        }
        List<Group> open = served.stream().filter(group -> !isBack(group, look)).toList();
        if (open.isEmpty()) {
            return Move.next(over(next, served, context));
        }
        if (late) {
            // Without them the new ones are all that serves, so these stay.
            List<Problem> problems = open.stream()
                    .map(group -> Problem.of(
                            "kubernetes.traffic-not-back", group.ref().toString(), String.join(", ", group.services())))
                    .toList();
            return Ends.timedOut(next, problems, context);
        }
        look.wakeAtChange(open);
        return Move.looked(
                Backoff.poll(next.polls(), state.deadline() - context.clock().millis()), next);
    }

    private static boolean isBack(Group group, Look look) {
        Set<String> ready =
                look.pods(group).stream().filter(Look::isReady).map(Look::uid).collect(Collectors.toSet());
        return group.services().stream()
                .allMatch(
                        service -> look.ready(group.ref().namespace(), service).containsAll(ready));
    }

    private static TrafficState over(TrafficState state, List<Group> served, OperationContext context) {
        List<Group> groups = new ArrayList<>();
        for (Group group : state.leaving()) {
            boolean back = served.contains(group);
            if (back) {
                context.emit(new Event.ObjectChanged(group.ref(), Action.ROLLED_BACK));
            }
            groups.add(back ? group.now(Fate.BACK) : group);
        }
        return state.leaving(groups).to(Stage.BACK_OUT, context.clock().millis());
    }
}
