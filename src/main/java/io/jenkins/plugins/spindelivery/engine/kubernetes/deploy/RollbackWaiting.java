package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.Backoff;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;

/** Waits until the objects that a rollback put back are stable again, so that the result can say so. */
final class RollbackWaiting implements StageMove {

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        Watching watching = new Watching(work.plan(), state, ObjectProgress::restored, work.cluster(), context);
        if (watching.isOver() || !state.request().options().await()) {
            return Move.next(state.to(Stage.END, context.clock().millis()));
        }
        boolean late = context.clock().millis() >= state.deadline();
        DeployState next = watching.look(late);
        if (late || !watching.hopeless().isEmpty()) {
            return Deploy.end(
                    next, next.ending(), watching.unfinished(next, "kubernetes.deploy-rollback-not-stable"), context);
        }
        return Move.looked(
                Backoff.poll(next.polls(), state.deadline() - context.clock().millis()), next);
    }
}
