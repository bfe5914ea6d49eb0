package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiFunction;

/** Asks the server about the credential itself: who it is, and what it may do. */
final class SelfReviews {
    private final BiFunction<String, ObjectNode, JsonNode> send;

    /**
     * For one connection.
     *
     * @param send posts a question to a path and gives the answer; throws {@link ApiException}
     */
    SelfReviews(BiFunction<String, ObjectNode, JsonNode> send) {
        this.send = send;
    }

    /** See {@link Cluster#may}. */
    boolean may(String verb, ApiResource resource, String namespace, String name) {
        ObjectNode review = review("authorization.k8s.io/v1", "SelfSubjectAccessReview");
        review.putObject("spec")
                .putObject("resourceAttributes")
                .put("verb", verb)
                .put("group", resource.group())
                .put("version", resource.version())
                .put("resource", resource.plural())
                .put("namespace", namespace)
                .put("name", name);
        return send.apply("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)
                .at("/status/allowed")
                .asBoolean(false);
    }

    /** See {@link Cluster#user}. */
    String user() {
        ObjectNode review = review("authentication.k8s.io/v1", "SelfSubjectReview");
        try {
            return send.apply("/apis/authentication.k8s.io/v1/selfsubjectreviews", review)
                    .at("/status/userInfo/username")
                    .asText("");
        } catch (ApiException e) {
            // Older servers do not know this question; what is told about the user is true without the name.
            return "";
        }
    }

    private static ObjectNode review(String apiVersion, String kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind);
    }
}
