package io.jenkins.plugins.spindelivery.engine.kubernetes.diff;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * One changed value.
 *
 * @param path where, such as <code>spec.template.spec.containers[name=web].image</code>; empty for the whole object
 * @param before the value before; {@code null} when there was none
 * @param after the value afterwards; {@code null} when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Change(
        @JsonProperty("path") String path,
        @JsonProperty("before") JsonNode before,
        @JsonProperty("after") JsonNode after) {

    /** For people: {@code ~ spec.replicas: 1 -> 2}, with {@code +} or {@code -} in front of what is new or gone. */
    @Override
    public String toString() {
        if (before == null) {
            return "+ " + path + ": " + after;
        }
        return after == null ? "- " + path + ": " + before : "~ " + path + ": " + before + " -> " + after;
    }
}
