package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import java.util.List;

/** A Groovy source that is being written, with its indentation. */
final class Lines {
    private static final String INDENT = "    ";
    private static final int COMMENT_WIDTH = 110;

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** A line of code. */
    Lines add(String line) {
        text.append(INDENT.repeat(depth)).append(line).append('\n');
        return this;
    }

    /** A line that opens a block. */
    Lines open(String head) {
        add(head + " {");
        depth++;
        return this;
    }

    /** The end of a block. */
    Lines close() {
        depth--;
        return add("}");
    }

    /** The end of a block, and what follows it on the line. */
    Lines close(String more) {
        depth--;
        return add("}" + more);
    }

    /** Text that is indented already, with its line breaks. */
    Lines raw(String lines) {
        text.append(lines);
        return this;
    }

    /** What stands before each line now. */
    String indent() {
        return INDENT.repeat(depth);
    }

    Lines deeper() {
        depth++;
        return this;
    }

    Lines shallower() {
        depth--;
        return this;
    }

    /** A comment of as many lines as it takes. */
    Lines comment(String comment) {
        StringBuilder line = new StringBuilder();
        for (String word : words(comment)) {
            if (line.length() > 0 && line.length() + word.length() >= COMMENT_WIDTH - depth * INDENT.length()) {
                add("//" + line);
                line.setLength(0);
            }
            line.append(' ').append(word);
        }
        return add("//" + line);
    }

    /** Without backslashes: Groovy reads escapes of characters in comments too, that of a line break among them. */
    private static List<String> words(String comment) {
        return List.of(PlainText.oneLine(comment).replace('\\', '/').strip().split(" +"));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
