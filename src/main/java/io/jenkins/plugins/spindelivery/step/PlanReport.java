package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlanResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedChange;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.BoundedDiff;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan has found, for the log and for the Pipeline.
 *
 * @param plan of a deploy that would not be refused
 * @param hideDiffs whether differences would show something secret
 */
record PlanReport(PlanResult plan, boolean hideDiffs) {

    /**
     * Prints each object that would change, with the difference to the live one, and a summary.
     *
     * @param log the build's log
     */
    void print(PrintStream log) {
        for (PlannedChange change : plan.changes()) {
            if (change.action() != Action.UNCHANGED) {
                log.println(text("step.plan-" + change.action().word(), change.ref()) + " " + change.message());
                diff(change).lines().forEach(line -> log.println("    " + line));
            }
        }
        log.println(text("step.plan-summary", changed(), plan.changes().size() - changed()));
    }

    /**
     * What the step returns.
     *
     * @return maps and lists
     */
    Map<String, Object> value() {
        List<Map<String, Object>> changes = new ArrayList<>();
        for (PlannedChange change : plan.changes()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("apiVersion", change.ref().apiVersion());
            map.put("kind", change.ref().kind());
            map.put("namespace", change.ref().namespace());
            map.put("name", change.ref().name());
            map.put("action", change.action().word());
            map.put("message", change.message());
            map.put("diff", diff(change));
            changes.add(map);
        }
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("hasChanges", changed() > 0);
        value.put("changes", changes);
        value.put("warnings", plan.warnings().stream().map(Problem::describe).toList());
        return value;
    }

    private int changed() {
        return (int) plan.changes().stream()
                .filter(change -> change.action() != Action.UNCHANGED)
                .count();
    }

    private String diff(PlannedChange change) {
        return hideDiffs ? "" : BoundedDiff.of(change.diff());
    }

    private static String text(String code, Object... arguments) {
        return Problem.of(code, "", arguments).message();
    }
}
