package io.jenkins.plugins.spindelivery.cli.output;

import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the process is connected to.
 *
 * @param input whether standard input is a terminal, so that a question can be answered
 * @param output whether standard output is one
 * @param error whether standard error is one
 * @param movable whether the terminal lets the cursor be moved ({@code TERM} is neither unset nor {@code dumb})
 * @param colour whether colours are welcome ({@code NO_COLOR} is unset or empty)
 * @param unicode whether the locale's encoding is UTF-8, so that bars and ellipses can be shown
 * @param size asks for the window's size; it changes while the program runs
 */
public record Terminal(
        boolean input,
        boolean output,
        boolean error,
        boolean movable,
        boolean colour,
        boolean unicode,
        Supplier<Size> size) {

    /** What is assumed when nobody can tell. */
    public static final Size USUAL_SIZE = new Size(80, 24);

    /** No terminal at all, as in a build. */
    public static final Terminal NONE = new Terminal(false, false, false, false, false, true, () -> USUAL_SIZE);

    /**
     * A window's size.
     *
     * @param columns cells in a line
     * @param rows lines
     */
    public record Size(int columns, int rows) {}

    /**
     * Finds out.
     *
     * @param env the environment: {@code TERM}, {@code NO_COLOR} (https://no-color.org), {@code LC_ALL}, {@code LC_CTYPE},
     *     {@code LANG}
     * @param devices the operating system's answers
     * @return what the process is connected to
     */
    public static Terminal detect(Map<String, String> env, Devices devices) {
        String term = env.getOrDefault("TERM", "");
        boolean movable = !term.isEmpty() && !term.equals("dumb");
        boolean colour = movable && env.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                devices.isTerminal(0),
                devices.isTerminal(1),
                devices.isTerminal(2),
                movable,
                colour,
                isUtf8(env),
                devices::size);
    }

    /** The operating system's answers, apart for the tests. */
    public interface Devices {
        /**
         * Whether a file descriptor is a terminal.
         *
         * @param descriptor 0, 1 or 2
         * @return whether it is
         */
        boolean isTerminal(int descriptor);

        /**
         * The window's size now.
         *
         * @return columns and rows
         */
        Size size();
    }

    /**
     * Whether colours may go to standard output.
     *
     * @return whether they may
     */
    public boolean colourOut() {
        return output && colour;
    }

    /**
     * Whether colours may go to standard error.
     *
     * @return whether they may
     */
    public boolean colourError() {
        return error && colour;
    }

    /**
     * Marks a cut in a text.
     *
     * @return one cell wide
     */
    public String ellipsis() {
        return unicode ? "\u2026" : "~";
    }

    /** As POSIX says: of the three variables the first that is set and not empty decides. */
    private static boolean isUtf8(Map<String, String> env) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = env.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String locale = value.toUpperCase(Locale.ROOT);
                return locale.contains("UTF-8") || locale.contains("UTF8");
            }
        }
        return false;
    }
}
