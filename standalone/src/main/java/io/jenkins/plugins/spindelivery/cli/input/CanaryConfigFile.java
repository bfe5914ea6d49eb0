package io.jenkins.plugins.spindelivery.cli.input;

import io.jenkins.plugins.spindelivery.engine.canary.run.Canary.ConfigFile;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The canary configuration that {@code --config} names. */
public final class CanaryConfigFile {
    private static final String STANDARD_INPUT = "-";

    /** More than any configuration may have, so that its reader can say so. */
    private static final int MOST_BYTES = 8 << 20;

    private CanaryConfigFile() {}

    /**
     * Reads the file.
     *
     * @param file a file, or {@code -} for standard input
     * @param in standard input
     * @return the configuration, which nobody has looked at
     * @throws ProblemException when it can't be read
     */
    public static ConfigFile read(String file, InputStream in) {
        if (!file.equals(STANDARD_INPUT)) {
            return new ConfigFile(file, LocalFile.read(Path.of(file), MOST_BYTES));
        }
        try {
            return new ConfigFile("stdin", in.readNBytes(MOST_BYTES + 1));
        } catch (IOException e) {
            throw LocalFile.unreadable("cli.source-unreadable", Path.of("stdin"), e);
        }
    }
}
