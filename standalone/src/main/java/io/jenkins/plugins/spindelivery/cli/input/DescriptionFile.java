package io.jenkins.plugins.spindelivery.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A description that {@code -f} names.
 *
 * @param name for messages
 * @param content which nobody has looked at
 */
public record DescriptionFile(String name, byte[] content) {
    private static final String STANDARD_INPUT = "-";

    /** More than any description may have, so that its reader can say so. */
    private static final int MOST_BYTES = 2 << 20;

    /**
     * Reads the file.
     *
     * @param file a file, or {@code -} for standard input
     * @param in standard input
     * @return the description
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it can't be read
     */
    public static DescriptionFile read(String file, InputStream in) {
        if (!file.equals(STANDARD_INPUT)) {
            return new DescriptionFile(file, LocalFile.read(Path.of(file), MOST_BYTES));
        }
        try {
            return new DescriptionFile("stdin", in.readNBytes(MOST_BYTES + 1));
        } catch (IOException e) {
            throw LocalFile.unreadable("cli.source-unreadable", Path.of("stdin"), e);
        }
    }
}
