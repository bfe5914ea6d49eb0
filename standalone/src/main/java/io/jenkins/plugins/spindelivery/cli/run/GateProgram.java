package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The program that a user wants to run at the gates of an operation, such as smoke tests while a canary is up. It finds
 * the gate's variables in its environment, reads nothing, and what it writes is shown with the operation's progress.
 *
 * @param command the program and its arguments
 */
public record GateProgram(List<String> command) {

    public GateProgram {
        command = List.copyOf(command);
    }

    /**
     * A program in the words of the user's shell.
     *
     * @param line as it would be typed
     * @return the shell that runs it
     */
    public static GateProgram ofShell(String line) {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return new GateProgram(windows ? List.of("cmd.exe", "/c", line) : List.of("sh", "-c", line));
    }

    /**
     * Starts the program.
     *
     * @param gate tells its environment
     * @param lines is told each line that it writes, on a thread of its own
     * @param ended run once when it has ended, on any thread
     * @return the running program
     * @throws IOException when there is no such program, or it may not be run
     */
    Process start(Gate gate, Consumer<String> lines, Runnable ended) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectInput(nothing());
        builder.environment().putAll(gate.variables());
        Process process = builder.start();
        Thread reader = new Thread(() -> pass(process, lines), "spin-gate-output");
        reader.setDaemon(true);
        reader.start();
        process.onExit().thenRun(ended);
        return process;
    }

    /** A program that asks something would wait for ever. */
    private static ProcessBuilder.Redirect nothing() {
        File unix = new File("/dev/null");
        return ProcessBuilder.Redirect.from(unix.exists() ? unix : new File("NUL"));
    }

    private static void pass(Process process, Consumer<String> lines) {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), Charset.defaultCharset()))) {
            output.lines().map(PlainText::printable).forEach(lines);
        } catch (IOException | UncheckedIOException e) {
            // The program was stopped; how it ended is told by its exit code.
            return;
        }
    }
}
