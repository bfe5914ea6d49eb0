package demo;

import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.cli.output.Style;
import java.util.ArrayList;
import java.util.List;

/** Tells what happens; in colours where they are welcome. */
final class Narrator {
    private static final int WIDTH = 78;

    private final Console console;
    private int claims;

    /**
     * Tells on a console.
     *
     * @param console where to
     */
    Narrator(Console console) {
        this.console = console;
    }

    /**
     * Where the narrator speaks.
     *
     * @return the console
     */
    Console console() {
        return console;
    }

    /**
     * How many claims held so far.
     *
     * @return the number
     */
    int claims() {
        return claims;
    }

    /**
     * A new step begins.
     *
     * @param text its headline
     */
    void headline(String text) {
        line("");
        line(Style.BOLD.paint(text, colour()));
        line(Style.BOLD.paint((unicode() ? "\u2500" : "-").repeat(Math.min(WIDTH, text.length())), colour()));
    }

    /**
     * Says what is going to be shown.
     *
     * @param text a paragraph; it is broken into lines
     */
    void say(String text) {
        line("");
        wrapped(text, WIDTH).forEach(this::line);
    }

    /**
     * Shows a command as a user would type it.
     *
     * @param parts the command, and each flag with its value; lines are broken only between them
     */
    void command(List<String> parts) {
        line("");
        StringBuilder current = new StringBuilder("$");
        for (String part : parts) {
            if (current.length() + 3 + part.length() > WIDTH
                    && !current.toString().isBlank()) {
                line(Style.CYAN.paint(current + " \\", colour()));
                current = new StringBuilder("   ");
            }
            current.append(' ').append(part);
        }
        line(Style.CYAN.paint(current.toString(), colour()));
    }

    /**
     * Checks a claim and tells it.
     *
     * @param holds whether it is true
     * @param claim what is claimed
     * @param found what is there, for when it is not true
     * @throws ClaimFailed when it is not true
     */
    void claim(boolean holds, String claim, Object found) {
        if (!holds) {
            throw new ClaimFailed(claim, String.valueOf(found));
        }
        claims++;
        String mark = unicode() ? "\u2714 " : "ok: ";
        List<String> lines = wrapped(claim, WIDTH - mark.length());
        line(Style.GREEN.paint(mark, colour()) + lines.get(0));
        lines.stream().skip(1).forEach(more -> line(" ".repeat(mark.length()) + more));
    }

    /**
     * Shows something that was read.
     *
     * @param text one line or more
     */
    void quote(String text) {
        text.lines().forEach(line -> line("    " + Style.DIM.paint(line, colour())));
    }

    /**
     * Tells that a claim does not hold.
     *
     * @param text the claim and what was found
     */
    void failed(String text) {
        console.out().flush();
        String mark = console.terminal().unicode() ? "\u2718 " : "FAILED: ";
        console.err().println(Style.RED.paint(mark + text, console.terminal().colourError()));
    }

    /**
     * Tells why the demo can't go on.
     *
     * @param text what and why
     */
    void error(String text) {
        console.out().flush();
        console.err()
                .println(Style.RED.paint("Error: " + text, console.terminal().colourError()));
    }

    /**
     * Prints one line as it is.
     *
     * @param text the line
     */
    void line(String text) {
        console.out().println(text);
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String word : text.split(" ")) {
            if (current.length() > 0 && current.length() + 1 + word.length() > width) {
                lines.add(current.toString());
                current.setLength(0);
            }
            current.append(current.length() == 0 ? "" : " ").append(word);
        }
        lines.add(current.toString());
        return lines;
    }

    private boolean colour() {
        return console.terminal().colourOut();
    }

    private boolean unicode() {
        return console.terminal().unicode() || !console.terminal().output();
    }
}
