package io.jenkins.plugins.spindelivery.engine.aws.network;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A map of a description. What is wrong is noted, so that all of it is told together; what nobody has asked for until
 * {@link #end()} is a field that does not exist.
 */
final class Section {
    private final YamlDocument document;
    private final JsonNode node;
    private final JsonPointer pointer;
    private final String path;
    private final List<Problem> problems;
    private final Set<String> known = new TreeSet<>();

    private Section(YamlDocument document, JsonNode node, JsonPointer pointer, String path, List<Problem> problems) {
        this.document = document;
        this.node = node;
        this.pointer = pointer;
        this.path = path;
        this.problems = problems;
        if (!node.isObject()) {
            note(pointer, "aws.network-not-a-map", path.isEmpty() ? "document" : path);
        }
    }

    /**
     * A whole document.
     *
     * @param document what was read
     * @param problems where to note what is wrong
     */
    static Section of(YamlDocument document, List<Problem> problems) {
        return new Section(document, document.root(), JsonPointer.empty(), "", problems);
    }

    /** What is written under a name; {@code null} when nothing is. */
    private JsonNode at(String name) {
        known.add(name);
        JsonNode field = node.path(name);
        return field.isMissingNode() || field.isNull() ? null : field;
    }

    boolean has(String name) {
        return at(name) != null;
    }

    /** A text, a number or a truth as it is written; {@code null} when nothing is. */
    String text(String name) {
        JsonNode field = at(name);
        if (field == null) {
            return null;
        }
        if (!field.isValueNode() || field.asText().isBlank()) {
            wrong(name, "aws.network-not-a-text");
            return null;
        }
        return field.asText();
    }

    /** A text that must be there; empty when it is not, which is noted. */
    String required(String name) {
        String text = text(name);
        if (text == null && !has(name)) {
            note(pointer, "aws.network-missing", path(name));
        }
        return text == null ? "" : text;
    }

    /** One of some words; {@code null} when nothing is written. */
    String word(String name, Collection<String> words) {
        String word = text(name);
        if (word != null && !words.contains(word)) {
            wrong(name, "aws.network-not-a-word", word, String.join(", ", words));
            return null;
        }
        return word;
    }

    /** A whole number; {@code null} when nothing is written. */
    Integer number(String name, int least, int most) {
        JsonNode field = at(name);
        if (field == null) {
            return null;
        }
        boolean whole = field.isIntegralNumber() && field.canConvertToInt()
                || field.isTextual() && field.asText().matches("-?\\d{1,9}");
        int value = whole ? field.asInt() : 0;
        if (!whole || value < least || value > most) {
            wrong(name, "aws.network-not-a-number", least, most);
            return null;
        }
        return value;
    }

    /** Yes or no; no when nothing is written. */
    boolean flag(String name) {
        JsonNode field = at(name);
        if (field != null && !field.isBoolean()) {
            wrong(name, "aws.network-not-a-flag");
        }
        return field != null && field.asBoolean();
    }

    /** A map of texts, in its order; empty when nothing is written. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode field = at(name);
        if (field != null && !field.isObject()) {
            wrong(name, "aws.network-not-a-map-of");
        } else if (field != null) {
            field.fields().forEachRemaining(entry -> {
                if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                    texts.put(entry.getKey(), entry.getValue().asText());
                } else {
                    wrong(name, "aws.network-not-a-map-of");
                }
            });
        }
        return texts;
    }

    /** A list of texts, or one text in place of it; {@code null} when nothing is written. */
    List<String> list(String name) {
        JsonNode field = at(name);
        if (field == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : field.isArray() ? field : List.of(field)) {
            if (item.isValueNode() && !item.asText().isBlank() && !item.isNull()) {
                texts.add(item.asText());
            } else {
                wrong(name, "aws.network-not-a-list");
            }
        }
        return texts;
    }

    /** A map; {@code null} when nothing is written. */
    Section section(String name) {
        JsonNode field = at(name);
        return field == null ? null : new Section(document, field, pointer.appendProperty(name), path(name), problems);
    }

    /** A list of maps; {@code null} when nothing is written. */
    List<Section> sections(String name) {
        JsonNode field = at(name);
        if (field == null) {
            return null;
        }
        if (!field.isArray()) {
            wrong(name, "aws.network-not-a-list-of-maps");
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < field.size(); i++) {
            JsonPointer item = pointer.appendProperty(name).appendIndex(i);
            sections.add(new Section(document, field.get(i), item, path(name) + "[" + i + "]", problems));
        }
        return sections;
    }

    /** Whether a text, and not a map or list, is written. */
    boolean isText(String name) {
        JsonNode field = at(name);
        return field != null && field.isValueNode();
    }

    /** The names of all fields, for a map whose names are not given. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Notes the fields that nobody has asked for. */
    void end() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String place = path.isEmpty() ? name : path(name);
                JsonPointer at = pointer.appendProperty(name);
                Nearest.to(name, known)
                        .ifPresentOrElse(
                                nearest -> note(at, "aws.network-unknown-field-nearest", place, nearest),
                                () -> note(at, "aws.network-unknown-field", place, String.join(", ", known)));
            }
        });
    }

    /**
     * Notes that a field is wrong.
     *
     * @param name the field
     * @param code the text, whose first placeholder is the field's path
     * @param arguments the further placeholders
     */
    void wrong(String name, String code, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(path(name)));
        all.addAll(List.of(arguments));
        note(pointer.appendProperty(name), code, all.toArray());
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void note(JsonPointer place, String code, Object... arguments) {
        String where = document.sourceName() + ":" + document.lineOf(place);
        problems.add(Problem.of(code, where, arguments));
    }
}
