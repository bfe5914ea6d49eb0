package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deletions.Swept;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes the versions that {@link HistorySearch} has found. Somebody may have begun to use one since, for this move may
 * come long after: what is no surplus any more stays. Of a cancelled deploy it only finds out what is gone already.
 */
final class HistoryCleanup implements StageMove {

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        try {
            return delete(state, work, context);
        } catch (ProblemException e) {
            return HistorySearch.stopped(state, List.of(e), context);
        }
    }

    private static Move<DeployState, DeployResult> delete(DeployState state, Work work, OperationContext context) {
        if (state.ending() != null) {
            DeployState known = Deletions.recordGone(
                    state, work.cluster(), state.surplus(), "kubernetes.deploy-history-deleted", context);
            return Move.next(HistorySearch.over(known, context));
        }
        if (state.tries() == 0) {
            context.emit(new Event.PhaseStarted(Phase.HISTORY, state.surplus().size()));
        }
        Cluster cluster = work.cluster();
        List<Plan.Doomed> still = new Surplus(work, context).find();
        List<Plan.Doomed> gone = new ArrayList<>();
        for (Plan.Doomed doomed : state.surplus()) {
            // Deleted before a crash, perhaps.
            if (still.stream().noneMatch(doomed::isSame) && Deletions.isGone(cluster, doomed)) {
                gone.add(doomed);
            }
        }
        Swept swept = Deletions.delete(
                cluster,
                state.surplus().stream()
                        .filter(doomed -> still.stream().anyMatch(doomed::isSame))
                        .toList(),
                context);
        gone.addAll(swept.gone());
        DeployState next = Deletions.record(state, gone, "kubernetes.deploy-history-deleted", context);
        return swept.stops().isEmpty()
                ? Move.next(HistorySearch.over(next, context))
                : HistorySearch.stopped(next, swept.stops(), context);
    }
}
