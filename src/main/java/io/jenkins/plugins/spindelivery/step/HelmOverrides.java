package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Values that count before all files of values. They go into a file as well, where nobody on the agent sees them in the
 * list of processes; but those that name an item of a list go by flags, for a file would replace the whole list.
 *
 * @param values as the last file of values
 * @param flags for items of lists
 */
record HelmOverrides(ObjectNode values, List<String> flags) {

    /**
     * Reads overrides.
     *
     * @param given by name as Helm's {@code --set} takes it: dots lead into maps, a backslash takes the meaning from one
     * @param raw whether what looks like a number or boolean is one; else all are texts
     * @param input is told what is wrong
     * @return the overrides
     */
    static HelmOverrides read(ObjectNode given, boolean raw, StepInput input) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        List<String> flags = new ArrayList<>();
        given.fields().forEachRemaining(field -> {
            String key = field.getKey().strip();
            if (!key.matches("[^,=\\s]{1,1000}")) {
                input.refuse(Problem.of("step.bake-manifest-override", "overrides", key));
            } else if (key.contains("[")) {
                String text = field.getValue()
                        .asText()
                        .replace("\\", "\\\\")
                        .replace(",", "\\,")
                        .replace("{", "\\{");
                flags.add((raw ? "--set=" : "--set-string=") + key + "=" + text);
            } else if (!put(values, parts(key), typed(field.getValue(), raw))) {
                input.refuse(Problem.of("step.bake-manifest-override", "overrides", key));
            }
        });
        return new HelmOverrides(values, List.copyOf(flags));
    }

    private static List<String> parts(String key) {
        List<String> parts = new ArrayList<>();
        for (String part : key.split("(?<!\\\\)\\.", -1)) {
            parts.add(part.replace("\\.", "."));
        }
        return parts;
    }

    /** Whether there is a place for it: what is a text already can't have parts. */
    private static boolean put(ObjectNode values, List<String> path, JsonNode value) {
        ObjectNode place = values;
        for (String part : path.subList(0, path.size() - 1)) {
            JsonNode next = place.path(part);
            if (next.isMissingNode()) {
                place = place.putObject(part);
            } else if (next instanceof ObjectNode map) {
                place = map;
            } else {
                return false;
            }
        }
        if (path.contains("")) {
            return false;
        }
        place.set(path.get(path.size() - 1), value);
        return true;
    }

    /** As Helm's {@code --set} reads it, or as {@code --set-string} does; lists and maps stay what they are. */
    private static JsonNode typed(JsonNode value, boolean raw) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value.isContainerNode()) {
            return value;
        } else if (!raw) {
            return TextNode.valueOf(value.isNull() ? "" : value.asText());
        } else if (!value.isTextual()) {
            return value;
        }
        String text = value.asText();
        if (text.equals("true") || text.equals("false")) {
            return nodes.booleanNode(text.equals("true"));
        } else if (text.equals("null")) {
            return nodes.nullNode();
        }
        // A number with a leading zero is a text for Helm as well.
        return text.matches("-?(0|[1-9]\\d{0,17})") ? nodes.numberNode(Long.parseLong(text)) : value;
    }
}
