package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import io.jenkins.plugins.spindelivery.engine.trigger.JsonPaths;
import io.jenkins.plugins.spindelivery.engine.trigger.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A build's parameters from what was delivered: {@code NAME=$.json.path} takes from the payload, and {@code NAME=tag},
 * without a {@code $}, what the event itself is known by, as {@code ${trigger.tag}} does.
 */
final class ParameterRules {
    private record Rule(String name, Optional<JsonPaths> path, String detail) {}

    private final List<Rule> rules;

    private ParameterRules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Reads rules.
     *
     * @param text a line for each parameter
     * @return the rules
     * @throws ProblemException when a line or a path is malformed
     */
    static ParameterRules of(String text) {
        return new ParameterRules(KeyedLines.map("parameters", text).entrySet().stream()
                .map(entry -> rule(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static Rule rule(String name, String value) {
        if (value.startsWith("$")) {
            return new Rule(name, Optional.of(JsonPaths.of(name, value)), "");
        }
        if (!value.matches("[A-Za-z]\\w{0,50}")) {
            throw new ProblemException(Category.INPUT, Problem.of("trigger.parameter-rule", "parameters", name, value));
        }
        return new Rule(name, Optional.empty(), value);
    }

    /**
     * The parameters of a build.
     *
     * @param event what happened
     * @return by name; what the payload does not have is left to the job's default
     * @throws ProblemException when a path finds too much
     */
    Map<String, String> parameters(Event event) {
        Map<String, String> values = new LinkedHashMap<>();
        if (rules.isEmpty()) {
            return values;
        }
        Map<String, Object> document = Payload.document(event.payload());
        ObjectNode details = event.details();
        for (Rule rule : rules) {
            if (rule.path().isPresent()) {
                List<String> found = rule.path().get().texts(document);
                if (!found.isEmpty()) {
                    values.put(rule.name(), String.join(",", found));
                }
            } else {
                JsonNode detail =
                        rule.detail().equals("user") ? details.textNode(event.user()) : details.path(rule.detail());
                if (!detail.isMissingNode()) {
                    values.put(rule.name(), detail.asText());
                }
            }
        }
        return values;
    }
}
