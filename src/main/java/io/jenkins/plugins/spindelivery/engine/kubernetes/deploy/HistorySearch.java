package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;

/** Finds the versions that history deletes, and saves them first, so that a crash does not forget what was deleted. */
final class HistorySearch implements StageMove {

    @Override
    public Move<DeployState, DeployResult> move(DeployState state, Work work, OperationContext context) {
        try {
            List<Plan.Doomed> surplus = new Surplus(work, context).find();
            Stage next = surplus.isEmpty() ? Stage.PRUNE : Stage.HISTORY_DELETE;
            return Move.next(state.withSurplus(surplus).to(next, context.clock().millis()));
        } catch (ProblemException e) {
            return stopped(state, List.of(e), context);
        }
    }

    /** Old versions that stay are no reason to call a deploy failed that is stable: what does not pass is a warning. */
    static Move<DeployState, DeployResult> stopped(
            DeployState state, List<ProblemException> stops, OperationContext context) {
        ProblemException stop = Stops.asOne(stops);
        if (Stops.isPassing(stop) && context.clock().millis() < state.deadline()) {
            return Deploy.stopped(state, List.of(stop), context);
        }
        List<Problem> warnings = stop.problems().stream()
                .map(problem -> Problem.of("kubernetes.deploy-history-kept", problem.where(), problem.message()))
                .toList();
        return Move.next(over(Told.warnings(state, warnings, context), context));
    }

    /** A cancelled deploy does not go on to what it has not begun. */
    static DeployState over(DeployState state, OperationContext context) {
        return state.to(
                state.ending() == null ? Stage.PRUNE : Stage.END,
                context.clock().millis());
    }
}
