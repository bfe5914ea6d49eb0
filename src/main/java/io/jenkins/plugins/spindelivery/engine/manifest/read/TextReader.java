package io.jenkins.plugins.spindelivery.engine.manifest.read;

import java.io.Reader;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Gives SnakeYAML's scanner a part of a text as one array.
 *
 * <p>SnakeYAML's own reader keeps a window that it copies for each kilobyte read while a word goes on: a single word of
 * 4 MiB took 10 s. Here it takes milliseconds, and each mark is small. Positions are UTF-16 units, not code points;
 * that changes nothing but the column of what stands behind an emoji.
 */
final class TextReader extends StreamReader {
    private static final int[] NO_SNIPPET = new int[0];

    private final char[] text;
    /** How much of it was given; a line feed that was not begins no line. */
    private final int given;

    private int position;
    private int line;
    private int column;

    /**
     * A reader at the start of a part.
     *
     * @param text the whole text
     * @param start where the part starts
     * @param end where it ends, exclusive
     * @throws Unreadable when the part holds a character that YAML does not allow; its line is counted from 0
     */
    TextReader(String text, int start, int end) {
        super(Reader.nullReader());
        // kubectl ends the last line when its file does not, which shows in a block text that stands there.
        given = end - start;
        boolean open = end > start && text.charAt(end - 1) != '\n';
        this.text = new char[end - start + (open ? 1 : 0)];
        text.getChars(start, end, this.text, 0);
        if (open) {
            this.text[end - start] = '\n';
        }
        requirePrintable();
    }

    private void requirePrintable() {
        int lines = 0;
        for (int i = 0; i < text.length; i++) {
            char c = text[i];
            if (c == '\n') {
                lines++;
            } else if (c < ' ' ? c != '\t' && c != '\r' : c > '~' && !isAllowedAboveAscii(c)) {
                throw Unreadable.syntax(
                        new Fault("manifest.read-control-character", lines, String.format("U+%04X", (int) c)), i);
            }
        }
    }

    /** Surrogates come in pairs, as the decoder has seen to it. */
    private static boolean isAllowedAboveAscii(char c) {
        return c == '\u0085' || c >= '\u00A0' && c <= '\uFFFD';
    }

    @Override
    public Mark getMark() {
        return new Mark("", position, line, column, NO_SNIPPET, 0);
    }

    @Override
    public void forward() {
        forward(1);
    }

    @Override
    public void forward(int length) {
        for (int i = 0; i < length && position < text.length; i++) {
            char c = text[position++];
            if (isLineBreak(c)) {
                line += position <= given ? 1 : 0;
                column = 0;
            } else if (c != '\uFEFF') {
                column++;
            }
        }
    }

    private boolean isLineBreak(char c) {
        return switch (c) {
            case '\n', '\u0085', '\u2028', '\u2029' -> true;
            case '\r' -> position < text.length && text[position] != '\n';
            default -> false;
        };
    }

    @Override
    public int peek() {
        return position < text.length ? text[position] : '\0';
    }

    @Override
    public int peek(int index) {
        int at = position + index;
        return at < text.length ? text[at] : '\0';
    }

    @Override
    public String prefix(int length) {
        return new String(text, position, Math.min(length, text.length - position));
    }

    @Override
    public String prefixForward(int length) {
        String prefix = prefix(length);
        position += prefix.length();
        // The scanner never takes a line break in this way.
        column += prefix.length();
        return prefix;
    }

    @Override
    public int getColumn() {
        return column;
    }

    /** Always 0: it serves SnakeYAML's own limit, and ours has been checked before. */
    @Override
    public int getDocumentIndex() {
        return 0;
    }

    @Override
    public void resetDocumentIndex() {
        // Nothing is counted.
    }

    @Override
    public int getIndex() {
        return position;
    }

    @Override
    public int getLine() {
        return line;
    }

    /** The character at an index of a mark; NUL at the end. */
    char charAt(int index) {
        return index < text.length ? text[index] : '\0';
    }

    /** Whether the line up to here has only blanks. */
    boolean isIndentation() {
        int at = skipBlanksBack(position);
        return at == 0 || isBreak(text[at - 1]);
    }

    /** Whether the line up to here has only blanks and indicators of block style ({@code - ? :}), at least one. */
    boolean followsIndicatorsOnly() {
        int at = skipBlanksBack(position);
        while (at > 0 && "-?:".indexOf(text[at - 1]) >= 0) {
            int before = skipBlanksBack(at - 1);
            if (before == 0 || isBreak(text[before - 1])) {
                return true;
            }
            if (before == at - 1) {
                return false;
            }
            at = before;
        }
        return false;
    }

    private int skipBlanksBack(int from) {
        int at = from;
        while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) {
            at--;
        }
        return at;
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }
}
