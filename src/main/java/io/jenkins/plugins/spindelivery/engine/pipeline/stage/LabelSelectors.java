package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Spinnaker's label selectors and the API's own syntax (reference: Clouddriver's {@code KubernetesLabelSelector}, and
 * "Labels and Selectors" in Kubernetes' documentation).
 */
final class LabelSelectors {
    private static final Pattern TERM = Pattern.compile("(!?)\\s*([^\\s!=,()]+)\\s*"
            + "(?:(==?|!=)\\s*([^\\s,()!=]+(?:\\s*[^\\s,()!=]+)*)|(in|notin)\\s*\\(([^()]*)\\))?");
    private static final Pattern BETWEEN_TERMS = Pattern.compile(",(?![^()]*\\))");

    private LabelSelectors() {}

    /** The selector as the API has it; empty for none, and for {@code ANY}. */
    static String text(JsonNode selectors) {
        return StreamSupport.stream(selectors.spliterator(), false)
                .map(LabelSelectors::term)
                .filter(term -> !term.isEmpty())
                .collect(Collectors.joining(","));
    }

    /** The first selector of an unknown kind, or without what its kind needs. */
    static Optional<JsonNode> unusable(JsonNode selectors) {
        return StreamSupport.stream(selectors.spliterator(), false)
                .filter(selector -> term(selector).isEmpty()
                        && !Trees.text(selector.path("kind")).equalsIgnoreCase("ANY"))
                .findFirst();
    }

    private static String term(JsonNode selector) {
        String key = Trees.text(selector.path("key"));
        JsonNode given = selector.path("values");
        List<String> values = new ArrayList<>();
        (given.isArray() ? given : Trees.words(given)).forEach(value -> values.add(Trees.text(value)));
        String kind = Trees.text(selector.path("kind")).toUpperCase(Locale.ROOT);
        boolean needsValues = !kind.endsWith("EXISTS");
        if (key.isEmpty() || (needsValues && (values.isEmpty() || values.contains("")))) {
            return "";
        }
        return switch (kind) {
            case "EQUALS" -> key + "=" + values.get(0);
            case "NOT_EQUALS" -> key + "!=" + values.get(0);
            case "CONTAINS" -> key + " in (" + String.join(", ", values) + ")";
            case "NOT_CONTAINS" -> key + " notin (" + String.join(", ", values) + ")";
            case "EXISTS" -> key;
            case "NOT_EXISTS" -> "!" + key;
            default -> "";
        };
    }

    /** A step's labels, a map or a selector, as selectors; nothing when they can't be taken apart. */
    static Optional<ArrayNode> selectors(JsonNode labels) {
        ArrayNode selectors = JsonNodeFactory.instance.arrayNode();
        for (String term : BETWEEN_TERMS.split(flat(labels))) {
            Matcher parts = TERM.matcher(term.strip());
            if (!parts.matches()
                    || (parts.group(1).equals("!") && (parts.group(3) != null || parts.group(5) != null))) {
                return Optional.empty();
            }
            selectors.add(selector(parts));
        }
        return Optional.of(selectors);
    }

    private static ObjectNode selector(Matcher parts) {
        ObjectNode selector = JsonNodeFactory.instance.objectNode().put("key", parts.group(2));
        if (parts.group(3) != null) {
            selector.put("kind", parts.group(3).equals("!=") ? "NOT_EQUALS" : "EQUALS");
            selector.putArray("values").add(parts.group(4));
        } else if (parts.group(5) != null) {
            selector.put("kind", parts.group(5).equals("in") ? "CONTAINS" : "NOT_CONTAINS");
            ArrayNode values = selector.putArray("values");
            Trees.words(JsonNodeFactory.instance.textNode(parts.group(6))).forEach(values::add);
        } else {
            selector.put("kind", parts.group(1).equals("!") ? "NOT_EXISTS" : "EXISTS");
        }
        return selector;
    }

    /** A step's labels as a selector. */
    static String flat(JsonNode labels) {
        if (labels == null || !labels.isObject()) {
            return labels == null ? "" : Trees.text(labels);
        }
        List<String> terms = new ArrayList<>();
        labels.fields().forEachRemaining(label -> terms.add(label.getKey() + "=" + Trees.text(label.getValue())));
        return String.join(",", terms);
    }
}
