package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Planner.Draft;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;

/**
 * What a deploy would do.
 *
 * @param changes in deploy order; what would be pruned comes last. Empty when the deploy would be refused
 * @param warnings what deserves attention but stops nothing
 * @param errors why the deploy would be refused
 * @param category who has to act on the errors; {@code null} without any
 */
public record PlanResult(List<PlannedChange> changes, List<Problem> warnings, List<Problem> errors, Category category) {

    static PlanResult of(Planner.Result plan) {
        List<PlannedChange> changes = new ArrayList<>();
        plan.drafts().forEach(draft -> changes.add(change(draft)));
        for (Plan.Doomed doomed : plan.prune()) {
            String why = Problem.of("kubernetes.deploy-would-prune", "").message();
            changes.add(new PlannedChange(doomed.ref(), Action.DELETED, "", why));
        }
        return new PlanResult(changes, plan.warnings(), List.of(), null);
    }

    static PlanResult refused(ProblemException why, List<Problem> warnings) {
        return new PlanResult(List.of(), warnings, why.problems(), why.category());
    }

    private static PlannedChange change(Draft draft) {
        PlannedObject planned = draft.planned();
        if (planned.expected() == Action.UNCHANGED) {
            return new PlannedChange(planned.ref(), Action.UNCHANGED, "", "");
        }
        ObjectNode before = draft.live().orElse(null);
        return new PlannedChange(planned.ref(), planned.expected(), Changes.diff(draft), message(planned, before));
    }

    private static String message(PlannedObject planned, ObjectNode before) {
        if (before != null && planned.way() == PlannedObject.Way.RECREATE) {
            return Problem.of("kubernetes.deploy-would-recreate", "").message();
        }
        if (before != null && planned.way() == PlannedObject.Way.APPLY && Planner.takesFromOthers(before)) {
            return Problem.of("kubernetes.deploy-would-take-over", "").message();
        }
        return "";
    }
}
