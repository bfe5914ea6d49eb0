package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedStatuses;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedStatuses.Subject;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The steps of a rolling red/black. */
final class Rolling {
    private static final int HUNDRED = 100;

    private Rolling() {}

    /** Makes the new ReplicaSets as large as the step says, rounded up; never smaller than they are. */
    static Move<TrafficState, DeployResult> grow(TrafficState state, Cluster cluster, OperationContext context) {
        int percent = state.request().percentage(state.step());
        Look look = new Look(cluster, context, true);
        for (Group group : state.entering()) {
            int wanted = (int) Math.ceil(group.target() * percent / (double) HUNDRED);
            Optional<ObjectNode> live = look.replicaSet(group);
            if (live.isPresent() && live.get().at("/spec/replicas").asInt(1) < wanted) {
                ObjectNode patch = JsonNodeFactory.instance.objectNode();
                patch.putObject("metadata").put("uid", group.uid());
                patch.putObject("spec").put("replicas", wanted);
                cluster.patch(group.ref(), "application/merge-patch+json", patch, WriteOptions.DEFAULT);
                context.emit(new Event.ObjectChanged(group.ref(), Action.SCALED));
            }
            context.emit(new Event.Noted(
                    Problem.of("kubernetes.traffic-step", group.ref().toString(), percent, wanted, group.target())));
        }
        return Move.next(state.to(Stage.ENTER, context.clock().millis()));
    }

    /** Waits for what decides whether to go on; and does not go on when the new pods fail meanwhile. */
    static Move<TrafficState, DeployResult> check(TrafficState state, Cluster cluster, OperationContext context) {
        if (state.refusal() != null) {
            int percent = state.request().percentage(state.step());
            Problem refused = Problem.of("kubernetes.traffic-check-failed", "", percent, state.refusal());
            return Ends.failed(state, Category.FAILED, List.of(refused), context);
        }
        boolean asks = asks(state);
        long pauseLeft = state.since()
                + 1000 * state.request().pauseSeconds()
                - context.clock().millis();
        if (state.polls() == 0 && (asks || pauseLeft > 0)) {
            context.emit(new Event.PhaseStarted(Phase.CHECK, state.entering().size()));
        }
        if (!asks && pauseLeft <= 0) {
            boolean last = state.step() >= state.request().percentages().size();
            return Move.next(
                    state.to(last ? Stage.LEAVE : Stage.SHRINK, context.clock().millis()));
        }
        WatchedStatuses statuses = new WatchedStatuses(
                cluster,
                context,
                state.entering().stream()
                        .map(group -> new Subject(group.ref(), group.uid()))
                        .toList());
        statuses.look(state.polls() == 0);
        if (!statuses.hopeless().isEmpty()) {
            statuses.explain(state.entering().stream().map(Group::ref).toList());
            return Ends.failed(state, Category.FAILED, statuses.hopeless(), context);
        }
        statuses.wakeAtChange(state.entering().stream().map(Group::ref).toList());
        Duration delay = asks ? Backoff.poll(state.polls()) : Backoff.poll(state.polls(), pauseLeft);
        return Move.looked(delay, state.polled());
    }

    /** Whether something runs at this step's gate that has not answered yet. */
    static boolean asks(TrafficState state) {
        return state.request().check() && !state.answered() && state.refusal() == null;
    }

    /** Takes so many of the old pods out as the step says, rounded down; their ReplicaSets stay as they are. */
    static Move<TrafficState, DeployResult> shrink(TrafficState state, Cluster cluster, OperationContext context) {
        boolean late = context.clock().millis() >= state.deadline();
        Look look = new Look(cluster, context, late || state.polls() == 0);
        Map<Group, List<ObjectNode>> serving = new LinkedHashMap<>();
        int all = 0;
        for (Group group : state.leaving()) {
            if (group.served()) {
                all += look.pods(group).size();
                serving.put(
                        group,
                        look.pods(group).stream()
                                .filter(pod -> PodLabels.are(pod, group.before(), true))
                                .toList());
            }
        }
        int out = all - serving.values().stream().mapToInt(List::size).sum();
        int wanted = all * state.request().percentage(state.step()) / HUNDRED;
        TrafficState next = state.polled();
        if (out < wanted && !late) {
            takeOut(wanted - out, serving, state, cluster, context);
            return Move.after(Backoff.poll(state.polls()), next);
        }
        if (out >= wanted && (!state.request().await() || isForgotten(serving.keySet(), look))) {
            return Move.next(next.nextStep().to(Stage.GROW, context.clock().millis()));
        }
        if (late) {
            List<Problem> problems = serving.keySet().stream()
                    .map(group -> Problem.of(
                            "kubernetes.traffic-not-out", group.ref().toString(), String.join(", ", group.services())))
                    .toList();
            return Ends.timedOut(next, problems, context);
        }
        look.wakeAtChange(serving.keySet());
        return Move.looked(
                Backoff.poll(next.polls(), state.deadline() - context.clock().millis()), next);
    }

    private static void takeOut(
            int count,
            Map<Group, List<ObjectNode>> serving,
            TrafficState state,
            Cluster cluster,
            OperationContext context) {
        Map<Group, List<ObjectNode>> chosen = new LinkedHashMap<>();
        Map<Group, Set<String>> leaving = new LinkedHashMap<>();
        int left = count;
        for (Map.Entry<Group, List<ObjectNode>> entry : serving.entrySet()) {
            List<ObjectNode> pods =
                    entry.getValue().subList(0, Math.min(left, entry.getValue().size()));
            chosen.put(entry.getKey(), pods);
            leaving.put(entry.getKey(), new LinkedHashSet<>(Leaving.uids(pods)));
            left -= pods.size();
        }
        if (!state.request().ignoreGuard()) {
            TrafficGuard.check(
                    new Look(cluster, context, true), leaving, state.request().guardRatio());
        }
        PodLabels labels = new PodLabels(cluster, context);
        chosen.forEach((group, pods) -> labels.write(pods, group, group.before(), false));
    }

    /** Whether the Services have forgotten the pods that were taken out. */
    private static boolean isForgotten(Set<Group> groups, Look look) {
        List<String> known = new ArrayList<>();
        for (Group group : groups) {
            Set<String> out = Leaving.uids(look.pods(group).stream()
                    .filter(pod -> !PodLabels.are(pod, group.before(), true))
                    .toList());
            group.services().forEach(service -> look.known(group.ref().namespace(), service).stream()
                    .filter(out::contains)
                    .forEach(known::add));
        }
        return known.isEmpty();
    }
}
