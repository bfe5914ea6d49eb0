package io.jenkins.plugins.spindelivery.engine.manifest.read;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes a text apart at its document markers, before any parser sees it.
 *
 * <p>kubectl does the same, so a byte-order mark in front of any document is understood, and a mistake in one document
 * does not hide those of the next. YAML allows no marker at the start of a line inside a document, so nothing is cut
 * that belongs together. Unlike kubectl, content on a line {@code ---} counts (kubectl refuses it), what follows a line
 * {@code ...} is the next document (kubectl drops it silently), and directives belong to the document after them.
 */
final class Chunks {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String text;
    private final List<Chunk> chunks = new ArrayList<>();
    private int start;
    private int startLine = 1;
    private int badSeparator;
    private boolean content;
    private boolean directive;

    private Chunks(String text) {
        this.text = text;
    }

    /**
     * The parts of a text that hold something.
     *
     * @param text any text
     * @return the parts in order, without those that are empty but for blanks and comments
     */
    static List<Chunk> of(String text) {
        Chunks result = new Chunks(text);
        result.split();
        return result.chunks;
    }

    private void split() {
        int line = 1;
        int next;
        for (int at = 0; at < text.length(); at = next, line++) {
            int newline = text.indexOf('\n', at);
            next = newline < 0 ? text.length() : newline + 1;
            int first = charAt(at) == BYTE_ORDER_MARK ? at + 1 : at;
            if (text.startsWith("---", first)) {
                separator(at, first + 3, next, line);
            } else if (text.startsWith("...", first) && isBlank(charAt(first + 3))) {
                close(at);
                open(next, line + 1);
            } else if (!content) {
                look(first, next);
            }
        }
        close(text.length());
    }

    private void separator(int at, int rest, int next, int line) {
        if (!isBlank(charAt(rest))) {
            badSeparator = badSeparator == 0 ? line : badSeparator;
            content = true;
            return;
        }
        if (directive && !content) {
            // The marker ends the directives; they belong to what follows.
            directive = false;
            content = true;
            return;
        }
        close(at);
        open(at, line);
        int value = firstNonBlank(rest, next);
        if (value < next && text.charAt(value) != '#') {
            content = true;
        } else {
            open(next, line + 1);
        }
    }

    private void look(int at, int next) {
        int value = firstNonBlank(at, next);
        if (value == next || text.charAt(value) == '#' && !hidesContent(value, next)) {
            return;
        }
        if (value == at && text.charAt(at) == '%') {
            directive = true;
        } else {
            content = true;
        }
    }

    /** Whether a comment ends before the line feed: YAML knows more line breaks than that. */
    private boolean hidesContent(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '\r' && charAt(i + 1) != '\n' || c == '\u0085' || c == '\u2028' || c == '\u2029') {
                return true;
            }
        }
        return false;
    }

    private void open(int at, int line) {
        start = at;
        startLine = line;
    }

    private void close(int end) {
        if (content || directive) {
            int first = charAt(start) == BYTE_ORDER_MARK ? start + 1 : start;
            chunks.add(new Chunk(first, end, startLine, badSeparator));
        }
        content = false;
        directive = false;
        badSeparator = 0;
    }

    private int firstNonBlank(int from, int to) {
        int at = from;
        while (at < to && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The character at a place; a line feed after the end. */
    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : '\n';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
