package io.jenkins.plugins.spindelivery.engine.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Names one Kubernetes object.
 *
 * @param apiVersion such as {@code apps/v1}
 * @param kind such as {@code Deployment}
 * @param namespace empty for cluster-scoped objects
 * @param name the object's name
 */
public record ObjectRef(
        @JsonProperty("apiVersion") String apiVersion,
        @JsonProperty("kind") String kind,
        @JsonProperty("namespace") String namespace,
        @JsonProperty("name") String name) {

    public ObjectRef {
        namespace = namespace == null ? "" : namespace;
    }

    /**
     * The name of an object or manifest tree.
     *
     * @param object a tree with {@code apiVersion}, {@code kind} and {@code metadata}; missing parts become empty
     * @return its name
     */
    public static ObjectRef of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return new ObjectRef(
                object.path("apiVersion").asText(""),
                object.path("kind").asText(""),
                metadata.path("namespace").asText(""),
                metadata.path("name").asText(""));
    }

    /**
     * The API group.
     *
     * @return such as {@code apps}; empty for the core group
     */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** For people: {@code Deployment devops/ci-youdu}, without the API version. */
    @Override
    public String toString() {
        return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
