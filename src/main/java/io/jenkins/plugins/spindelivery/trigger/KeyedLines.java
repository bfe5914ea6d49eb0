package io.jenkins.plugins.spindelivery.trigger;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Texts of several lines, as people write them into forms. */
final class KeyedLines {
    /** As many as anybody needs; each line costs work with each delivery. */
    static final int MAX_LINES = 50;

    private KeyedLines() {}

    /**
     * Lines of the form {@code KEY=VALUE}. The {@code =} is the first one outside of brackets, so that a JSONPath with a
     * filter may be the key.
     *
     * @param field what the text belongs to, for problems
     * @param text the lines; empty ones are left out
     * @return values by key, in their order
     * @throws ProblemException when a line has no key or no {@code =}, a key stands twice, or there are too many
     */
    static Map<String, String> map(String field, String text) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String line : lines(field, text)) {
            int at = separator(line);
            String key = at < 0 ? "" : line.substring(0, at).strip();
            if (key.isEmpty() || map.put(key, line.substring(at + 1).strip()) != null) {
                throw new ProblemException(Category.INPUT, Problem.of("trigger.line-malformed", field, line));
            }
        }
        return map;
    }

    /**
     * Lines.
     *
     * @param field what the text belongs to, for problems
     * @param text the lines
     * @return them without spaces around and without empty ones
     * @throws ProblemException when there are too many
     */
    static List<String> lines(String field, String text) {
        List<String> lines = Stream.of(text.split("\\R"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.size() > MAX_LINES) {
            throw new ProblemException(Category.INPUT, Problem.of("trigger.lines-many", field, MAX_LINES));
        }
        return lines;
    }

    private static int separator(String line) {
        int depth = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '[' || c == '(') {
                depth++;
            } else if (c == ']' || c == ')') {
                depth--;
            } else if (c == '=' && depth <= 0) {
                return i;
            }
        }
        return -1;
    }
}
