package io.jenkins.plugins.spindelivery.engine.artifact;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The reference is the content: a manifest that was typed in, or Spinnaker's {@code embedded/base64} artifact. */
public final class InlineSource implements ArtifactFetcher {
    /** How the reference holds the content. */
    public enum Encoding {
        /** As it is; becomes UTF-8. */
        TEXT,
        /** In base64, with or without line breaks. */
        BASE64
    }

    private final String name;
    private final Encoding encoding;
    private final int maxBytes;

    /**
     * A source of one encoding.
     *
     * @param name what messages call the content
     * @param encoding how references hold it
     * @param maxBytes how large it may be
     */
    public InlineSource(String name, Encoding encoding, int maxBytes) {
        this.name = name;
        this.encoding = encoding;
        this.maxBytes = maxBytes;
    }

    /**
     * Takes the content out of the reference.
     *
     * @param reference the content in the source's encoding; never shown in messages
     * @return the content
     * @throws ProblemException when it is too large or no base64
     */
    @Override
    public Fetched fetch(String reference) {
        byte[] content = encoding == Encoding.TEXT ? reference.getBytes(StandardCharsets.UTF_8) : decoded(reference);
        if (content.length > maxBytes) {
            throw Failures.of("artifact.too-large", name, maxBytes);
        }
        return Fetched.of(name, content);
    }

    private byte[] decoded(String reference) {
        try {
            return Base64.getDecoder().decode(reference.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            // The decoder's message quotes a part of the content.
            throw Failures.of("artifact.inline-base64", name);
        }
    }
}
