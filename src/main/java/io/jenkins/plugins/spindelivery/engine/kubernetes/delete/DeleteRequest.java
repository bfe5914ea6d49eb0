package io.jenkins.plugins.spindelivery.engine.kubernetes.delete;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What is to be deleted: one name, or what a label selector matches, of each of the kinds.
 *
 * @param account the id of the account whose cluster it is about
 * @param kinds kinds as people write them: {@code deploy}, {@code ConfigMap}, {@code database.example.com}
 * @param name the objects' name; empty when there is a selector
 * @param labelSelector in the API's own syntax; empty when there is a name
 * @param namespace where to look; empty for the account's default namespace
 * @param propagation what happens to dependents: {@code Background}, {@code Foreground}, {@code Orphan}; {@code null} for
 *     the background
 * @param gracePeriodSeconds how long pods may take to stop, in seconds; {@code null} for the object's own
 * @param dryRun whether to stop after having found the objects
 * @param await whether to wait until they are gone
 * @param timeoutSeconds how long to wait, in seconds
 */
public record DeleteRequest(
        @JsonProperty("account") String account,
        @JsonProperty("kinds") List<String> kinds,
        @JsonProperty("name") String name,
        @JsonProperty("labelSelector") String labelSelector,
        @JsonProperty("namespace") String namespace,
        @JsonProperty("propagation") String propagation,
        @JsonProperty("gracePeriodSeconds") Long gracePeriodSeconds,
        @JsonProperty("dryRun") boolean dryRun,
        @JsonProperty("await") boolean await,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {

    public DeleteRequest {
        kinds = kinds == null ? List.of() : List.copyOf(kinds);
        name = name == null ? "" : name.trim();
        labelSelector = labelSelector == null ? "" : labelSelector.trim();
        namespace = namespace == null ? "" : namespace;
        propagation = propagation == null ? "Background" : propagation;
    }
}
