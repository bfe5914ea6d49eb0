package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/** Compares JSON values by what they mean: numbers by their value, maps in any order. */
final class JsonValues {

    private JsonValues() {}

    /** Whether two values are equal; a missing one equals nothing, not even {@code null}. */
    static boolean same(JsonNode one, JsonNode other) {
        if (one == null || other == null || one.isMissingNode() || other.isMissingNode()) {
            return false;
        }
        if (one.isNumber() && other.isNumber()) {
            return sameNumber(one, other);
        }
        if (one.isObject() && other.isObject()) {
            return one.size() == other.size() && contains(one, other);
        }
        if (one.isArray() && other.isArray()) {
            return sameItems(one, other);
        }
        return one.equals(other);
    }

    private static boolean sameNumber(JsonNode one, JsonNode other) {
        if (one.isIntegralNumber() && one.canConvertToLong() && other.isIntegralNumber() && other.canConvertToLong()) {
            return one.longValue() == other.longValue();
        }
        if (isNotFinite(one) || isNotFinite(other)) {
            return one.equals(other);
        }
        return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }

    /** YAML has {@code .inf} and {@code .nan}, which no decimal number can be. */
    private static boolean isNotFinite(JsonNode number) {
        return (number.isDouble() || number.isFloat()) && !Double.isFinite(number.doubleValue());
    }

    /** Whether every field of one map has an equal one in another. */
    private static boolean contains(JsonNode one, JsonNode other) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = one.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!same(field.getValue(), other.path(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameItems(JsonNode one, JsonNode other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
