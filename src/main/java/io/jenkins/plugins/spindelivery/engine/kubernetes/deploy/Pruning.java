package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import java.util.List;

/** Deletes, as the last thing of all, what the plan found that the application no longer has. */
final class Pruning implements StageMove {

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        List<Plan.Doomed> doomed = work.plan().prune();
        DeployState next = state;
        if (!doomed.isEmpty()) {
            context.emit(new Event.PhaseStarted(Phase.PRUNE, doomed.size()));
            Deletions.delete(work.cluster(), doomed, context);
            doomed.forEach(one -> context.emit(new Event.ObjectChanged(one.ref(), Action.DELETED)));
            next = state.withDeleted(doomed.stream()
                    .map(one -> Deletions.outcome(one.ref(), "kubernetes.deploy-pruned"))
                    .toList());
        }
        return Move.next(next.to(Stage.END, context.clock().millis()));
    }
}
