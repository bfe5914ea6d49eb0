package io.jenkins.plugins.spindelivery.cli.output;

import java.io.PrintStream;

/** Chooses how an operation is shown while it runs. */
public final class ProgressFactory {
    private ProgressFactory() {}

    /**
     * Progress that suits a stream.
     *
     * @param stream where it goes
     * @param terminal whether that stream is a terminal
     * @param console what the terminal can do, and the clock
     * @param diagnostics where warnings go
     * @return a live table where the cursor can be moved, else lines
     */
    public static Progress on(PrintStream stream, boolean terminal, Console console, Diagnostics diagnostics) {
        return terminal && console.terminal().movable()
                ? new LiveProgress(stream, console.terminal(), diagnostics, console.clock())
                : new PlainProgress(stream, diagnostics);
    }
}
