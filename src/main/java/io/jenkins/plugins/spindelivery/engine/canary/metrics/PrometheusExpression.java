package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes PromQL of a Prometheus query of Kayenta's configuration. The filter (an inline template, or a template of the
 * configuration by name) is either a whole expression, after {@code PromQL:}, or label matchers for the metric's name, whose
 * average is taken. Without a filter the resource types that Kayenta knows stand for their own matchers.
 */
final class PrometheusExpression {
    private static final String WHOLE = "PromQL:";
    private static final String RESOURCE_TYPE = "resourceType";
    private static final String GCE = "gce_instance";
    private static final String EC2 = "aws_ec2_instance";

    private final MetricQuery query;
    private final Map<String, String> variables;

    private PrometheusExpression(MetricQuery query) {
        this.query = query;
        this.variables = ScopeVariables.of(query.scope());
    }

    /**
     * The expression of a query.
     *
     * @throws MetricException when the query is no proper one, or a variable has no value
     */
    static String of(MetricQuery query) {
        return new PrometheusExpression(query).expression();
    }

    /** What is in a query to no effect. */
    static List<Problem> warnings(MetricQuery query) {
        return new PrometheusExpression(query).warnings();
    }

    private String expression() {
        Optional<String> filter = template().map(this::filled).filter(text -> !text.isBlank());
        if (filter.isPresent() && filter.get().startsWith(WHOLE)) {
            String expression = filter.get().substring(WHOLE.length()).strip();
            if (expression.isEmpty()) {
                throw MetricException.wrong("canary.query-empty", query.metric());
            }
            return expression;
        }
        String name = text("metricName");
        if (name.isEmpty()) {
            throw MetricException.wrong("canary.query-no-name", query.metric());
        }
        List<String> matchers = new ArrayList<>();
        filter.ifPresent(text -> matchers.add(text.strip()));
        List<String> bindings = texts("labelBindings");
        bindings.stream().map(this::filled).forEach(matchers::add);
        if (filter.isEmpty()) {
            matchers.addAll(ofResource(bindings));
        }
        List<String> groups = texts("groupByFields");
        return "avg(" + name + "{" + String.join(",", matchers) + "})"
                + (groups.isEmpty() ? "" : " by (" + String.join(",", groups) + ")");
    }

    private Optional<String> template() {
        if (!text("customFilter").isEmpty()) {
            throw MetricException.wrong("canary.query-custom-filter", query.metric());
        }
        String inline = text("customInlineTemplate");
        String name = text("customFilterTemplate");
        if (!inline.isEmpty() || name.isEmpty()) {
            return Optional.of(inline).filter(text -> !text.isEmpty());
        }
        String template = query.templates().get(name);
        if (template == null) {
            String known = String.join(", ", new TreeSet<>(query.templates().keySet()));
            throw known.isEmpty()
                    ? MetricException.wrong("canary.query-no-templates", query.metric(), name)
                    : MetricException.wrong("canary.query-template", query.metric(), name, known);
        }
        return Optional.of(template);
    }

    private String filled(String template) {
        return new Template(query.metric(), variables).fill(template, new PromQlInsertion(query.metric()));
    }

    /** Google's instances are named after their group, those of AWS carry a label with its name; see Kayenta. */
    private List<String> ofResource(List<String> bindings) {
        String type = resourceType();
        String scope = PromQlInsertion.quoted(variables.getOrDefault("scope", ""), '"');
        if (type.equals(GCE)) {
            String project = variables.containsKey("project") ? "projects/" + variables.get("project") + "/" : "";
            String zone =
                    "zone=~\"" + PromQlInsertion.quoted(".+/" + project + "zones/" + location(type), '"') + "-.{1}\"";
            return scope.isEmpty() ? List.of(zone) : List.of("instance=~\"" + scope + "-.{4}\"", zone);
        } else if (type.equals(EC2)) {
            String zone = "zone=~\"" + PromQlInsertion.quoted(location(type), '"') + ".{1}\"";
            return scope.isEmpty() ? List.of(zone) : List.of("asg_groupName=\"" + scope + "\"", zone);
        } else if (!type.isEmpty()) {
            throw MetricException.wrong("canary.query-resource-type", query.metric(), type);
        } else if (bindings.stream().noneMatch(binding -> binding.contains("${"))) {
            throw MetricException.wrong("canary.query-no-filter", query.metric());
        }
        return List.of();
    }

    private String location(String type) {
        String location = variables.get("location");
        if (location == null) {
            throw MetricException.wrong("canary.query-no-location", query.metric(), type);
        }
        return location;
    }

    private String resourceType() {
        String own = text(RESOURCE_TYPE);
        return own.isBlank() ? variables.getOrDefault(RESOURCE_TYPE, "") : own;
    }

    private List<Problem> warnings() {
        String type = text(RESOURCE_TYPE);
        boolean ignored = !type.isBlank()
                && template().filter(text -> !text.contains(RESOURCE_TYPE)).isPresent();
        return ignored ? List.of(Problem.of("canary.query-resource-type-ignored", query.metric(), type)) : List.of();
    }

    private String text(String field) {
        return QueryFields.text(query, field);
    }

    private List<String> texts(String field) {
        JsonNode value = query.query().path(field);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value) {
            texts.add(item.asText());
        }
        if (!value.isArray() || !allTexts(value)) {
            throw MetricException.wrong("canary.query-no-texts", query.metric(), field);
        }
        return texts;
    }

    private static boolean allTexts(JsonNode list) {
        for (JsonNode item : list) {
            if (!item.isTextual()) {
                return false;
            }
        }
        return true;
    }
}
