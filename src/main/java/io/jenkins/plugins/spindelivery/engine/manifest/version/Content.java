package io.jenkins.plugins.spindelivery.engine.manifest.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.manifest.SecretData;
import io.jenkins.plugins.spindelivery.engine.manifest.SecretMasking;
import java.util.Base64;
import java.util.Map;

/** What a version stands for: everything of an object but its {@code metadata}. */
final class Content {
    private static final String DEFAULT_SECRET_TYPE = "Opaque";

    private Content() {}

    /**
     * The content of an object. A Secret's {@code stringData} is turned into {@code data}, as the API server does, so
     * that both ways of writing a Secret are the same content; so is leaving out the default type.
     *
     * @param object a manifest or a live object
     * @return a copy without {@code metadata}
     */
    static ObjectNode of(ObjectNode object) {
        ObjectNode content = object.deepCopy();
        content.remove("metadata");
        if (SecretMasking.isSecret(content)) {
            normaliseSecret(content);
        }
        return content;
    }

    private static void normaliseSecret(ObjectNode secret) {
        SecretData.encode(secret);
        ObjectNode data = secret.objectNode();
        for (Map.Entry<String, JsonNode> entry : secret.path("data").properties()) {
            data.set(entry.getKey(), normalisedBase64(entry.getValue()));
        }
        secret.set("data", data);
        if (secret.path("type").asText("").isEmpty()) {
            secret.put("type", DEFAULT_SECRET_TYPE);
        }
    }

    /** The API server ignores line ends inside base64; what is no base64 it will refuse, so here it stays as it is. */
    private static JsonNode normalisedBase64(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(value.textValue().replaceAll("[\\r\\n]", ""));
            return TextNode.valueOf(Base64.getEncoder().encodeToString(decoded));
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
