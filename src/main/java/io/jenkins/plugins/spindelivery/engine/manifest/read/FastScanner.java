package io.jenkins.plugins.spindelivery.engine.manifest.read;

/** Takes apart the words and lines of what {@link FastReader} reads. */
final class FastScanner {
    /** With these no plain word starts, nor at a line's end; {@code -} is one only before a blank. */
    private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`\n";

    /** YAML wants the colon within 1024 characters of the key's start. */
    private static final int LONGEST_KEY = 1000;

    /** Thrown where the text goes beyond what is known here; without a stack trace, as it is no error. */
    static final class GivenUp extends RuntimeException {
        static final GivenUp INSTANCE = new GivenUp();

        private static final long serialVersionUID = 1;

        private GivenUp() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private int end;
    /** Where scanning has come to. */
    private int at;
    /** The column where the last content of a line, or behind a dash, began; -1 at the end. */
    private int column;
    /** The last word, without its quotes; whether it stood in quotes, and has escapes. */
    private int wordStart;

    private int wordEnd;
    private boolean quoted;
    private boolean escaped;

    FastScanner(String text) {
        this.text = text;
    }

    /**
     * Moves to the first content of a chunk.
     *
     * @return its line, counted from 1 in the whole text
     */
    int start(Chunk chunk) {
        end = chunk.end();
        if (chunk.badSeparator() > 0 || text.startsWith("---", chunk.start())) {
            throw GivenUp.INSTANCE;
        }
        requirePlainCharacters(chunk.start());
        moveToContent(chunk.start());
        int line = chunk.line();
        for (int i = chunk.start(); i < at; i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
        return line;
    }

    /** That there are only characters that YAML allows, and no tab, byte-order mark or break but the line feed. */
    private void requirePlainCharacters(int start) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean plain = c < '\u007f' ? c >= ' ' || c == '\n' : c >= '\u00a0' && c <= '\ufffd' && c != '\ufeff';
            if (!plain || c == '\u2028' || c == '\u2029') {
                throw GivenUp.INSTANCE;
            }
        }
    }

    boolean isAtEnd() {
        return at == end;
    }

    int column() {
        return column;
    }

    boolean isAt(char c) {
        return charAt(at) == c;
    }

    boolean isDash() {
        return isAt('-') && isBlank(charAt(at + 1));
    }

    boolean isColon() {
        return isAt(':') && isBlank(charAt(at + 1));
    }

    /** Whether a word starts here, quoted or not. */
    boolean isWord() {
        char c = charAt(at);
        return c == '"' || c == '\'' || (c == '-' ? !isBlank(charAt(at + 1)) : INDICATORS.indexOf(c) < 0);
    }

    /** Whether nothing but a comment follows; what stands before is blank. */
    boolean isRestOfLineBlank() {
        return isAt('\n') || isAt('#');
    }

    /** Moves over the dash and the blanks behind it; the content there has a column of its own. */
    void skipDash() {
        int next = skipBlanks(at + 1);
        column += next - at;
        at = next;
    }

    /** Moves over the colon of a key and the blanks behind it. */
    void skipColon() {
        if (!isColon() || at - wordStart > LONGEST_KEY) {
            throw GivenUp.INSTANCE;
        }
        at = skipBlanks(at + 1);
    }

    /** Moves over a bracket, either kind, and the blanks behind it. */
    void skipBracket() {
        at = skipBlanks(at + 1);
    }

    /** Moves to the next value in brackets, or to the one that closes them. */
    void skipComma(char close) {
        at = skipBlanks(at);
        if (isAt(',')) {
            at = skipBlanks(at + 1);
        } else if (!isAt(close)) {
            throw GivenUp.INSTANCE;
        }
    }

    /** Finds the end of the word that starts here, and moves behind it and the blanks that follow. */
    void scanWord(boolean inBrackets) {
        if (!isWord()) {
            throw GivenUp.INSTANCE;
        }
        char first = text.charAt(at);
        quoted = first == '"' || first == '\'';
        escaped = false;
        if (quoted) {
            scanQuoted(first);
        } else {
            scanPlain(inBrackets);
        }
    }

    private void scanQuoted(char quote) {
        char escape = quote == '"' ? '\\' : quote;
        wordStart = at + 1;
        wordEnd = wordStart;
        for (char c = charAt(wordEnd); c != '\n'; c = charAt(++wordEnd)) {
            if (c == escape && (c != quote || charAt(wordEnd + 1) == quote)) {
                escaped = true;
                wordEnd++;
            } else if (c == quote) {
                at = wordEnd + 1;
                return;
            }
        }
        throw GivenUp.INSTANCE;
    }

    private void scanPlain(boolean inBrackets) {
        wordStart = at;
        for (char c = charAt(at); c != '\n'; c = charAt(++at)) {
            if (c == ' ') {
                if (charAt(at + 1) == '#') {
                    return;
                }
            } else if (isColon() || inBrackets && endsWord(c)) {
                return;
            } else {
                wordEnd = at + 1;
            }
        }
    }

    /** What ends a word in brackets; most indicators are left to a reader who knows more about them. */
    private static boolean endsWord(char c) {
        if (c == ',' || c == ']' || c == '}') {
            return true;
        }
        if (c != '-' && INDICATORS.indexOf(c) >= 0) {
            throw GivenUp.INSTANCE;
        }
        return false;
    }

    /** The word that was scanned last, without its quotes and escapes. */
    String word() {
        String word = text.substring(wordStart, wordEnd);
        if (!escaped) {
            return word;
        }
        return text.charAt(wordEnd) == '"' ? withoutEscapes(word) : word.replace("''", "'");
    }

    /** Some escapes of double quotes; an escaped end of line is none of them. */
    private static String withoutEscapes(String word) {
        StringBuilder result = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c != '\\') {
                result.append(c);
                continue;
            }
            switch (word.charAt(++i)) {
                case '"' -> result.append('"');
                case '\\' -> result.append('\\');
                case 'n' -> result.append('\n');
                default -> throw GivenUp.INSTANCE;
            }
        }
        return result.toString();
    }

    boolean isQuoted() {
        return quoted;
    }

    /**
     * A block text behind {@code |} or {@code |-}; moves to the content behind it.
     *
     * @param around the column of the map or list around it
     */
    String literal(int around) {
        boolean strip = charAt(at + 1) == '-';
        int header = at + (strip ? 2 : 1);
        int line = header + 1;
        int indent = skipBlanks(line) - line;
        // A blank first line can be deeper than the text, which makes the depth hard to tell.
        if (charAt(header) != '\n' || indent <= around || charAt(line + indent) == '\n') {
            throw GivenUp.INSTANCE;
        }
        StringBuilder value = new StringBuilder();
        int breaks = 0;
        while (line < end) {
            int start = Math.min(skipBlanks(line), line + indent);
            int lineEnd = lineEnd(start);
            if (start < lineEnd) {
                if (start < line + indent) {
                    break;
                }
                value.append("\n".repeat(breaks)).append(text.substring(start, lineEnd));
                breaks = 0;
            }
            breaks++;
            line = lineEnd + 1;
        }
        moveToContent(line);
        return strip ? value.toString() : value.append('\n').toString();
    }

    /** Moves to the next content, on another line; what is left of this line must be blank. */
    void nextLine() {
        int rest = skipBlanks(at);
        boolean comment = charAt(rest) == '#' && charAt(rest - 1) == ' ';
        if (charAt(rest) != '\n' && !comment) {
            throw GivenUp.INSTANCE;
        }
        moveToContent(lineEnd(rest) + 1);
    }

    private void moveToContent(int lineStart) {
        for (int line = lineStart; line < end; line = lineEnd(at) + 1) {
            at = skipBlanks(line);
            if (!isRestOfLineBlank()) {
                column = at - line;
                return;
            }
        }
        at = end;
        column = -1;
    }

    private int skipBlanks(int from) {
        int i = from;
        while (charAt(i) == ' ') {
            i++;
        }
        return i;
    }

    private int lineEnd(int from) {
        int lineFeed = text.indexOf('\n', from);
        return lineFeed < 0 || lineFeed > end ? end : lineFeed;
    }

    /** The character at a place; a line feed after the end. */
    private char charAt(int index) {
        return index < end ? text.charAt(index) : '\n';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n';
    }
}
