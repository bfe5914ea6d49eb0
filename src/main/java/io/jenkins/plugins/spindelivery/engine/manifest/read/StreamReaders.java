package io.jenkins.plugins.spindelivery.engine.manifest.read;

import java.util.Optional;
import org.yaml.snakeyaml.reader.StreamReader;

/** What SnakeYAML reads from, for YAML that is no manifest: without the quadratic time of its own on long words. */
public final class StreamReaders {
    private StreamReaders() {}

    /**
     * A reader of a whole text, in memory.
     *
     * @param text any text
     * @return the reader at its start; empty when the text has a character that YAML does not allow
     */
    public static Optional<StreamReader> of(String text) {
        try {
            return Optional.of(new TextReader(text, 0, text.length()));
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }
}
