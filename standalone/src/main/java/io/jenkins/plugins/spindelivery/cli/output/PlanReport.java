package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedChange;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a deploy would change, for programs and for people.
 *
 * @param changes one for each object
 * @param warnings those of the command and those of the plan
 * @param errors why it could not be deployed; then there are no changes
 */
public record PlanReport(List<PlannedChange> changes, List<Problem> warnings, List<Problem> errors) {

    /**
     * The report as the contract's JSON.
     *
     * @return one object
     */
    public ObjectNode json() {
        ObjectNode result = Shape.PLAN.of("", warnings, errors, 0);
        ArrayNode list = (ArrayNode) result.get("changes");
        for (PlannedChange change : changes) {
            list.addObject()
                    .put("apiVersion", change.ref().apiVersion())
                    .put("kind", change.ref().kind())
                    .put("namespace", change.ref().namespace())
                    .put("name", change.ref().name())
                    .put("action", change.action().word())
                    .put("message", change.message())
                    .put("diff", change.diff());
        }
        return result;
    }

    /**
     * Prints the report: diffs and sum on standard output, warnings and errors on standard error.
     *
     * @param console the streams
     * @param diagnostics knows which warnings were told already
     */
    public void print(Console console, Diagnostics diagnostics) {
        boolean colour = console.terminal().colourOut();
        for (PlannedChange change : changes) {
            if (change.action() != Action.UNCHANGED || !change.message().isEmpty()) {
                console.out().println(Style.BOLD.paint(heading(change), colour));
                change.diff().lines().forEach(line -> console.out().println(paint(line, colour)));
                console.out().println();
            }
        }
        console.out().flush();
        diagnostics.warnings(warnings);
        diagnostics.errors(errors);
        console.out().println(summary());
    }

    private static String heading(PlannedChange change) {
        String text = Labels.of("plan-" + word(change.action()), change.ref());
        return PlainText.oneLine(change.message().isEmpty() ? text : text + " " + change.message());
    }

    private static String paint(String line, boolean colour) {
        Style style = Style.PLAIN;
        if (line.startsWith("@@")) {
            style = Style.CYAN;
        } else if (line.startsWith("+")) {
            style = Style.GREEN;
        } else if (line.startsWith("-")) {
            style = Style.RED;
        }
        return style.paint(PlainText.printable(line), colour);
    }

    private String summary() {
        if (!errors.isEmpty()) {
            return Labels.of("plan-refused");
        }
        String counts = changes.stream()
                .collect(Collectors.groupingBy(PlannedChange::action, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(count -> Labels.of("plan-count-" + word(count.getKey()), count.getValue()))
                .collect(Collectors.joining(", "));
        return Labels.of("plan-summary", counts);
    }

    private static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
