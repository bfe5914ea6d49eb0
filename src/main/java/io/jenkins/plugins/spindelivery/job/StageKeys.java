package io.jenkins.plugins.spindelivery.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The keys of a pipeline's stages within their build, and the names of their folders there. Made of refIds and of no flow
 * nodes, so that a stage which starts again after a crash finds what it did before.
 */
public final class StageKeys {
    private static final String PREFIX = "p-";
    private static final int READABLE = 40;
    private static final int DIGITS = 20;

    private StageKeys() {}

    /**
     * The key of one call of a stage.
     *
     * @param refId the stage's; any text
     * @param call counts the stage's calls from 0
     * @return unlike that of any other stage, also where file names have no case
     */
    public static String of(String refId, int call) {
        String name = refId.matches("[a-z0-9]{1," + READABLE + "}") ? refId : hashed(refId);
        return PREFIX + name + (call == 0 ? "" : "." + call);
    }

    /**
     * Which call of its stage a key is of.
     *
     * @param key that {@link #of} has made
     * @return counts from 0
     */
    static int call(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? 0 : Integer.parseInt(key.substring(dot + 1));
    }

    /** Its dash keeps it apart from names that are taken as they are. */
    private static String hashed(String refId) {
        String word = refId.replaceAll("[^A-Za-z0-9]+", "");
        return (word.isEmpty() ? "x" : word.substring(0, Math.min(word.length(), READABLE))) + "-" + hash(refId);
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
