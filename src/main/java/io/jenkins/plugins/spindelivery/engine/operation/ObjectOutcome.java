package io.jenkins.plugins.spindelivery.engine.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;

/**
 * What became of one object.
 *
 * @param apiVersion such as {@code apps/v1}; {@code aws} for what is in AWS
 * @param kind such as {@code Deployment} or {@code Image}
 * @param namespace empty for cluster-scoped objects; the region of what is in AWS
 * @param name with its version, if it has one
 * @param action what was done
 * @param status {@code stable}, {@code progressing}, {@code paused}, {@code failed} or {@code unknown}
 * @param message why the status is what it is; may be empty
 */
@JsonPropertyOrder({"apiVersion", "kind", "namespace", "name", "action", "status", "message"})
public record ObjectOutcome(
        @JsonProperty("apiVersion") String apiVersion,
        @JsonProperty("kind") String kind,
        @JsonProperty("namespace") String namespace,
        @JsonProperty("name") String name,
        @JsonProperty("action") Action action,
        @JsonProperty("status") String status,
        @JsonProperty("message") String message) {

    /**
     * The object's name as a whole.
     *
     * @return the reference
     */
    public ObjectRef ref() {
        return new ObjectRef(apiVersion, kind, namespace, name);
    }
}
