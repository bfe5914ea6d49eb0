package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.write.YamlWriter;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GroovyText;
import io.jenkins.plugins.spindelivery.engine.pipeline.stage.StepCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A call of a step as a person would write it. */
final class StepText {
    /** Trees that the steps take as YAML. */
    private static final Set<String> DOCUMENTS = Set.of("manifest", "patch", "analysis", "config", "baseline");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    private static final int WIDTH = 100;
    private static final String INDENT = "    ";
    private static final String LONG_QUOTE = "'''";

    private StepText() {}

    /**
     * The call.
     *
     * @param call the step and its arguments
     * @param indent what stands before each line
     * @return lines, each with its line break
     */
    static String of(StepCall call, String indent) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> blocks = new LinkedHashMap<>();
        call.arguments().forEach((name, value) -> {
            String text = value(name, value);
            // Long texts last, so that the short arguments are seen together.
            (text.contains("\n") ? blocks : texts).put(name, text);
        });
        List<String> plain = new ArrayList<>();
        texts.forEach((name, text) -> plain.add(name + ": " + text));
        String head = indent + call.function();
        String line = head + " " + String.join(", ", plain);
        if (blocks.isEmpty() && (plain.isEmpty() || line.length() <= WIDTH)) {
            return plain.isEmpty() ? head + "()\n" : line + "\n";
        }
        List<String> parts = new ArrayList<>(wrapped(plain, indent.length()));
        blocks.forEach((name, text) -> parts.add(name + ": " + text));
        return head + "(\n" + indent + INDENT + String.join(",\n" + indent + INDENT, parts) + ")\n";
    }

    private static List<String> wrapped(List<String> plain, int indent) {
        List<String> lines = new ArrayList<>();
        for (String part : plain) {
            String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
            if (!last.isEmpty() && indent + INDENT.length() + last.length() + part.length() + 2 <= WIDTH) {
                lines.set(lines.size() - 1, last + ", " + part);
            } else {
                lines.add(part);
            }
        }
        return lines;
    }

    private static String value(String name, JsonNode value) {
        if (DOCUMENTS.contains(name) && value.isContainerNode()) {
            boolean several = name.equals("manifest") && value.isArray();
            return text(several ? YamlWriter.writeAll(value) : YamlWriter.write(value));
        }
        return value(value);
    }

    private static String value(JsonNode value) {
        if (value.isTextual()) {
            return text(value.textValue());
        } else if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(StepText::inline)
                    .collect(Collectors.joining(", ", "[", "]"));
        } else if (value.isObject()) {
            List<String> entries = new ArrayList<>();
            value.fields()
                    .forEachRemaining(entry -> entries.add(key(entry.getKey()) + ": " + inline(entry.getValue())));
            return entries.isEmpty() ? "[:]" : "[" + String.join(", ", entries) + "]";
        }
        return value.asText();
    }

    /** Inside of a list a text of several lines would tear it apart. */
    private static String inline(JsonNode value) {
        return value.isTextual() ? GroovyText.quote(value.textValue()) : value(value);
    }

    private static String key(String name) {
        return NAME.matcher(name).matches() ? name : GroovyText.quote(name);
    }

    /**
     * A text as a literal in which {@code $} means nothing: expressions are evaluated by our steps.
     *
     * @param text any
     * @return on one line, or between three quotes with its lines
     */
    static String text(String text) {
        if (text.strip().indexOf('\n') < 0 && !text.endsWith("\n") || hasControls(text)) {
            return GroovyText.quote(text);
        }
        String escaped = text.replace("\\", "\\\\").replace(LONG_QUOTE, "\\'\\'\\'");
        if (escaped.endsWith("'")) {
            escaped = escaped.substring(0, escaped.length() - 1) + "\\'";
        }
        // The backslash keeps the first line break out of the text.
        return LONG_QUOTE + "\\\n" + escaped + LONG_QUOTE;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n');
    }
}
