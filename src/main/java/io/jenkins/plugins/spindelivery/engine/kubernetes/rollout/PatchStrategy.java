package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a patch is read, in Spinnaker's and kubectl's words. */
public enum PatchStrategy {
    /** Kubernetes' own way: lists are merged by the keys of their items. Not for custom resources. */
    @JsonProperty("strategic")
    STRATEGIC("application/strategic-merge-patch+json"),
    /** RFC 7386: maps are merged, lists replaced, {@code null} removes. */
    @JsonProperty("merge")
    MERGE("application/merge-patch+json"),
    /** RFC 6902: a list of operations. */
    @JsonProperty("json")
    JSON("application/json-patch+json");

    private final String contentType;

    PatchStrategy(String contentType) {
        this.contentType = contentType;
    }

    /** The media type of such a patch. */
    String contentType() {
        return contentType;
    }
}
