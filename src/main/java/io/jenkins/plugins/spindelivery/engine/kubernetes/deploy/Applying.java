package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeferredChecks.Verdict;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.ObjectWriter.Written;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the objects of one priority in each move; the next priority begins when the one before is written. */
final class Applying implements StageMove {

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        Plan plan = work.plan();
        List<Integer> group = nextGroup(state, plan);
        if (group.isEmpty()) {
            return Move.next(onward(state, plan, context));
        }
        if (state.progress().stream().noneMatch(ObjectProgress::written) && state.tries() == 0 && state.polls() == 0) {
            context.emit(new Event.PhaseStarted(Phase.APPLY, plan.objects().size()));
        }
        List<PlannedObject> objects =
                group.stream().map(i -> plan.objects().get(i)).toList();
        Verdict verdict = DeferredChecks.of(work.cluster(), plan, objects, fullCheck(state), context);
        DeployState checked = Told.warnings(state, verdict.warnings(), context);
        return verdict.obstacles().isEmpty()
                ? write(checked, work, group, objects, context)
                : pollAgain(checked, verdict.obstacles(), context);
    }

    private static boolean fullCheck(DeployState state) {
        return state.request().options().check() == DeployOptions.Check.FULL;
    }

    /** The places in the plan of what is to be written next: everything of the lowest priority that is left. */
    static List<Integer> nextGroup(DeployState state, Plan plan) {
        List<Integer> left = IntStream.range(0, plan.objects().size())
                .filter(i -> !state.progress().get(i).written())
                .boxed()
                .toList();
        return left.stream()
                .filter(i -> plan.objects().get(i).priority()
                        == plan.objects().get(left.get(0)).priority())
                .toList();
    }

    /** Whether the next priority has anything to be sent; what is in order already has not. */
    static boolean writes(DeployState state, Plan plan) {
        return nextGroup(state, plan).stream()
                .anyMatch(i -> plan.objects().get(i).way() != PlannedObject.Way.NOTHING);
    }

    private static Move<DeployState, DeployResult> write(
            DeployState state, Work work, List<Integer> group, List<PlannedObject> objects, OperationContext context) {
        ObjectWriter writer = new ObjectWriter(work.cluster());
        List<Outcome<Written>> outcomes =
                Parallel.tryAll(context.executor(), objects, writer::write, (planned, outcome) -> {
                    if (outcome.failure() == null && !outcome.value().pending()) {
                        context.emit(new Event.ObjectChanged(
                                planned.ref(), outcome.value().action()));
                    }
                });
        DeployState next = record(state, group, objects, outcomes, context);
        List<ProblemException> stops = Outcome.problems(outcomes);
        if (!stops.isEmpty()) {
            return Deploy.stopped(next, stops, context);
        }
        List<Problem> obstacles = outcomes.stream()
                .filter(outcome -> outcome.value().pending())
                .map(outcome -> outcome.value().obstacle())
                .toList();
        return obstacles.isEmpty()
                ? Move.next(onward(next.answered(), work.plan(), context))
                : pollAgain(next, obstacles, context);
    }

    private static DeployState onward(DeployState state, Plan plan, OperationContext context) {
        return nextGroup(state, plan).isEmpty()
                ? state.to(Stage.WAIT, context.clock().millis())
                : state;
    }

    /** Waits for something else before the group can be written, but not for ever. */
    private static Move<DeployState, DeployResult> pollAgain(
            DeployState state, List<Problem> obstacles, OperationContext context) {
        if (context.clock().millis() < state.deadline()) {
            return Move.after(Backoff.poll(state.polls()), state.polled());
        }
        List<Problem> late = obstacles.stream()
                .map(obstacle -> Problem.of(
                        "kubernetes.deploy-apply-timeout",
                        obstacle.where(),
                        state.request().options().timeoutSeconds(),
                        obstacle.message()))
                .toList();
        return Deploy.end(
                state, new DeployState.Ending(Status.TIMED_OUT, ProblemException.Category.FAILED), late, context);
    }

    private static DeployState record(
            DeployState state,
            List<Integer> group,
            List<PlannedObject> objects,
            List<Outcome<Written>> outcomes,
            OperationContext context) {
        List<ObjectProgress> progress = new ArrayList<>(state.progress());
        List<Problem> warnings = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Written written = outcomes.get(i).value();
            if (written == null || written.pending()) {
                continue;
            }
            int place = group.get(i);
            ObjectProgress now = progress(progress.get(place), written);
            progress.set(place, now);
            if (now.settled()) {
                // Nobody is going to look at it again.
                context.emit(now.told(objects.get(i).ref()));
            }
            for (String warning : written.warnings()) {
                warnings.add(Problem.of(
                        "kubernetes.deploy-server-warning", objects.get(i).ref().toString(), warning));
            }
        }
        return Told.warnings(state.withProgress(progress), warnings, context);
    }

    private static ObjectProgress progress(ObjectProgress before, Written written) {
        ObjectProgress now = before.written(written.action(), written.object());
        // An object that nothing was done to was judged when the plan was made.
        return before.settled() ? now : now.seen(StatusRules.of(written.object()));
    }
}
