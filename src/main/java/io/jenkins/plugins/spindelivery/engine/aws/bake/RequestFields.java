package io.jenkins.plugins.spindelivery.engine.aws.bake;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of an object of JSON, by names in either writing; what is wrong with them is collected. */
final class RequestFields {
    /** Anything on one line. */
    static final Pattern PLAIN = Pattern.compile("[^\\p{Cntrl}]*");

    private final Map<String, JsonNode> fields = new LinkedHashMap<>();
    private final Map<String, String> written = new LinkedHashMap<>();
    private final List<Problem> errors = new ArrayList<>();
    private final String where;

    /**
     * The fields of an object.
     *
     * @param json it
     * @param where its file, for messages
     */
    RequestFields(JsonNode json, String where) {
        this.where = where;
        json.properties().forEach(field -> {
            fields.put(plain(field.getKey()), field.getValue());
            written.put(plain(field.getKey()), field.getKey());
        });
    }

    /** A name without what its two writings differ in. */
    static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** All that is wrong so far, in the order of reading. */
    List<Problem> errors() {
        return List.copyOf(errors);
    }

    /** Adds what is wrong with something that is more than its form. */
    void add(Problem error) {
        errors.add(error);
    }

    /** A number from 0, in digits. */
    OptionalLong number(String name, long most) {
        JsonNode value = field(name);
        // As with the other fields an empty text says nothing.
        if (value == null || (value.isTextual() && value.asText().isBlank())) {
            return OptionalLong.empty();
        }
        String text = value.asText("").strip();
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) > most) {
            wrong(name, value, "0 … " + most);
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    /** As it stands; {@code null} when it is not there, or is {@code null}. */
    JsonNode field(String name) {
        JsonNode value = fields.get(plain(name));
        return value == null || value.isNull() ? null : value;
    }

    /** Without blanks around it; empty when it is not there. */
    String text(String name) {
        return raw(name).strip();
    }

    /** As it stands; empty when it is not there. */
    String raw(String name) {
        JsonNode value = field(name);
        if (value == null) {
            return "";
        }
        if (value.isContainerNode()) {
            wrong(name, value, "text");
            return "";
        }
        return value.asText();
    }

    /** True when it is set so. */
    boolean flag(String name) {
        String text = text(name).toLowerCase(Locale.ROOT);
        if (Set.of("true", "1").contains(text)) {
            return true;
        }
        if (!Set.of("", "false", "0").contains(text)) {
            wrong(name, text, "true, false");
        }
        return false;
    }

    /** The word that it is in any case of letters, or the usual one. */
    String oneOf(String name, String usual, String... words) {
        String text = text(name);
        for (String word : words) {
            if (word.equalsIgnoreCase(text)) {
                return word;
            }
        }
        if (!text.isEmpty()) {
            wrong(name, text, String.join(", ", words));
        }
        return usual;
    }

    /** Texts separated by blanks, or a list. */
    List<String> words(String name) {
        JsonNode value = field(name);
        if (value != null && value.isArray()) {
            return each(name, PLAIN, "a list of texts");
        }
        return List.of(text(name).split("\\s+")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** A text or a list of them, each in some form. */
    List<String> each(String name, Pattern form, String right) {
        JsonNode value = field(name);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> texts.add(
                    item.isContainerNode() ? item.toString() : item.asText().strip()));
        } else {
            // One repository may hold blanks; of accounts one text may name several.
            List<String> parts =
                    name.equals("share_with") ? List.of(value.asText().split(",")) : List.of(value.asText());
            parts.forEach(part -> texts.add(part.strip()));
        }
        texts.removeIf(String::isEmpty);
        texts.stream().filter(text -> !form.matcher(text).matches()).forEach(text -> wrong(name, text, right));
        return texts;
    }

    /** Users know a field by the way they have written it. */
    void wrong(String name, Object value, String right) {
        errors.add(Problem.of("aws.bake-field", where, written.getOrDefault(plain(name), name), value, right));
    }
}
