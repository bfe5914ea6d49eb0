package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedObject.Way;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        if (state.progress().stream().noneMatch(ObjectProgress::restored) && state.tries() == 0 && state.polls() == 0) {
            context.emit(new Event.PhaseStarted(Phase.ROLLBACK, (int)
                    state.progress().stream().filter(ObjectProgress::changed).count()));
        }
        Cluster cluster = work.cluster();
        List<Outcome<Optional<ObjectProgress>>> outcomes = Parallel.tryAll(
                context.executor(),
                group,
                i -> putBack(cluster, plan.objects().get(i), state.progress().get(i)),
                (i, outcome) -> {
                    if (outcome.failure() == null && outcome.value().isPresent()) {
                        event(plan.objects().get(i)).ifPresent(context::emit);
                    }
                });
        return after(state, plan, group, outcomes, context);
    }

    private static Optional<Event> event(PlannedObject planned) {
        return switch (planned.restore().way()) {
            case DELETE -> Optional.of(new Event.ObjectChanged(planned.ref(), Action.DELETED));
            case APPLY -> Optional.of(new Event.ObjectChanged(planned.ref(), Action.CONFIGURED));
            case LEAVE -> Optional.empty();
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

    /** How the object is once it is back; empty when it has to be tried again after a while. */
    private static Optional<ObjectProgress> putBack(Cluster cluster, PlannedObject planned, ObjectProgress progress) {
        return switch (planned.restore().way()) {
            case DELETE -> {
                delete(cluster, planned, progress);
                Problem deleted = Problem.of("kubernetes.deploy-rolled-back-deleted", "");
                yield Optional.of(progress.givenUp(State.STABLE, deleted));
            }
            case APPLY -> {
                // What had to be recreated has fields that can't be changed, so going back recreates it, too.
                if (planned.way() == Way.RECREATE && isOurs(cluster, planned, progress)) {
                    delete(cluster, planned, progress);
                    yield Optional.empty();
                }
                ObjectNode back = new ObjectWriter(cluster).restore(planned);
                yield Optional.of(back)
                        .filter(live -> !ObjectWriter.isGoing(live))
                        .map(live -> progress.putBack(StatusRules.of(live)));
            }
            case LEAVE -> Optional.of(progress.givenUp(progress.state(), notRestorable(planned)));
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
            List<Outcome<Optional<ObjectProgress>>> outcomes,
            OperationContext context) {
        List<ObjectProgress> progress = new ArrayList<>(state.progress());
        List<Problem> warnings = new ArrayList<>();
        boolean pending = false;
        for (int i = 0; i < outcomes.size(); i++) {
            Optional<ObjectProgress> back = outcomes.get(i).value();
            if (back == null || back.isEmpty()) {
                pending = true;
                continue;
            }
            PlannedObject planned = plan.objects().get(group.get(i));
            progress.set(group.get(i), back.get());
            if (planned.restore().way() == Restore.Way.LEAVE) {
                warnings.add(notRestorable(planned));
            }
        }
        DeployState next = Told.warnings(state.withProgress(progress), warnings, context);
        List<ProblemException> stops = Outcome.problems(outcomes);
        boolean late = context.clock().millis() >= state.deadline();
        boolean lasting = stops.stream().anyMatch(stop -> !Deploy.mayPass(stop, next));
        boolean impatient = !stops.isEmpty() && !Deploy.mayTryAgain(next, context);
        if ((late && pending) || lasting || impatient) {
            return giveUp(next, plan, stops, context);
        }
        if (!stops.isEmpty()) {
            return Deploy.stopped(next, stops, context);
        }
        return pending ? Move.after(Backoff.poll(next.polls()), next.polled()) : Move.next(next.answered());
    }

    /** What comes before what can't be put back stays, too: that may still need it. */
    private static Move<DeployState, DeployResult> giveUp(
            DeployState state, Plan plan, List<ProblemException> stops, OperationContext context) {
        List<Problem> why = new ArrayList<>(Stops.problems(Stops.inOrder(stops)));
        IntStream.range(0, plan.objects().size())
                .filter(i -> state.progress().get(i).changed()
                        && !state.progress().get(i).restored())
                .mapToObj(i -> Problem.of(
                        "kubernetes.deploy-not-rolled-back",
                        plan.objects().get(i).ref().toString()))
                .forEach(why::add);
        return Deploy.end(state, state.ending(), why, context);
    }
}
