package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the field that a misspelt one was meant to be, in the schemas that the cluster publishes (OpenAPI v3,
 * Kubernetes 1.24 and later; custom resources included). Asked only after the server has refused a field.
 */
final class FieldNames {
    private static final String REFERENCE = "#/components/schemas/";

    private final JsonNode schemas;
    private final JsonNode root;

    private FieldNames(JsonNode schemas, JsonNode root) {
        this.schemas = schemas;
        this.root = root;
    }

    /**
     * The schema of an object's type.
     *
     * @param ref the object
     * @param get reads a tree by path; a missing node when it is not there
     * @return the schema, or empty when the cluster publishes none
     */
    static Optional<FieldNames> of(ObjectRef ref, Function<String, JsonNode> get) {
        String group = (ref.group().isEmpty() ? "api/" : "apis/") + ref.apiVersion();
        String path = get.apply("/openapi/v3")
                .path("paths")
                .path(group)
                .path("serverRelativeURL")
                .asText("");
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        JsonNode schemas = get.apply(path).path("components").path("schemas");
        for (JsonNode schema : schemas) {
            for (JsonNode type : schema.path("x-kubernetes-group-version-kind")) {
                if (describes(type, ref)) {
                    return Optional.of(new FieldNames(schemas, schema));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The field that was probably meant.
     *
     * @param wrong as the server names it, such as {@code spec.template.spec.containers[0].imag}
     * @return the same path with its last step put right, if there is a similar name
     */
    Optional<String> nearest(String wrong) {
        int dot = wrong.lastIndexOf('.');
        String parent = dot < 0 ? "" : wrong.substring(0, dot + 1);
        JsonNode schema = root;
        for (String step : steps(parent)) {
            schema = child(resolved(schema), step);
        }
        List<String> names = new ArrayList<>();
        resolved(schema).path("properties").fieldNames().forEachRemaining(names::add);
        return Nearest.to(wrong.substring(dot + 1), names).map(name -> parent + name);
    }

    private static List<String> steps(String path) {
        // List positions, 0 or name="web", say nothing about the schema.
        String plain = path.replaceAll("\\[[^]]*]", "");
        return Arrays.stream(plain.split("\\.")).filter(step -> !step.isEmpty()).toList();
    }

    private JsonNode child(JsonNode schema, String step) {
        JsonNode property = schema.path("properties").path(step);
        JsonNode found = resolved(property.isMissingNode() ? schema.path("additionalProperties") : property);
        return found.path("items").isMissingNode() ? found : found.path("items");
    }

    /** A schema is given in place, by reference, or by a reference in {@code allOf} beside a default. */
    private JsonNode resolved(JsonNode schema) {
        JsonNode holder = schema.path("allOf").isArray() ? schema.path("allOf").path(0) : schema;
        String reference = holder.path("$ref").asText("");
        return reference.startsWith(REFERENCE) ? schemas.path(reference.substring(REFERENCE.length())) : holder;
    }

    private static boolean describes(JsonNode type, ObjectRef ref) {
        return type.path("kind").asText("").equals(ref.kind())
                && type.path("group").asText("").equals(ref.group())
                && ref.apiVersion().endsWith(type.path("version").asText("?"));
    }
}
