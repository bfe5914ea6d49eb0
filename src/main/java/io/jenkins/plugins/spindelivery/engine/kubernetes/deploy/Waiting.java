package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Ending;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Waits until all objects are stable. It ends as soon as one of them can't become so by itself, with the reason, the
 * cluster's events and the last lines of its log, instead of waiting for the timeout.
 */
final class Waiting implements StageMove {

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        Watching watching = new Watching(work.plan(), state, progress -> true, work.cluster(), context);
        if (watching.isOver() || !state.request().options().await()) {
            return Move.next(over(state, work.plan(), context));
        }
        if (state.polls() == 0 && state.tries() == 0) {
            context.emit(
                    new Event.PhaseStarted(Phase.WAIT, work.plan().objects().size()));
        }
        boolean late = context.clock().millis() >= state.deadline();
        DeployState seen = watching.look(late);
        DeployState next = Told.warnings(seen, watching.changed(seen), context);
        if (!watching.hopeless().isEmpty()) {
            watching.explain(next);
            return Deploy.end(next, new Ending(Status.FAILED, Category.FAILED), watching.hopeless(), context);
        }
        if (next.progress().stream().allMatch(ObjectProgress::settled)) {
            return Move.next(over(next, work.plan(), context));
        }
        if (late) {
            watching.explain(next);
            List<Problem> why = watching.unfinished(next, "kubernetes.deploy-not-stable");
            return Deploy.end(next, new Ending(Status.TIMED_OUT, Category.FAILED), why, context);
        }
        Duration delay =
                Backoff.poll(next.polls(), state.deadline() - context.clock().millis());
        boolean news = !next.warnings().equals(state.warnings());
        return news ? Move.after(delay, next) : Move.looked(delay, next);
    }

    private static DeployState over(DeployState state, Plan plan, OperationContext context) {
        List<Problem> paused = IntStream.range(0, plan.objects().size())
                .filter(i -> state.progress().get(i).state() == State.PAUSED)
                .mapToObj(i -> Problem.of(
                        "kubernetes.deploy-paused", plan.objects().get(i).ref().toString()))
                .toList();
        return Told.warnings(state, paused, context)
                .to(Stage.HISTORY, context.clock().millis());
    }
}
