package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** Values of Groovy's as a form shows them. */
final class FormText {
    private FormText() {}

    /**
     * Manifests as a text of several documents.
     *
     * @param plain a text, a map or a list of maps; {@code null} for nothing
     * @return YAML; empty for nothing
     */
    static String manifests(Object plain) {
        return plain instanceof List<?> list
                ? list.stream().map(FormText::of).collect(Collectors.joining("\n---\n"))
                : of(plain);
    }

    /**
     * A text that the step reads in the same way as the value.
     *
     * @param plain what {@link Values#plain} gave
     * @return lines for a list of texts, JSON (which is YAML) for other lists and for maps; empty for nothing
     */
    static String of(Object plain) {
        if (plain instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).collect(Collectors.joining("\n"));
        }
        JsonNode tree = Values.tree(plain);
        return tree.isNull() ? "" : tree.isContainerNode() ? tree.toPrettyString() : tree.asText();
    }
}
