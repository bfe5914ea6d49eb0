package io.jenkins.plugins.spindelivery.cli.input;

import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfigs;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/** The two files of {@code spin canary judge}. */
public final class CanaryFiles {
    private static final String STANDARD_INPUT = "-";
    private static final int MOST_BYTES = 256 << 20;

    private final InputStream in;
    private final String config;
    private final String metrics;

    /**
     * Files that are not read yet.
     *
     * @param in standard input
     * @param config the configuration's file, or {@code -} for standard input
     * @param metrics the measurements' file, or {@code -} for standard input
     * @throws ProblemException when both are standard input
     */
    public CanaryFiles(InputStream in, String config, String metrics) {
        this.in = in;
        this.config = config;
        this.metrics = metrics;
        if (config.equals(STANDARD_INPUT) && metrics.equals(STANDARD_INPUT)) {
            throw new ProblemException(Category.INPUT, Problem.of("cli.canary-both-stdin", ""));
        }
    }

    /**
     * Reads the configuration.
     *
     * @return the configuration
     * @throws ProblemException when it can't be read or is wrong
     */
    public CanaryConfig config() {
        return CanaryConfigs.read(name(config), bytes(config));
    }

    /**
     * Reads the measurements.
     *
     * @return both sides of each metric by its name, in the file's order
     * @throws ProblemException when they can't be read or are wrong
     */
    public Map<String, SeriesPair> metrics() {
        byte[] content = bytes(metrics);
        if (content.length > MOST_BYTES) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("cli.metrics-too-large", name(metrics), MOST_BYTES >> 20));
        }
        return Measurements.read(name(metrics), content);
    }

    private byte[] bytes(String file) {
        if (!file.equals(STANDARD_INPUT)) {
            return LocalFile.read(Path.of(file), MOST_BYTES);
        }
        try {
            return in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw LocalFile.unreadable("cli.source-unreadable", Path.of(name(file)), e);
        }
    }

    private static String name(String file) {
        return file.equals(STANDARD_INPUT) ? "stdin" : file;
    }
}
