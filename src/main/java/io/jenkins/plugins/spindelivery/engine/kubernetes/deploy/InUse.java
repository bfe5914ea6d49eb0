package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveObjects;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Versions that a deploy made and that somebody else uses by now: whoever takes the deploy back must leave them. A canary's
 * ConfigMap, for one, is the one that production uses as soon as the same manifests are deployed there.
 */
final class InUse {
    private InUse() {}

    /** The state in which these versions are as if they had been there before. */
    static DeployState kept(DeployState state, Work work, Predicate<ObjectNode> own, OperationContext context) {
        if (!work.hasPlan()) {
            return state;
        }
        Plan plan = work.plan();
        LiveObjects live = new LiveObjects(work.cluster(), context.executor());
        List<ObjectProgress> progress = new ArrayList<>(state.progress());
        List<Problem> warnings = new ArrayList<>();
        for (int i = 0; i < progress.size(); i++) {
            PlannedObject planned = plan.objects().get(i);
            boolean made = !planned.version().isEmpty() && progress.get(i).changed();
            if (made
                    && Surplus.mentioned(planned.ref(), live, own.negate())
                            .contains(planned.ref().name())) {
                progress.set(
                        i,
                        progress.get(i)
                                .written(Action.UNCHANGED, progress.get(i).uid()));
                warnings.add(Problem.of(
                        "kubernetes.deploy-version-in-use", planned.ref().toString()));
            }
        }
        return Told.warnings(state.withProgress(progress), warnings, context);
    }
}
