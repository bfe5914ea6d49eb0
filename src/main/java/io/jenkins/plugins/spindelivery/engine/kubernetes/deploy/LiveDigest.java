package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ServerFields;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether a write changed an object, by what it was when the plan was made. A resource version would not do: the
 * object's controller may write its status in between. Neither would comparing before and after the write: after a crash
 * the write is repeated, and then before is after. The digest of a Secret lies in the plan, beside the Secret itself, and
 * goes nowhere else.
 */
final class LiveDigest {
    private static final ObjectMapper SORTED =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private LiveDigest() {}

    static String of(ObjectNode live) {
        try {
            Object plain = SORTED.treeToValue(ServerFields.removedFrom(live), Object.class);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(SORTED.writeValueAsBytes(plain));
            return HexFormat.of().formatHex(digest);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can be written as JSON", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
