package demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Types commands as a user would, and runs exactly what it shows. */
final class Shell {
    private static final int SECONDS_TO_CANCEL = 10;
    private static final int INTERRUPTED = 130;

    private final Narrator narrator;
    private final Map<String, String> environment;
    private final List<String> always;
    private volatile Process running;
    private volatile boolean stopped;

    /**
     * What came of a command.
     *
     * @param exitCode its exit code
     * @param output what it printed; empty when that went straight to a terminal, to be seen by the user
     */
    record Result(int exitCode, String output) {}

    /** The demo was interrupted while a command ran. */
    static final class Stopped extends IOException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("interrupted");
        }
    }

    /**
     * A shell in the project's folder.
     *
     * @param narrator shows the commands
     * @param environment variables beside those of this process
     * @param always flags that every command gets
     */
    Shell(Narrator narrator, Map<String, String> environment, List<String> always) {
        this.narrator = narrator;
        this.environment = Map.copyOf(environment);
        this.always = List.copyOf(always);
    }

    /**
     * Runs {@code standalone/spin}.
     *
     * @param parts the command's name, and each flag with its value; no blanks within names and values
     * @return what came of it
     * @throws IOException when it can't be run, or the demo is interrupted
     */
    Result spin(List<String> parts) throws IOException {
        return run(parts, null);
    }

    /**
     * Runs {@code standalone/spin}, its standard output into a file.
     *
     * @param parts as for {@link #spin(List)}
     * @param file where the output goes
     * @return what came of it
     * @throws IOException when it can't be run, or the demo is interrupted
     */
    Result spinInto(Path file, List<String> parts) throws IOException {
        return run(parts, file);
    }

    private Result run(List<String> parts, Path file) throws IOException {
        List<String> shown = new ArrayList<>(parts);
        shown.set(0, "standalone/spin " + shown.get(0));
        shown.addAll(always);
        List<String> words = shown.stream()
                .flatMap(part -> List.of(part.split(" ")).stream())
                .toList();
        if (file != null) {
            shown.add("> " + file);
        }
        narrator.command(shown);
        narrator.console().out().flush();
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().putAll(environment);
        boolean seen = narrator.console().terminal().output();
        if (file != null) {
            builder.redirectOutput(file.toFile());
        } else if (!seen) {
            builder.redirectOutput(ProcessBuilder.Redirect.PIPE).redirectErrorStream(true);
        }
        return finish(builder.start(), file == null && !seen);
    }

    private Result finish(Process process, boolean piped) throws IOException {
        running = process;
        String output = piped ? passOn(process) : "";
        try {
            int exitCode = process.waitFor();
            if (stopped || exitCode == INTERRUPTED) {
                throw new Stopped();
            }
            return new Result(exitCode, output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        } finally {
            running = null;
        }
    }

    private String passOn(Process process) throws IOException {
        StringBuilder all = new StringBuilder();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            narrator.line(line);
            all.append(line).append('\n');
        }
        return all.toString();
    }

    /** Ends the command that runs, if one does; it gets the time to cancel by itself. */
    void stop() {
        stopped = true;
        Process process = running;
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_CANCEL, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
