package io.jenkins.plugins.spindelivery.engine.canary.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A place in a configuration. Whoever asks it for a value gets a default where nothing is written; something wrong is
 * noted, and gets the default as well, so that everything that is wrong is told together.
 */
final class Field {
    private final JsonNode node;
    private final JsonPointer pointer;
    private final String path;
    private final Findings findings;

    private Field(JsonNode node, JsonPointer pointer, String path, Findings findings) {
        this.node = node;
        this.pointer = pointer;
        this.path = path;
        this.findings = findings;
    }

    /** The whole document; anything but a map is noted. */
    static Field root(JsonNode root, Findings findings) {
        if (!root.isObject()) {
            findings.add("canary.config-not-a-config", JsonPointer.empty());
        }
        return new Field(root, JsonPointer.empty(), "", findings);
    }

    /** A number as people write it, without a point where there is nothing behind it. */
    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** What is written under a name. */
    Field field(String name) {
        return new Field(
                node.path(name), pointer.appendProperty(name), path.isEmpty() ? name : path + "." + name, findings);
    }

    /** What is written under a name; anything but a map is noted. */
    Field map(String name) {
        Field field = field(name);
        if (field.isWritten() && !field.isMap()) {
            field.wrong("canary.config-not-a-map");
            return new Field(MissingNode.getInstance(), field.pointer, field.path, findings);
        }
        return field;
    }

    /** Whether a map is written here. */
    boolean isMap() {
        return node.isObject();
    }

    /** A map's entries in their order. */
    Map<String, Field> entries() {
        Map<String, Field> entries = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(name -> entries.put(name, field(name)));
        return entries;
    }

    /** A copy of the map that is written here, empty where there is none. */
    ObjectNode copy() {
        return node.isObject() ? node.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    /** A list's items; anything but a list is noted. */
    List<Field> items() {
        if (isWritten() && !node.isArray()) {
            wrong("canary.config-not-a-list");
            return List.of();
        }
        List<Field> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new Field(node.get(i), pointer.appendIndex(i), path + "[" + i + "]", findings));
        }
        return items;
    }

    /** A text, or a number as it is written. */
    String text(String otherwise) {
        if (isWritten() && !node.isTextual() && !node.isNumber()) {
            wrong("canary.config-not-a-text");
        }
        return isWritten() && node.isValueNode() ? node.asText() : otherwise;
    }

    /** Yes or no. */
    boolean flag(boolean otherwise) {
        if (isWritten() && !node.isBoolean()) {
            wrong("canary.config-not-a-flag");
        }
        return node.isBoolean() ? node.booleanValue() : otherwise;
    }

    /** A number within bounds. */
    double number(double otherwise, double least, double most) {
        if (!isWritten()) {
            return otherwise;
        }
        double value = node.doubleValue();
        if (!node.isNumber() || !Double.isFinite(value)) {
            wrong("canary.config-not-a-number");
            return otherwise;
        }
        if (value < least || value > most) {
            wrong("canary.config-out-of-range", plain(value), plain(least), plain(most));
            return otherwise;
        }
        return value;
    }

    /**
     * One of some words, in any case.
     *
     * @param words what each means
     * @param otherwise what is meant where nothing is written
     */
    <T> T word(Map<String, T> words, T otherwise) {
        if (!isWritten()) {
            return otherwise;
        }
        T meaning = node.isTextual() ? words.get(node.textValue().toLowerCase(Locale.ROOT)) : null;
        if (meaning == null) {
            String known = words.keySet().stream().sorted().collect(Collectors.joining(", "));
            wrong("canary.config-unknown-word", node.isValueNode() ? node.asText() : "…", known);
        }
        return meaning == null ? otherwise : meaning;
    }

    /** Notes that something is wrong here: the text's first placeholder is the path, the further ones follow. */
    void wrong(String code, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(path));
        all.addAll(List.of(arguments));
        findings.add(code, pointer, all.toArray());
    }

    private boolean isWritten() {
        return !node.isMissingNode() && !node.isNull();
    }
}
