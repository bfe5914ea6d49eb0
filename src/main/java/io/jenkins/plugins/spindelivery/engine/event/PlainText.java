package io.jenkins.plugins.spindelivery.engine.event;

/** Makes text from elsewhere (a cluster's messages, a pod's log) harmless to show on a terminal or in a log. */
public final class PlainText {
    private PlainText() {}

    /**
     * One line without what a terminal or a log viewer obeys: control characters, which could move the cursor, retitle
     * the window or begin a console annotation, become {@code ?}; line breaks and tabs become blanks.
     *
     * @param text any text; {@code null} counts as empty
     * @return one line that can be printed, without blanks at its ends
     */
    public static String oneLine(String text) {
        return text == null ? "" : printable(text.strip());
    }

    /**
     * Makes a line harmless to show, as {@link #oneLine} does, and keeps its indentation.
     *
     * @param text one line
     * @return a line that can be printed
     */
    public static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(printable(c)));
        return line.toString();
    }

    private static int printable(int codePoint) {
        if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
            return ' ';
        }
        // Bidirectional controls are FORMAT characters: they can make a terminal show text in another order.
        boolean harmless = !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.FORMAT;
        return harmless ? codePoint : '?';
    }
}
