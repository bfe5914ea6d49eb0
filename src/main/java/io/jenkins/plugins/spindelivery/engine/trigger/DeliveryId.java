package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a delivery is remembered by, so that one that is sent again does nothing.
 *
 * @param value the identity
 * @param unique whether the sender or the thing itself gave it, so that the same one means the same for long; otherwise
 *     it is a hash of the content, and the same content may well mean something new after some minutes
 */
public record DeliveryId(String value, boolean unique) {
    private static final int MAX_LENGTH = 200;
    /**
     * Headers that stay the same when a sender tries again: GitHub's, GitLab's since 17.4, and CloudEvents' in the
     * binary form. GitLab's {@code X-Gitlab-Webhook-UUID} is not among them, for it names the hook, nor is {@code
     * X-Gitlab-Event-UUID}, which events that follow from one another share.
     */
    private static final List<String> HEADERS = List.of("X-GitHub-Delivery", "Idempotency-Key", "ce-id");

    /**
     * The identity of a delivery.
     *
     * @param path the path that it was delivered to: what is delivered to two paths is two deliveries
     * @param headers what was sent, in any spelling of the names
     * @param body the body's bytes as they came
     * @param payload the same, read
     * @return the sender's own id when there is one, in a header or as {@code id} of a CloudEvent, else a hash
     */
    public static DeliveryId of(String path, Map<String, String> headers, byte[] body, ObjectNode payload) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        for (String header : HEADERS) {
            String sent = byName.getOrDefault(header, "").strip();
            if (isUsable(sent)) {
                return new DeliveryId(path + " " + sourceOf(byName, header) + sent, true);
            }
        }
        String id = Payload.text(payload, "id");
        if (isCloudEvent(payload) && isUsable(id)) {
            return new DeliveryId(path + " " + Payload.text(payload, "source") + " " + id, true);
        }
        return new DeliveryId(path + " sha256:" + sha256(body), false);
    }

    /** Ids of CloudEvents are unique for their source only. */
    private static String sourceOf(Map<String, String> headers, String header) {
        return header.equals("ce-id") ? headers.getOrDefault("ce-source", "") + " " : "";
    }

    private static boolean isCloudEvent(JsonNode payload) {
        return payload.has("specversion") && payload.has("source");
    }

    private static boolean isUsable(String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH;
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
