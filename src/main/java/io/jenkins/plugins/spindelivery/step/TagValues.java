package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Tags of AWS as they stand in a step: a map, or a text with {@code key=value} in each line or between commas. */
final class TagValues {
    private static final String SEPARATOR = "[,\\r\\n]+";

    private TagValues() {}

    /**
     * The tags.
     *
     * @param field the step's field, for messages
     * @param plain what {@link Values#plain} gave
     * @param input evaluates expressions, and is told what is wrong
     * @return by key; empty for none
     */
    static Map<String, String> read(String field, Object plain, StepInput input) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (plain instanceof Map<?, ?> map) {
            map.forEach((key, value) -> add(
                    field,
                    String.valueOf(key),
                    input.text(field, value == null ? null : value.toString()),
                    tags,
                    input));
            return tags;
        }
        // What an expression comes to is a part of a value: it must not become further tags.
        for (String term : Values.texts(plain, SEPARATOR)) {
            int equals = term.indexOf('=');
            if (equals < 0) {
                input.refuse(Problem.of("step.tag-bad", field, term));
            } else {
                add(
                        field,
                        term.substring(0, equals).strip(),
                        input.text(field, term.substring(equals + 1).strip()),
                        tags,
                        input);
            }
        }
        return tags;
    }

    private static void add(String field, String key, String value, Map<String, String> tags, StepInput input) {
        if (key.isBlank() || value.isEmpty()) {
            // An empty value is nearly always a variable that was not set, and would mean something else.
            input.refuse(Problem.of("step.tag-bad", field, key + "=" + value));
        }
        tags.put(key, value);
    }

    /**
     * The tags as they stand in the step, for a title.
     *
     * @param plain what {@link Values#plain} gave
     * @return such as {@code stack=test, application=shop}; empty for none
     */
    static String display(Object plain) {
        return plain instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining(", "))
                : String.join(", ", Values.texts(plain, SEPARATOR));
    }
}
