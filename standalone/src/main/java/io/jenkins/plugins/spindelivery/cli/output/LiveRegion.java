package io.jenkins.plugins.spindelivery.cli.output;

import java.io.PrintStream;
import java.util.List;

/** Lines at the end of a terminal that are drawn over and over in place. */
final class LiveRegion {
    private static final String ESCAPE = "\u001b[";
    private static final String CLEAR_LINE_REST = ESCAPE + "K";
    private static final String CLEAR_BELOW = ESCAPE + "J";

    private final PrintStream out;
    private final Terminal terminal;
    private int[] drawn = {};

    /**
     * An empty region.
     *
     * @param out the stream that is the terminal
     * @param terminal asked for its size at each drawing
     */
    LiveRegion(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Draws lines in place of those drawn before.
     *
     * @param lines without styles, to measure them; none may be wider than the window
     * @param painted the same lines as they are to be shown
     */
    void draw(List<String> lines, List<String> painted) {
        StringBuilder text = new StringBuilder(toTop());
        for (String line : painted) {
            text.append(line).append(CLEAR_LINE_REST).append('\n');
        }
        text.append(CLEAR_BELOW);
        write(text);
        drawn = lines.stream().mapToInt(DisplayText::width).toArray();
    }

    /** Takes the drawn lines away; what is printed next stands in their place. */
    void clear() {
        if (drawn.length > 0) {
            write(new StringBuilder(toTop()).append(CLEAR_BELOW));
            drawn = new int[0];
        }
    }

    /** Moves to the region's first line. A window made narrower since has wrapped what was drawn. */
    private String toTop() {
        int columns = terminal.size().get().columns();
        int lines = 0;
        for (int width : drawn) {
            lines += Math.max(1, (width + columns - 1) / columns);
        }
        return lines == 0 ? "" : ESCAPE + lines + "A\r";
    }

    private void write(CharSequence text) {
        out.print(text);
        out.flush();
    }
}
