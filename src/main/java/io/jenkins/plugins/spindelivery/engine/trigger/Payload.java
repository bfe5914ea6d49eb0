package io.jenkins.plugins.spindelivery.engine.trigger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JSON that a sender delivered, from bytes to a tree of limited size and depth. */
public final class Payload {
    /** The largest payload, in bytes. */
    public static final int MAX_BYTES = 1 << 20;
    /** How deep objects and lists may nest. */
    public static final int MAX_DEPTH = 64;
    /** How many artifacts are taken from a payload. */
    public static final int MAX_ARTIFACTS = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(100)
                            .build())
                    // A name that stands twice would mean one thing to the sender and another to us.
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // A tag such as 1.10 that was sent as a number stays 1.10.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Payload() {}

    /**
     * Reads a payload.
     *
     * @param body at most {@link #MAX_BYTES} bytes
     * @return the object
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it is too large, no JSON, nests too
     *     deep, names a field twice, or is something else than an object
     */
    public static ObjectNode read(byte[] body) {
        if (tree(body) instanceof ObjectNode payload) {
            return payload;
        }
        throw SafePattern.input("", "trigger.payload-object");
    }

    private static JsonNode tree(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw SafePattern.input("", "trigger.payload-large", MAX_BYTES);
        }
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            // The message quotes the payload, which may hold secrets; the place is enough.
            JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            throw SafePattern.input("", "trigger.payload-json", at.getLineNr(), at.getColumnNr(), MAX_DEPTH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The artifacts that a payload brings along as Spinnaker's webhooks do: a list {@code artifacts} of objects with a
     * {@code type}. Anything else of that name has another meaning to its sender and is left alone.
     *
     * @param payload what was delivered
     * @return the first {@link #MAX_ARTIFACTS} of them
     */
    public static List<Artifact> artifacts(ObjectNode payload) {
        List<Artifact> found = new ArrayList<>();
        for (JsonNode artifact : payload.path("artifacts")) {
            if (found.size() < MAX_ARTIFACTS && !text(artifact, "type").isEmpty()) {
                String account = text(artifact, "artifactAccount");
                found.add(new Artifact(
                        text(artifact, "type"),
                        text(artifact, "name"),
                        text(artifact, "location"),
                        text(artifact, "version"),
                        text(artifact, "reference"),
                        account.isEmpty() ? null : account));
            }
        }
        return List.copyOf(found);
    }

    /** The text of a field; empty when it is absent, null, or no scalar. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isNull() ? "" : value.asText();
    }

    /**
     * A payload as maps and lists, for {@link JsonPaths}.
     *
     * @param payload what was delivered
     * @return a copy
     */
    public static Map<String, Object> document(ObjectNode payload) {
        return MAPPER.convertValue(payload, new TypeReference<>() {});
    }

    /** A value of such a document as text: scalars as they are written, anything else as JSON. */
    static String text(Object value) {
        if (value instanceof Map || value instanceof List) {
            return MAPPER.valueToTree(value).toString();
        }
        return String.valueOf(value);
    }
}
