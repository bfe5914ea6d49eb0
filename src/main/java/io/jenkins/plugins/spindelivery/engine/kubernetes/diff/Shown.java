package io.jenkins.plugins.spindelivery.engine.kubernetes.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.SecretMasking;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;

/**
 * Both sides of a comparison as they may be shown: without what the server keeps for itself, without the values of
 * Secrets, fields in order.
 *
 * @param before {@code null} when there is none
 * @param after {@code null} when there is none
 */
record Shown(ObjectNode before, ObjectNode after) {
    static Shown of(ObjectNode before, ObjectNode after) {
        ObjectNode oldValues = before == null ? null : ServerFields.removedFrom(before);
        ObjectNode newValues = after == null ? null : ServerFields.removedFrom(after);
        ObjectNode oldShown = oldValues == null ? null : SecretMasking.mask(oldValues);
        ObjectNode newShown = newValues == null ? null : SecretMasking.mask(newValues);
        if (oldShown != null && newShown != null && newShown != newValues) {
            tellChanges(oldValues, newValues, newShown);
        }
        return new Shown(sorted(oldShown), sorted(newShown));
    }

    /** Two hidden values of one length look the same: only the word can tell that they are not. */
    private static void tellChanges(JsonNode old, JsonNode now, ObjectNode shown) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = now.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode visible = shown.path(field.getKey());
            boolean hidden = visible.isTextual() && !visible.equals(field.getValue());
            if (hidden && old.has(field.getKey()) && !old.get(field.getKey()).equals(field.getValue())) {
                String marker = visible.textValue();
                shown.put(field.getKey(), marker.substring(0, marker.length() - 1) + ", changed)");
            } else if (visible instanceof ObjectNode below) {
                tellChanges(old.path(field.getKey()), field.getValue(), below);
            }
        }
    }

    /** Maps in the order of their keys, but for the name, by which people know an item of a list. */
    private static ObjectNode sorted(ObjectNode map) {
        if (map == null) {
            return null;
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        StreamSupport.stream(Spliterators.spliterator(map.fieldNames(), map.size(), Spliterator.ORDERED), false)
                .sorted(Comparator.comparing((String name) -> !name.equals("name"))
                        .thenComparing(name -> name))
                .forEach(name -> result.set(name, sortedValue(map.get(name))));
        return result;
    }

    private static JsonNode sortedValue(JsonNode value) {
        if (value instanceof ObjectNode map) {
            return sorted(map);
        }
        if (value instanceof ArrayNode items) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> result.add(sortedValue(item)));
            return result;
        }
        // Readers of JSON and YAML keep small numbers differently; equal ones must be equal nodes.
        return value.isIntegralNumber() && value.canConvertToLong() ? LongNode.valueOf(value.longValue()) : value;
    }
}
