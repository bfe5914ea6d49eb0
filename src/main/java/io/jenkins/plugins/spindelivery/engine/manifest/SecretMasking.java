package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Takes the values out of Secrets before a person or a log sees them. */
public final class SecretMasking {
    private static final String HIDDEN = "(hidden)";

    private SecretMasking() {}

    /**
     * Whether an object holds secrets in the way that Kubernetes' Secret does. The group does not matter: operators have
     * kinds of the same name and shape.
     *
     * @param object an object
     * @return whether its kind is {@code Secret}
     */
    public static boolean isSecret(JsonNode object) {
        return object.path("kind").asText("").equals("Secret");
    }

    /**
     * An object that may be shown.
     *
     * @param object any object
     * @return the object itself when it is no Secret; else a copy whose values in {@code data} and {@code stringData}
     *     say only how long they are, and whose annotations that repeat or describe the values are hidden
     */
    public static ObjectNode mask(ObjectNode object) {
        if (!isSecret(object)) {
            return object;
        }
        ObjectNode masked = object.deepCopy();
        hide(masked, "data");
        hide(masked, "stringData");
        if (masked.at("/metadata/annotations") instanceof ObjectNode annotations) {
            for (String key : List.of(SpinnakerAnnotations.LAST_APPLIED, SpinnakerAnnotations.FINGERPRINT)) {
                if (annotations.has(key)) {
                    annotations.put(key, HIDDEN);
                }
            }
        }
        return masked;
    }

    private static void hide(ObjectNode secret, String field) {
        JsonNode values = secret.path(field);
        if (values instanceof ObjectNode map) {
            List<String> keys = new ArrayList<>();
            map.fieldNames().forEachRemaining(keys::add);
            keys.forEach(key -> map.put(key, marker(map.get(key), field.equals("data"))));
        } else if (!values.isMissingNode() && !values.isNull()) {
            secret.put(field, HIDDEN);
        }
    }

    private static String marker(JsonNode value, boolean base64) {
        if (!value.isTextual()) {
            return HIDDEN;
        }
        try {
            return "(hidden, " + bytes(value.textValue(), base64).length + " bytes)";
        } catch (IllegalArgumentException e) {
            return "(hidden, not base64)";
        }
    }

    private static byte[] bytes(String text, boolean base64) {
        // Line ends are allowed in a Secret's base64, nothing else is.
        return base64
                ? Base64.getDecoder().decode(text.replaceAll("[\\r\\n]", ""))
                : text.getBytes(StandardCharsets.UTF_8);
    }
}
