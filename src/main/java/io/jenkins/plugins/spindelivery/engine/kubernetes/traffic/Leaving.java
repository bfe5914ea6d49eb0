package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes ReplicaSets out: takes the Services' labels off their templates and pods, and waits until the Services have
 * forgotten all of their pods.
 */
final class Leaving implements TrafficMove {

    @Override
    public Move<TrafficState, DeployResult> move(TrafficState state, Cluster cluster, OperationContext context) {
        if (state.polls() == 0 && state.tries() == 0 && !state.leaving().isEmpty()) {
            context.emit(new Event.PhaseStarted(Phase.TRAFFIC, state.leaving().size()));
        }
        boolean late = context.clock().millis() >= state.deadline();
        Look look = new Look(cluster, context, late || state.polls() == 0);
        TrafficState next = state.polled();
        List<Group> labelled = state.leaving().stream()
                .filter(group -> !isDetached(group, look))
                .toList();
        if (!labelled.isEmpty() && !late) {
            guard(state, cluster, context);
            PodLabels labels = new PodLabels(cluster, context);
            labelled.forEach(group -> labels.write(look, group, group.labels(), false));
            return Move.after(Backoff.poll(state.polls()), next);
        }
        List<Group> known = state.leaving().stream()
                .filter(group -> !labelled.isEmpty() || isKnown(group, look))
                .toList();
        boolean out = labelled.isEmpty() && (known.isEmpty() || !state.request().await());
        if (out) {
            return over(next, look, context);
        }
        if (late) {
            List<Problem> problems = known.stream()
                    .map(group -> Problem.of(
                            "kubernetes.traffic-not-out", group.ref().toString(), String.join(", ", group.services())))
                    .toList();
            return Ends.timedOut(next, problems, context);
        }
        look.wakeAtChange(known);
        return Move.looked(
                Backoff.poll(next.polls(), state.deadline() - context.clock().millis()), next);
    }

    /** By a fresh look: what it decides can't be undone for the requests that fail meanwhile. */
    private static void guard(TrafficState state, Cluster cluster, OperationContext context) {
        if (state.request().ignoreGuard()) {
            return;
        }
        Look look = new Look(cluster, context, true);
        Map<Group, Set<String>> leaving = new LinkedHashMap<>();
        state.leaving().forEach(group -> leaving.put(group, uids(look.pods(group))));
        TrafficGuard.check(look, leaving, state.request().guardRatio());
    }

    static Set<String> uids(List<ObjectNode> pods) {
        return pods.stream().map(Look::uid).collect(Collectors.toSet());
    }

    private static boolean isDetached(Group group, Look look) {
        Optional<ObjectNode> live = look.replicaSet(group);
        return live.isEmpty()
                || PodLabels.are(live.get().at("/spec/template"), group.labels(), false)
                        && look.pods(group).stream().allMatch(pod -> PodLabels.are(pod, group.labels(), false));
    }

    /** Whether a Service knows a pod of it, or its controller may still make one by the old template. */
    private static boolean isKnown(Group group, Look look) {
        Optional<ObjectNode> live = look.replicaSet(group);
        if (live.isEmpty()) {
            return false;
        }
        long seen = live.get().at("/status/observedGeneration").asLong();
        Set<String> pods = uids(look.pods(group));
        return seen < live.get().at("/metadata/generation").asLong()
                || group.services().stream()
                        .flatMap(service -> look.known(group.ref().namespace(), service).stream())
                        .anyMatch(pods::contains);
    }

    private static Move<TrafficState, DeployResult> over(TrafficState state, Look look, OperationContext context) {
        List<Group> groups = new ArrayList<>();
        for (Group group : state.leaving()) {
            boolean gone = look.replicaSet(group).isEmpty();
            Fate fate = gone ? Fate.DELETED : group.served() ? Fate.DISABLED : group.fate();
            if (fate == Fate.DISABLED) {
                context.emit(new Event.ObjectChanged(group.ref(), Action.DISABLED));
            }
            groups.add(group.now(fate));
        }
        boolean more = groups.stream().anyMatch(Group::doomed);
        return Move.next(state.leaving(groups)
                .to(more ? Stage.REMOVE : Stage.END, context.clock().millis()));
    }
}
