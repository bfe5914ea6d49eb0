package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * Writes a Secret's {@code stringData} as {@code data}.
 *
 * <p>The API server keeps only {@code data}, but notes the owner of a field by the name under which it was sent. What is
 * applied as {@code stringData} therefore has no owner as {@code data}: a key that the manifest drops stays in the cluster, the
 * change that somebody else made is overwritten without a conflict, and there is nothing to roll back to.
 */
public final class SecretData {
    private SecretData() {}

    /**
     * Moves {@code stringData} to {@code data}; where both have a key, {@code stringData} wins, as on the server.
     *
     * @param object any object; changed in place if it is a Secret with {@code stringData}
     */
    public static void encode(ObjectNode object) {
        boolean core = object.path("apiVersion").asText("").equals("v1");
        if (!core || !SecretMasking.isSecret(object) || !(object.get("stringData") instanceof ObjectNode plain)) {
            return;
        }
        ObjectNode data = object.get("data") instanceof ObjectNode given ? given : object.objectNode();
        for (Map.Entry<String, JsonNode> entry : plain.properties()) {
            byte[] bytes = entry.getValue().asText("").getBytes(StandardCharsets.UTF_8);
            data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
        }
        object.remove("stringData");
        object.set("data", data);
    }
}
