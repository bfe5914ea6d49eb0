package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

/** Texts as literals of Groovy 2.4. */
public final class GroovyText {
    private GroovyText() {}

    /**
     * A literal in single quotes, in which {@code $} means nothing. Unicode escapes are of no use for control
     * characters: Groovy replaces them before it looks for quotes and ends of lines.
     *
     * @param text any but those with U+FFFF, which Groovy takes for the end of the script
     * @return the literal, on one line
     */
    public static String quote(String text) {
        StringBuilder literal = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '\\' -> literal.append("\\\\");
                case '\'' -> literal.append("\\'");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> {
                    if (Character.isISOControl(character)) {
                        literal.append('\\').append(octal(character));
                    } else {
                        literal.append(character);
                    }
                }
            }
        }
        return literal.append('\'').toString();
    }

    /** Three digits, so that a digit behind it is not taken for a part of it. */
    private static String octal(char control) {
        return "" + (char) ('0' + control / 64) + (char) ('0' + control / 8 % 8) + (char) ('0' + control % 8);
    }
}
