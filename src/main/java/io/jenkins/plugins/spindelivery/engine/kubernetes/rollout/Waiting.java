package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedStatuses;
import io.jenkins.plugins.spindelivery.engine.kubernetes.WatchedStatuses.Subject;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.RolloutState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Map;

/** Waits until all objects are stable, and ends as soon as one of them can't become so by itself. */
final class Waiting {
    private final Cluster cluster;
    private final OperationContext context;

    Waiting(Cluster cluster, OperationContext context) {
        this.cluster = cluster;
        this.context = context;
    }

    Move<RolloutState, RolloutResult> move(RolloutState state) {
        if (state.polls() == 0 && state.tries() == 0) {
            context.emit(new Event.PhaseStarted(Phase.WAIT, state.objects().size()));
        }
        boolean late = context.clock().millis() >= state.deadline();
        WatchedStatuses live = new WatchedStatuses(
                cluster,
                context,
                state.objects().stream()
                        .map(object -> new Subject(object.ref(), object.uid()))
                        .toList());
        // The first look comes just after writing.
        RolloutState next = tell(state, live.look(late || state.polls() == 0)).polled();
        List<RolloutObject> open =
                next.objects().stream().filter(object -> !object.settled()).toList();
        List<ObjectRef> refs = open.stream().map(RolloutObject::ref).toList();
        if (!live.hopeless().isEmpty()) {
            live.explain(refs);
            return RolloutChange.end(next, new Ending(Status.FAILED, Category.FAILED), live.hopeless(), context);
        }
        if (open.isEmpty()) {
            return Move.next(over(next));
        }
        if (late) {
            live.explain(refs);
            List<Problem> why = open.stream()
                    .map(object -> Problem.of(
                            "kubernetes.deploy-not-stable", object.ref().toString(), object.message()))
                    .toList();
            return RolloutChange.end(next, new Ending(Status.TIMED_OUT, Category.FAILED), why, context);
        }
        live.wakeAtChange(refs);
        return Move.looked(
                Backoff.poll(next.polls(), state.deadline() - context.clock().millis()), next);
    }

    private RolloutState tell(RolloutState state, Map<ObjectRef, ObjectStatus> statuses) {
        return state.with(state.objects().stream()
                .map(object -> {
                    RolloutObject now = object.seen(statuses.get(object.ref()));
                    if (state.polls() == 0 || !now.equals(object)) {
                        context.emit(now.told());
                    }
                    return now;
                })
                .toList());
    }

    private RolloutState over(RolloutState state) {
        List<Problem> paused = state.objects().stream()
                .filter(object -> object.state() == State.PAUSED)
                .map(object ->
                        Problem.of("kubernetes.deploy-paused", object.ref().toString()))
                .toList();
        paused.forEach(warning -> context.emit(new Event.Warned(warning)));
        return state.warned(paused).to(Stage.END);
    }
}
