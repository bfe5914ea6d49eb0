package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Chooses the names of objects with {@code generateName}, as the API server would. Ours are made from the deploy's id and
 * the object's place, so that a plan that is made again after a crash, or a create that is repeated after a lost reply,
 * comes to the same name instead of a second object.
 */
final class GeneratedNames {
    /** The API server's own alphabet: no vowels, no look-alikes. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;

    /** The API server cuts the prefix so that the whole name fits into a label. */
    private static final int LONGEST_PREFIX = 63 - SUFFIX_LENGTH;

    private GeneratedNames() {}

    /**
     * Gives a manifest its name, if it has only a prefix.
     *
     * @param manifest changed in place
     * @param deployId the deploy's id
     * @param place the object's place in the plan
     * @return whether the name was generated
     */
    static boolean complete(ObjectNode manifest, String deployId, int place) {
        ObjectNode metadata = (ObjectNode) manifest.get("metadata");
        if (!metadata.path("name").asText("").isEmpty() || !metadata.has("generateName")) {
            return false;
        }
        String prefix = metadata.get("generateName").asText();
        metadata.remove("generateName");
        metadata.put(
                "name",
                prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)) + suffix(deployId + "/" + place));
        return true;
    }

    /** What a generated name begins with. */
    static String prefixOf(String name) {
        return name.substring(0, Math.max(0, name.length() - SUFFIX_LENGTH));
    }

    private static String suffix(String seed) {
        long bits =
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(ALPHABET.charAt((int) Long.remainderUnsigned(bits, ALPHABET.length())));
            bits = Long.divideUnsigned(bits, ALPHABET.length());
        }
        return suffix.toString();
    }
}
