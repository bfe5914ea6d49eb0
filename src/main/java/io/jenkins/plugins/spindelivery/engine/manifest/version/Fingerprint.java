package io.jenkins.plugins.spindelivery.engine.manifest.version;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.SecretMasking;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Tells whether two versions were made from the same content.
 *
 * <p>Secrets have none. A hash of a password can be tried out by whoever sees it, and annotations are shown where values
 * are hidden ({@code kubectl describe}, dashboards, metrics). No key would help: what both deploys know is the Secret
 * itself. It isn't needed either, for all of a Secret's content can be compared with the live object.
 */
public final class Fingerprint {
    /** So that a later way of computing it is told from this one. */
    private static final String PREFIX = "v1:";

    private Fingerprint() {}

    /**
     * Computes the fingerprint of a manifest: SHA-256 over the canonical JSON of everything but {@code metadata}.
     *
     * @param object the manifest after binding and before annotating
     * @return such as {@code v1:} and 64 hexadecimal digits; empty for a Secret
     */
    public static Optional<String> of(ObjectNode object) {
        if (SecretMasking.isSecret(object)) {
            return Optional.empty();
        }
        byte[] canonical = CanonicalJson.of(Content.of(object)).getBytes(StandardCharsets.UTF_8);
        return Optional.of(PREFIX + HexFormat.of().formatHex(sha256(canonical)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
