package io.jenkins.plugins.spindelivery.cli.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryResult;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What came of a canary, for programs and for people.
 *
 * @param result the operation's result
 * @param warnings those of the command and those of the operation
 */
public record CanaryReport(CanaryResult result, List<Problem> warnings) {

    /**
     * The report as the contract's JSON.
     *
     * @return one object
     */
    public ObjectNode json() {
        ObjectNode common = Shape.CANARY.of(result.status().word(), warnings, result.errors(), result.durationMillis());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("status", common.remove("status"));
        if (result.verdict() != null) {
            json.put("verdict", result.verdict().word());
        }
        if (result.score() != null) {
            json.put("score", result.score());
        }
        json.setAll(common);
        intervals((ArrayNode) json.get("intervals"));
        if (result.judged() != null) {
            ObjectNode judged = new JudgeReport(result.judged()).json();
            json.set("metrics", judged.get("metrics"));
            json.set("groups", judged.get("groups"));
        }
        objects((ArrayNode) json.get("objects"));
        return json;
    }

    private void intervals(ArrayNode list) {
        result.intervals().forEach(interval -> list.addObject()
                .put("number", interval.number())
                .put("start", Instant.ofEpochMilli(interval.startMillis()).toString())
                .put("end", Instant.ofEpochMilli(interval.endMillis()).toString())
                .put("score", interval.score())
                .put("verdict", interval.verdict().word()));
    }

    private void objects(ArrayNode list) {
        for (ObjectOutcome object : result.objects()) {
            list.addObject()
                    .put("apiVersion", object.apiVersion())
                    .put("kind", object.kind())
                    .put("namespace", object.namespace())
                    .put("name", object.name())
                    .put("action", object.action().word())
                    .put("status", object.status())
                    .put("message", object.message());
        }
    }

    /**
     * Prints the report: the last judgment and the verdict on standard output, warnings and errors on standard error.
     *
     * @param console the streams
     * @param diagnostics knows which warnings were told already
     */
    public void print(Console console, Diagnostics diagnostics) {
        if (result.judged() != null) {
            new JudgeReport(result.judged()).print(console);
        }
        console.out().flush();
        diagnostics.warnings(warnings);
        diagnostics.errors(result.errors());
        String seconds = String.format(Locale.ROOT, "%.1f", result.durationMillis() / 1000.0);
        String status = result.status().word();
        String summary = result.verdict() == null
                ? Labels.of("summary-canary-" + status, seconds)
                : Labels.of("summary-canary-verdict", result.verdict().word(), seconds);
        console.out()
                .println(
                        Style.ofStatus(status).paint(summary, console.terminal().colourOut()));
        console.out().flush();
    }
}
