package io.jenkins.plugins.spindelivery.engine.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of the closed world: {@code null}, Boolean, String, Integer, Long, BigInteger, Double, List, Map with text
 * keys, and a few of {@code java.time}; all immutable.
 */
final class Values {
    private static final int MAX_COPY_DEPTH = 1_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Values() {}

    /** Copies what a caller gives into values of the closed world. */
    static Map<String, Object> copyOfMap(Map<?, ?> map) {
        return copyMap(map, 0);
    }

    /** Turns a tree into a value. */
    static Object fromJson(JsonNode node) {
        return copy(node, 0);
    }

    private static Object copy(Object value, int depth) {
        if (depth > MAX_COPY_DEPTH) {
            throw new IllegalArgumentException("a value for expressions is nested too deep, or contains itself");
        }
        if (value == null || value instanceof Boolean || TreeView.isView(value)) {
            return value;
        } else if (value instanceof CharSequence text) {
            return text.toString();
        } else if (value instanceof Number number) {
            return fromNumber(number);
        } else if (value instanceof Map<?, ?> map) {
            return copyMap(map, depth);
        } else if (value instanceof JsonNode node) {
            return copyNode(node, depth);
        } else if (value instanceof Collection<?> items) {
            List<Object> copy = new ArrayList<>(items.size());
            items.forEach(item -> copy.add(copy(item, depth + 1)));
            return Collections.unmodifiableList(copy);
        }
        throw new IllegalArgumentException(
                "expressions can't use a " + value.getClass().getName());
    }

    private static Map<String, Object> copyMap(Map<?, ?> map, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof CharSequence)) {
                throw new IllegalArgumentException("expressions can't use a map with a key that is not text");
            }
            copy.put(key.toString(), copy(value, depth + 1));
        });
        return Collections.unmodifiableMap(copy);
    }

    private static Object copyNode(JsonNode node, int depth) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.fields().forEachRemaining(field -> map.put(field.getKey(), copy(field.getValue(), depth + 1)));
            return Collections.unmodifiableMap(map);
        } else if (node.isArray()) {
            List<Object> list = new ArrayList<>(node.size());
            node.forEach(item -> list.add(copy(item, depth + 1)));
            return Collections.unmodifiableList(list);
        } else if (node.isNumber()) {
            return fromNumber(node.numberValue());
        } else if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull() || node.isMissingNode() ? null : node.asText();
    }

    /** A number in one of the types of the closed world. */
    static Object fromNumber(Number number) {
        if (number instanceof BigInteger whole) {
            return whole(whole);
        }
        return number instanceof Double || number instanceof Float || number instanceof BigDecimal
                ? (Object) number.doubleValue()
                : whole(BigInteger.valueOf(number.longValue()));
    }

    /** A whole number in its smallest type, so that equal numbers are equal values. */
    static Number whole(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
    }

    @SuppressWarnings("unchecked") // maps of the closed world have text keys
    static Map<String, Object> textKeys(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    /** The name of a value's type in messages: type names are the same in every language. */
    static String typeName(Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof List) {
            return "List";
        } else if (value instanceof Map) {
            return "Map";
        }
        return value.getClass().getSimpleName();
    }

    /** The value as a tree for the manifest. */
    static JsonNode toJson(Object value, Meter meter) {
        return toJson(value, meter, 0);
    }

    private static JsonNode toJson(Object value, Meter meter, int depth) {
        meter.depth(depth);
        if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            meter.output(2);
            list.forEach(item -> array.add(toJson(item, meter, depth + 1)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            meter.output(2);
            map.forEach((key, item) -> {
                meter.output(key.toString().length());
                object.set(key.toString(), toJson(item, meter, depth + 1));
            });
            return object;
        }
        return scalarToJson(value, meter);
    }

    private static JsonNode scalarToJson(Object value, Meter meter) {
        if (value == null) {
            meter.output(4);
            return NODES.nullNode();
        } else if (value instanceof Boolean truth) {
            meter.output(4);
            return NODES.booleanNode(truth);
        }
        String text = scalarText(value);
        meter.output(text.length());
        if (value instanceof Integer number) {
            return NODES.numberNode(number);
        } else if (value instanceof Long number) {
            return NODES.numberNode(number);
        } else if (value instanceof BigInteger number) {
            return NODES.numberNode(number);
        }
        return value instanceof Double number ? NODES.numberNode(number) : NODES.textNode(text);
    }

    /** The value as a part of a text: scalars as they are written, lists and maps as JSON. */
    static String toText(Object value, Meter meter) {
        if (value == null) {
            throw new ExpressionFault("expression.null-in-text");
        }
        if (!(value instanceof List || value instanceof Map)) {
            return scalarText(value);
        }
        return jsonText(value, meter);
    }

    /** The value as JSON text. */
    static String jsonText(Object value, Meter meter) {
        try {
            String text = JSON.writeValueAsString(toJson(value, meter));
            meter.makeText(text.length());
            return text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static String scalarText(Object value) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new ExpressionFault("expression.not-finite");
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean || isTime(value)) {
            return value.toString();
        }
        throw new ExpressionFault("expression.no-result", typeName(value));
    }

    private static boolean isTime(Object value) {
        return value instanceof Instant
                || value instanceof LocalDate
                || value instanceof LocalDateTime
                || value instanceof DayOfWeek
                || value instanceof ChronoUnit;
    }
}
