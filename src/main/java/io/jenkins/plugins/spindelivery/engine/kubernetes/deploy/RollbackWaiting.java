package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/** Waits until the objects that a rollback put back are stable again, so that the result can say so. */
final class RollbackWaiting implements StageMove {

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        Watching watching = new Watching(work.plan(), state, ObjectProgress::restored);
        boolean late = context.clock().millis() >= state.deadline();
        if (watching.open().isEmpty() || !state.request().options().await()) {
            return Move.next(state.to(Stage.END, context.clock().millis()));
        }
        if (late) {
            List<Problem> unfinished = watching.open().stream()
                    .map(i -> Problem.of(
                            "kubernetes.deploy-rollback-not-stable",
                            work.plan().objects().get(i).ref().toString(),
                            state.progress().get(i).message()))
                    .toList();
            return Deploy.end(state, state.ending(), unfinished, context);
        }
        DeployState next = watching.look(new LiveObjects(work.cluster(), context.executor()), context);
        return Move.after(Backoff.poll(next.polls()), next.polled());
    }
}
