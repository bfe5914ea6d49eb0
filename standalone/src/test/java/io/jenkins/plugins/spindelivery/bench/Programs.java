package io.jenkins.plugins.spindelivery.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs other programs to their end. */
final class Programs {
    private static final int MINUTES = 20;

    private Programs() {}

    /**
     * What a program wrote.
     *
     * @param output on standard output
     * @param errors on standard error
     */
    record Written(String output, String errors) {}

    /**
     * Runs a program.
     *
     * @param folder where
     * @param environment besides this process's own
     * @param command the program and its arguments
     * @return what it wrote
     * @throws IllegalStateException when it fails
     */
    static Written run(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        Path output = Files.createTempFile("bench", ".out");
        Path errors = Files.createTempFile("bench", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("no end within " + MINUTES + " minutes: " + command);
            }
            Written written = new Written(text(output), text(errors));
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "exit code " + process.exitValue() + ": " + command + "\n" + written.errors());
            }
            return written;
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
