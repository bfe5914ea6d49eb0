package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of steps that a Pipeline may write in several ways: a text, as a form gives it, or a number, a list or a map of
 * Groovy's.
 */
final class Values {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST = 100;

    private Values() {}

    /**
     * A value as plain data that can be stored with a build.
     *
     * @param value of a form or a Pipeline; what is neither text, number, boolean, list nor map counts as its text
     * @return texts, numbers, booleans, lists and maps of the Java library; {@code null} for a blank text, and for an
     *     empty list or map
     * @throws IllegalArgumentException for a list or map that contains itself
     */
    static Object plain(Object value) {
        Object plain = plain(value, 0);
        boolean empty = plain instanceof String text && text.isBlank()
                || plain instanceof List<?> list && list.isEmpty()
                || plain instanceof Map<?, ?> map && map.isEmpty();
        return empty ? null : plain;
    }

    private static Object plain(Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    Problem.of("step.value-deep", "", DEEPEST).message());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(String.valueOf(key), plain(item, depth + 1)));
            return copy;
        } else if (value instanceof Collection<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(plain(item, depth + 1)));
            return copy;
        }
        return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /**
     * A single value as text. Whether the text makes sense is found out when the stage begins: only then can a Pipeline
     * be told without a stack trace.
     *
     * @param value of a form or a Pipeline
     * @param usual the text that stands for the default
     * @return without blanks around it; {@code null} for nothing, and for the default
     */
    static String text(Object value, String usual) {
        Object plain = plain(value);
        String text = plain == null ? "" : plain.toString().strip();
        return text.isEmpty() || text.equalsIgnoreCase(usual) ? null : text;
    }

    /**
     * Several texts.
     *
     * @param plain what {@link #plain} gave
     * @param separator a regular expression between the parts of a text
     * @return without blanks around them and without empty ones
     */
    static List<String> texts(Object plain, String separator) {
        if (plain == null) {
            return List.of();
        }
        List<?> parts = plain instanceof List<?> list
                ? list
                : Arrays.asList(plain.toString().split(separator));
        return parts.stream()
                .map(part -> String.valueOf(part).strip())
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /**
     * A value as a tree.
     *
     * @param plain what {@link #plain} gave
     * @return the tree
     */
    static JsonNode tree(Object plain) {
        return JSON.valueToTree(plain);
    }
}
