package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedObject.Way;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts back what the deploy changed, the last priority first, so that a workload no longer mentions a new ConfigMap when
 * that is deleted. Each move is about the objects of one priority.
 */
final class Rollback implements StageMove {

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        Plan plan = work.plan();
        List<Integer> group = nextGroup(state, plan);
        if (group.isEmpty()) {
            return Move.next(state.to(Stage.ROLLBACK_WAIT, context.clock().millis()));
        }
        if (state.progress().stream().noneMatch(ObjectProgress::restored)) {
            context.emit(new Event.PhaseStarted(Phase.ROLLBACK, (int)
                    state.progress().stream().filter(ObjectProgress::changed).count()));
        }
        Cluster cluster = work.cluster();
        List<Outcome<Boolean>> outcomes = Parallel.tryAll(
                context.executor(),
                group,
                i -> putBack(cluster, plan.objects().get(i), state.progress().get(i)),
                (i, outcome) -> {
                    if (outcome.failure() == null && outcome.value()) {
                        context.emit(event(plan.objects().get(i)));
                    }
                });
        return after(state, plan, group, outcomes, context);
    }

    private static Event event(PlannedObject planned) {
        return switch (planned.restore().way()) {
            case DELETE -> new Event.ObjectChanged(planned.ref(), Action.DELETED);
            case APPLY -> new Event.ObjectChanged(planned.ref(), Action.CONFIGURED);
            case LEAVE -> new Event.Warned(notRestorable(planned));
        };
    }

    private static Problem notRestorable(PlannedObject planned) {
        return Problem.of("kubernetes.deploy-not-restorable", planned.ref().toString());
    }

    /** The places in the plan of what is to be put back next. */
    private static List<Integer> nextGroup(DeployState state, Plan plan) {
        List<Integer> left = IntStream.range(0, plan.objects().size())
                .filter(i -> state.progress().get(i).changed()
                        && !state.progress().get(i).restored())
                .boxed()
                .toList();
        int priority = left.stream()
                .mapToInt(i -> plan.objects().get(i).priority())
                .max()
                .orElse(0);
        return left.stream()
                .filter(i -> plan.objects().get(i).priority() == priority)
                .toList();
    }

    /** Whether the object is back; {@code false} when it has to be tried again after a while. */
    private static boolean putBack(Cluster cluster, PlannedObject planned, ObjectProgress progress) {
        return switch (planned.restore().way()) {
            case DELETE -> {
                delete(cluster, planned, progress);
                yield true;
            }
            case APPLY -> {
                // What had to be recreated has fields that can't be changed, so going back recreates it, too.
                if (planned.way() == Way.RECREATE && isOurs(cluster, planned, progress)) {
                    delete(cluster, planned, progress);
                    yield false;
                }
                // What someone else changed in the meantime is part of what went wrong: the fields were ours before.
                cluster.apply(planned.restore().manifest(), WriteOptions.DEFAULT.withForce(true));
                yield true;
            }
            case LEAVE -> true;
        };
    }

    private static boolean isOurs(Cluster cluster, PlannedObject planned, ObjectProgress progress) {
        return cluster.get(planned.ref())
                .filter(live -> live.path("metadata").path("uid").asText().equals(progress.uid()))
                .isPresent();
    }

    /** Deletes what this deploy made, and nothing else that may have its name by now. */
    private static void delete(Cluster cluster, PlannedObject planned, ObjectProgress progress) {
        try {
            cluster.delete(planned.ref(), new DeleteOptions("Background", null, progress.uid(), false));
        } catch (ApiException e) {
            if (!e.reason().equals("Conflict")) {
                throw e;
            }
        }
    }

    private static Move<DeployState, DeployResult> after(
            DeployState state,
            Plan plan,
            List<Integer> group,
            List<Outcome<Boolean>> outcomes,
            OperationContext context) {
        List<ObjectProgress> progress = new ArrayList<>(state.progress());
        List<Problem> warnings = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            int place = group.get(i);
            if (Boolean.TRUE.equals(outcomes.get(i).value())) {
                PlannedObject planned = plan.objects().get(place);
                progress.set(place, restored(progress.get(place), planned));
                if (planned.restore().way() == Restore.Way.LEAVE) {
                    warnings.add(notRestorable(planned));
                }
            }
        }
        DeployState next = state.withProgress(progress).warned(warnings);
        List<ProblemException> stops = Outcome.problems(outcomes);
        if (!stops.isEmpty()) {
            return Deploy.stopped(next, stops, context);
        }
        boolean pending = outcomes.stream().anyMatch(outcome -> !outcome.value());
        return pending ? Move.after(Backoff.poll(next.polls()), next.polled()) : Move.next(next);
    }

    private static ObjectProgress restored(ObjectProgress before, PlannedObject planned) {
        String code = planned.restore().way() == Restore.Way.DELETE
                ? "kubernetes.deploy-rolled-back-deleted"
                : "kubernetes.deploy-rolled-back";
        // Only what was applied again can still be on its way.
        return before.putBack(Problem.of(code, ""), planned.restore().way() != Restore.Way.APPLY);
    }
}
