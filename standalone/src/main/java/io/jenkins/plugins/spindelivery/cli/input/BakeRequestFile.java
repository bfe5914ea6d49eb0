package io.jenkins.plugins.spindelivery.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequests;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * The bake request that {@code --request} names.
 *
 * @param name the file's name, for messages
 * @param json what it holds
 */
public record BakeRequestFile(String name, JsonNode json) {
    private static final String STANDARD_INPUT = "-";
    private static final int MOST_BYTES = 1 << 20;

    /**
     * Reads the file.
     *
     * @param file a file, or {@code -} for standard input
     * @param in standard input
     * @return the request as JSON
     * @throws ProblemException when it can't be read, or is no JSON
     */
    public static BakeRequestFile read(String file, InputStream in) {
        if (!file.equals(STANDARD_INPUT)) {
            return new BakeRequestFile(file, BakeRequests.json(LocalFile.read(Path.of(file), MOST_BYTES), file));
        }
        try {
            return new BakeRequestFile("stdin", BakeRequests.json(in.readNBytes(MOST_BYTES), "stdin"));
        } catch (IOException e) {
            throw LocalFile.unreadable("cli.source-unreadable", Path.of("stdin"), e);
        }
    }
}
