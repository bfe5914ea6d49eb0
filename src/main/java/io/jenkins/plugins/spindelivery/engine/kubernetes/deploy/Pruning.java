package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deletions.Swept;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.List;

/**
 * Deletes, as the last thing of all, what the plan found that the application no longer has. Of a cancelled deploy it only
 * finds out what is gone already.
 */
final class Pruning implements StageMove {

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        List<Plan.Doomed> doomed = work.plan().prune();
        if (doomed.isEmpty()) {
            return Move.next(state.to(Stage.END, context.clock().millis()));
        }
        if (state.ending() != null) {
            DeployState known =
                    Deletions.recordGone(state, work.cluster(), doomed, "kubernetes.deploy-pruned", context);
            return Move.next(known.to(Stage.END, context.clock().millis()));
        }
        if (state.tries() == 0) {
            context.emit(new Event.PhaseStarted(Phase.PRUNE, doomed.size()));
        }
        Swept swept = Deletions.delete(work.cluster(), doomed, context);
        DeployState next = Deletions.record(state, swept.gone(), "kubernetes.deploy-pruned", context);
        return swept.stops().isEmpty()
                ? Move.next(next.to(Stage.END, context.clock().millis()))
                : Deploy.stopped(next, swept.stops(), context);
    }
}
