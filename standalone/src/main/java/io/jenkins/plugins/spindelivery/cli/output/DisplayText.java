package io.jenkins.plugins.spindelivery.cli.output;

/** Measures and cuts text by the cells that it takes on a terminal. */
public final class DisplayText {
    /** First and last code points of the blocks whose characters take two cells (Unicode's East Asian Width W and F). */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3041, 0xA4CF},
        {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F},
        {0x1F680, 0x1F6FF},
        {0x1F900, 0x1F9FF},
        {0x20000, 0x3FFFD}
    };

    private DisplayText() {}

    /**
     * How many cells a text takes.
     *
     * @param text without escape sequences
     * @return the number of cells
     */
    public static int width(String text) {
        return text.codePoints().map(DisplayText::cells).sum();
    }

    /**
     * Cuts a text at its end.
     *
     * @param text what to fit
     * @param cells how many cells there are, at least 1
     * @param ellipsis marks the cut, one cell wide
     * @return the text, or its beginning and the mark
     */
    public static String cutEnd(String text, int cells, String ellipsis) {
        return width(text) <= cells ? text : head(text, cells - width(ellipsis)) + ellipsis;
    }

    /**
     * Cuts a text in its middle: of a name, both the beginning and the version at the end tell something.
     *
     * @param text what to fit
     * @param cells how many cells there are, at least 1
     * @param ellipsis marks the cut, one cell wide
     * @return the text, or its two ends with the mark between them
     */
    public static String cutMiddle(String text, int cells, String ellipsis) {
        if (width(text) <= cells) {
            return text;
        }
        int left = cells - width(ellipsis);
        int tail = left / 2;
        return head(text, left - tail) + ellipsis + tail(text, tail);
    }

    /**
     * Fills a text up with blanks.
     *
     * @param text what to fill up
     * @param cells how many cells it shall take
     * @return the text, at least so wide
     */
    public static String pad(String text, int cells) {
        return text + " ".repeat(Math.max(0, cells - width(text)));
    }

    private static String head(String text, int cells) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if (used + cells(c) > cells) {
                break;
            }
            used += cells(c);
            end += Character.charCount(c);
        }
        return text.substring(0, end);
    }

    private static String tail(String text, int cells) {
        int used = 0;
        int start = text.length();
        while (start > 0) {
            int c = text.codePointBefore(start);
            if (used + cells(c) > cells) {
                break;
            }
            used += cells(c);
            start -= Character.charCount(c);
        }
        return text.substring(start);
    }

    private static int cells(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        for (int[] block : WIDE) {
            if (codePoint >= block[0] && codePoint <= block[1]) {
                return 2;
            }
        }
        return 1;
    }
}
