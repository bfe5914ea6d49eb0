package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedStatuses;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedStatuses.Subject;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Group.Fate;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficRequest.Task;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets ReplicaSets in: puts the Services' labels on their templates and pods, and waits until they are stable and the
 * Services send requests to all of their pods.
 */
final class Entering implements TrafficMove {

    @Override
    public Move<TrafficState, DeployResult> move(TrafficState state, Cluster cluster, OperationContext context) {
        if (state.polls() == 0 && state.tries() == 0) {
            context.emit(new Event.PhaseStarted(Phase.TRAFFIC, state.entering().size()));
        }
        boolean late = context.clock().millis() >= state.deadline();
        Look look = new Look(cluster, context, late || state.polls() == 0);
        PodLabels labels = new PodLabels(cluster, context);
        boolean wrote = false;
        for (Group group : state.entering()) {
            if (look.replicaSet(group).isEmpty()) {
                throw new ProblemException(
                        Category.FAILED,
                        Problem.of("kubernetes.traffic-gone", group.ref().toString()));
            }
            wrote |= labels.write(look, group, group.labels(), true);
        }
        TrafficState next = state.polled();
        if (wrote && !late) {
            return Move.after(Backoff.poll(state.polls()), next);
        }
        return state.request().await() ? await(next, late, look, cluster, context) : over(next, context);
    }

    private static Move<TrafficState, DeployResult> await(
            TrafficState state, boolean late, Look look, Cluster cluster, OperationContext context) {
        WatchedStatuses statuses = new WatchedStatuses(
                cluster,
                context,
                state.entering().stream()
                        .map(group -> new Subject(group.ref(), group.uid()))
                        .toList());
        Map<ObjectRef, ObjectStatus> seen = statuses.look(late || state.polls() == 1);
        if (!statuses.hopeless().isEmpty()) {
            statuses.explain(refs(state.entering()));
            return Ends.failed(state, Category.FAILED, statuses.hopeless(), context);
        }
        List<Group> open = state.entering().stream()
                .filter(group -> seen.get(group.ref()).state() != State.STABLE || !serves(group, look))
                .toList();
        if (open.isEmpty()) {
            state.entering().forEach(group -> context.emit(told(group.ref(), seen.get(group.ref()))));
            return over(state, context);
        }
        if (late) {
            statuses.explain(refs(open));
            return Ends.timedOut(state, late(open, seen, look), context);
        }
        look.wakeAtChange(open);
        long left = state.deadline() - context.clock().millis();
        return Move.looked(Backoff.poll(state.polls(), left), state);
    }

    private static Event told(ObjectRef ref, ObjectStatus status) {
        return new Event.StatusChanged(ref, status.state().word(), status.message(), status.ready(), status.desired());
    }

    private static List<ObjectRef> refs(List<Group> groups) {
        return groups.stream().map(Group::ref).toList();
    }

    /** Whether every Service sends requests to all pods of a group. */
    static boolean serves(Group group, Look look) {
        Set<String> pods = look.pods(group).stream().map(Look::uid).collect(Collectors.toSet());
        return group.services().stream()
                .allMatch(
                        service -> look.ready(group.ref().namespace(), service).containsAll(pods));
    }

    private static List<Problem> late(List<Group> open, Map<ObjectRef, ObjectStatus> seen, Look look) {
        List<Problem> problems = new ArrayList<>();
        for (Group group : open) {
            ObjectStatus status = seen.get(group.ref());
            List<ObjectNode> pods = look.pods(group);
            problems.add(
                    status.state() != State.STABLE
                            ? Problem.of(
                                    "kubernetes.deploy-not-stable", group.ref().toString(), status.message())
                            : Problem.of(
                                    "kubernetes.traffic-not-in",
                                    group.ref().toString(),
                                    String.join(", ", group.services()),
                                    pods.size()));
        }
        return problems;
    }

    private static Move<TrafficState, DeployResult> over(TrafficState state, OperationContext context) {
        List<Group> groups = new ArrayList<>();
        for (Group group : state.entering()) {
            boolean news = group.fate() == Fate.LEFT && !group.before().equals(group.labels());
            if (news) {
                context.emit(new Event.ObjectChanged(group.ref(), Action.ENABLED));
            }
            groups.add(news ? group.now(Fate.ENABLED) : group);
        }
        return Move.next(
                state.entering(groups).to(next(state.request()), context.clock().millis()));
    }

    private static Stage next(TrafficRequest request) {
        if (request.task() == Task.ENABLE) {
            return Stage.END;
        }
        return request.strategy() == TrafficStrategy.ROLLING_RED_BLACK ? Stage.CHECK : Stage.LEAVE;
    }
}
