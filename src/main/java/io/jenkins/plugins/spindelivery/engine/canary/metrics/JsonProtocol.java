package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Any HTTP service that answers with JSON. A query says which path to ask below the source's address, with which
 * parameters, what to post if anything, and where in the answer the values are: see {@link JsonPoints}. Path, values of
 * parameters and texts of the body are templates. Values of variables can't change the path's segments, nor lead out of
 * the source's address.
 */
final class JsonProtocol implements MetricProtocol {
    /** A source of this kind has no rule of its own; more points than this are a mistake. */
    static final int MOST_POINTS = 100_000;

    private static final Set<String> FIELDS =
            Set.of("type", "serviceType", "path", "parameters", "body", "values", "value", "times", "time", "timeUnit");

    /** A path of RFC 3986, section 3.3. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~!$&'()*+,;=:@/%-]*)?");

    /** Apart from the path: a choice that is repeated takes a stack frame for each letter. */
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** What would lead elsewhere, percent-encoded or not: steps up, slashes and backslashes inside a segment. */
    private static final Pattern LEAVING = Pattern.compile("(?i)(.*/)?(\\.|%2e){1,2}(/.*)?|.*(%2f|%5c|%00).*|//.*");

    private static final int SERVER_ERRORS = 500;
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 407, 429);

    @Override
    public Question question(MetricQuery query) {
        checkFields(query);
        JsonPoints.of(query);
        Template template = new Template(query.metric(), ScopeVariables.of(query.scope()));
        String path = template.fill(QueryFields.text(query, "path"), new Encoded());
        boolean isPath =
                PATH.matcher(path).matches() && !BAD_ESCAPE.matcher(path).find();
        if (!isPath || LEAVING.matcher(path).matches()) {
            throw MetricException.wrong("canary.json-path", query.metric(), path);
        }
        JsonNode body = query.query().path("body");
        String parameters = parameters(query, template);
        return body.isMissingNode() || body.isNull()
                ? new Question(path, parameters, null, null)
                : new Question(path, parameters, filled(body, template).toString(), "application/json");
    }

    private static void checkFields(MetricQuery query) {
        List<String> names = new ArrayList<>();
        query.query().fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (!FIELDS.contains(name)) {
                String known = String.join(", ", new TreeSet<>(FIELDS));
                throw MetricException.wrong(
                        "canary.json-field",
                        query.metric(),
                        name,
                        Nearest.to(name, FIELDS).orElse(known));
            }
        }
    }

    private static String parameters(MetricQuery query, Template template) {
        JsonNode parameters = query.query().path("parameters");
        if (parameters.isMissingNode() || parameters.isNull()) {
            return "";
        } else if (!parameters.isObject()) {
            throw MetricException.wrong("canary.json-parameters", query.metric(), "parameters");
        }
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
            JsonNode value = parameter.getValue();
            for (JsonNode one : value.isArray() ? value : List.of(value)) {
                if (!one.isValueNode() || one.isNull()) {
                    throw MetricException.wrong("canary.json-parameters", query.metric(), parameter.getKey());
                }
                pairs.add(encoded(parameter.getKey()) + "=" + encoded(template.fill(one.asText(), new AsTheyAre())));
            }
        }
        return String.join("&", pairs);
    }

    private static JsonNode filled(JsonNode node, Template template) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(template.fill(node.textValue(), new AsTheyAre()));
        } else if (node.isArray()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> items.add(filled(item, template)));
            return items;
        } else if (node.isObject()) {
            ObjectNode fields = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> fields.set(field.getKey(), filled(field.getValue(), template)));
            return fields;
        }
        return node;
    }

    @Override
    public Series series(MetricQuery query, String source, JsonNode answer) {
        return JsonPoints.of(query).series(query, source, answer);
    }

    @Override
    public String complaint(JsonNode answer) {
        for (String field : List.of("error", "message")) {
            if (answer.path(field).isTextual()) {
                return answer.path(field).textValue();
            }
        }
        return answer.path("error").path("message").asText();
    }

    @Override
    public List<Problem> warnings(MetricQuery query) {
        return List.of();
    }

    @Override
    public Question greeting() {
        return new Question("", "", null, null);
    }

    /** The address itself need not be anything; that somebody answers who does not refuse is all that can be known. */
    @Override
    public boolean greets(int status, JsonNode answer) {
        return status < SERVER_ERRORS && !REFUSALS.contains(status) && status / 100 != 3;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** For a path: whatever a value holds stays within its segment. */
    private static final class Encoded implements Template.Insertion {
        @Override
        public void passed(String text) {}

        @Override
        public String encoded(String variable, String value) {
            return JsonProtocol.encoded(value);
        }
    }

    /** For what is encoded as a whole. */
    private static final class AsTheyAre implements Template.Insertion {
        @Override
        public void passed(String text) {}

        @Override
        public String encoded(String variable, String value) {
            return value;
        }
    }
}
