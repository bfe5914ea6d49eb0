package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What stages' trees are read and written with. */
final class Trees {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Trees() {}

    /** A text or number as text, without blanks around it; empty for anything else. */
    static String text(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean()
                ? value.asText().strip()
                : "";
    }

    /** Whether a field is as good as not there: forms of Spinnaker leave nulls, empty texts, lists and maps behind. */
    static boolean blank(JsonNode value) {
        return value == null
                || value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isBlank())
                || (value.isContainerNode() && value.isEmpty());
    }

    /** A flag, or its text. */
    static boolean isTrue(JsonNode value) {
        return text(value).equalsIgnoreCase("true");
    }

    /** A flag, or its text. */
    static boolean isFalse(JsonNode value) {
        return text(value).equalsIgnoreCase("false");
    }

    /** Whether a value holds an expression, so that it can't be judged before a run. */
    static boolean hasExpression(JsonNode value) {
        return value.toString().contains("${");
    }

    /** The value at a path of field names with dots between them. */
    static JsonNode at(JsonNode tree, String path) {
        JsonNode node = tree;
        for (String name : path.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }

    /** Sets the value at a path, or takes the field away; maps on the way are made where there are none. */
    static void put(ObjectNode tree, String path, JsonNode value) {
        List<String> names = Arrays.asList(path.split("\\."));
        ObjectNode node = tree;
        for (String name : names.subList(0, names.size() - 1)) {
            if (!(node.path(name) instanceof ObjectNode) && blank(value)) {
                return;
            }
            node = node.path(name) instanceof ObjectNode inner ? inner : node.putObject(name);
        }
        String last = names.get(names.size() - 1);
        if (value == null || value.isMissingNode()) {
            node.remove(last);
        } else {
            node.set(last, value.deepCopy());
        }
    }

    /**
     * Whether two values say the same to a step: numbers and flags are equal to their texts, as forms give nothing else, a
     * list of words to a text with commas, and what is blank to what is not there.
     */
    static boolean same(JsonNode one, JsonNode other) {
        if (blank(one) || blank(other)) {
            return blank(one) && blank(other);
        }
        if (one.isObject() && other.isObject()) {
            return sameFields(one, other);
        }
        if (one.isArray() && other.isArray()) {
            return sameItems(one, other);
        }
        if (one.isArray() || other.isArray()) {
            JsonNode list = one.isArray() ? one : other;
            JsonNode text = one.isArray() ? other : one;
            return text.isTextual() && sameItems(list, words(text));
        }
        return one.isValueNode() && other.isValueNode() && text(one).equals(text(other));
    }

    private static boolean sameFields(JsonNode one, JsonNode other) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = one.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!same(field.getValue(), other.get(field.getKey()))) {
                return false;
            }
        }
        for (Iterator<String> names = other.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!one.has(name) && !blank(other.get(name))) {
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

    /** A list as it is, a text with commas or lines as a list of its words, nothing as an empty list. */
    static JsonNode words(JsonNode value) {
        if (value != null && value.isArray()) {
            return value;
        }
        var list = NODES.arrayNode();
        if (!blank(value)) {
            Arrays.stream(value.asText().split("[,\\n]"))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .forEach(list::add);
        }
        return list;
    }

    /** A new value in the kind of the old one: a number or a flag stays one where a form gives its text. */
    static JsonNode like(JsonNode old, JsonNode value) {
        if (!value.isTextual()) {
            return old.isTextual() && (value.isNumber() || value.isBoolean())
                    ? TextNode.valueOf(value.asText())
                    : value;
        }
        String text = value.textValue().strip();
        if (old.isNumber() && text.matches("-?(0|[1-9][0-9]{0,8})")) {
            return NODES.numberNode(Integer.parseInt(text));
        }
        if (old.isBoolean() && (text.equals("true") || text.equals("false"))) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        return old.isArray() ? words(value) : value;
    }

    /** Nothing. */
    static JsonNode none() {
        return MissingNode.getInstance();
    }
}
