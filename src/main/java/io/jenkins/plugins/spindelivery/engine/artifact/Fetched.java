package io.jenkins.plugins.spindelivery.engine.artifact;

import java.util.Optional;

/**
 * What a fetcher brought.
 *
 * @param name what messages call it: the file or URL, without what may be secret in it
 * @param content the bytes; treated as immutable
 * @param etag the server's mark for this very content, as it was sent
 * @param contentType as it was sent, such as {@code application/yaml; charset=utf-8}
 */
public record Fetched(String name, byte[] content, Optional<String> etag, Optional<String> contentType) {

    /**
     * Content that no server told anything about.
     *
     * @param name what messages call it
     * @param content the bytes
     * @return the content with its name
     */
    public static Fetched of(String name, byte[] content) {
        return new Fetched(name, content, Optional.empty(), Optional.empty());
    }

    /** For people: the name and size; never the content, which may be secret. */
    @Override
    public String toString() {
        return name + " (" + content.length + " bytes)";
    }
}
