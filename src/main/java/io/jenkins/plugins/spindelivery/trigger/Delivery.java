package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.trigger.DeliveryId;
import io.jenkins.plugins.spindelivery.engine.trigger.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was delivered to a path.
 *
 * @param path the part of the address behind {@code spin-webhook/}
 * @param headers those that tell what happened, by names in lower case; never those that hold a secret
 * @param body the body's bytes
 * @param millis when it was received, in milliseconds since 1970
 * @param accepted {@link DeliveredTrigger#key()} of the triggers whose secret signed it
 */
record Delivery(String path, Map<String, String> headers, byte[] body, long millis, List<String> accepted) {
    /** The headers that are kept. */
    static final List<String> HEADERS = List.of(
            "X-GitHub-Event",
            "X-GitHub-Delivery",
            "X-Gitlab-Event",
            "Idempotency-Key",
            "ce-id",
            "ce-source",
            "ce-type");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The payload; it was read once already, before the delivery was accepted. */
    ObjectNode payload() {
        return Payload.read(body);
    }

    /** What the delivery is remembered by. */
    DeliveryId id(ObjectNode payload) {
        return DeliveryId.of(path, headers, body, payload);
    }

    /** A header; empty when it was not sent. */
    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** As the journal keeps it. */
    byte[] bytes() {
        ObjectNode tree =
                JSON.createObjectNode().put("path", path).put("millis", millis).put("body", body);
        ObjectNode sent = tree.putObject("headers");
        headers.forEach(sent::put);
        accepted.forEach(tree.putArray("accepted")::add);
        return write(tree);
    }

    /** Reads what {@link #bytes} gave. */
    static Delivery read(byte[] bytes) throws IOException {
        ObjectNode tree = tree(bytes);
        Map<String, String> headers = new TreeMap<>();
        tree.path("headers")
                .fields()
                .forEachRemaining(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        List<String> accepted = new ArrayList<>();
        tree.path("accepted").forEach(key -> accepted.add(key.asText()));
        return new Delivery(
                tree.path("path").asText(),
                new LinkedHashMap<>(headers),
                tree.path("body").binaryValue(),
                tree.path("millis").asLong(),
                accepted);
    }

    static ObjectNode tree(byte[] bytes) throws IOException {
        if (JSON.readTree(bytes) instanceof ObjectNode tree) {
            return tree;
        }
        throw new IOException("no object");
    }

    static byte[] write(ObjectNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
