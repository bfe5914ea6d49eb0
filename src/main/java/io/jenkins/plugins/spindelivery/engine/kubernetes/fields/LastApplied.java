package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The annotation in which {@code kubectl apply} keeps what it applied. */
public final class LastApplied {
    /** Its key. */
    public static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    /** Its place in {@code managedFields}. */
    static final FieldPath PATH = FieldPath.of("metadata", "annotations", ANNOTATION);

    private static final ObjectMapper JSON = new ObjectMapper();

    private LastApplied() {}

    static Optional<ObjectNode> of(JsonNode live) {
        JsonNode text = live.path("metadata").path("annotations").path(ANNOTATION);
        if (!text.isTextual()) {
            return Optional.empty();
        }
        try {
            return JSON.readTree(text.textValue()) instanceof ObjectNode tree ? Optional.of(tree) : Optional.empty();
        } catch (JsonProcessingException e) {
            // Somebody else's annotation, cut or edited by hand: as good as none.
            return Optional.empty();
        }
    }
}
