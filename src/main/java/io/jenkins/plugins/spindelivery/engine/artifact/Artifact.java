package io.jenkins.plugins.spindelivery.engine.artifact;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Spinnaker's artifact: something outside a manifest that a manifest refers to. A deploy produces one for each object
 * ({@code kubernetes/configMap}), and consumes them together with images ({@code docker/image}).
 *
 * @param type such as {@code kubernetes/configMap} or {@code docker/image}
 * @param name what manifests mention: the unversioned name, or the image without tag
 * @param location the namespace of a Kubernetes object, else empty
 * @param version such as {@code v001}, an image tag, or empty
 * @param reference what replaces the mention: the versioned name, or the full image reference
 * @param account the account it lives in; {@code null} when it does not matter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Artifact(
        @JsonProperty("type") String type,
        @JsonProperty("name") String name,
        @JsonProperty("location") String location,
        @JsonProperty("version") String version,
        @JsonProperty("reference") String reference,
        @JsonProperty("account") String account) {

    public Artifact {
        type = type == null ? "" : type;
        name = name == null ? "" : name;
        location = location == null ? "" : location;
        version = version == null ? "" : version;
        reference = reference == null ? "" : reference;
    }

    /** For people: {@code kubernetes/configMap devops/app v001}. */
    @Override
    public String toString() {
        return type + " " + (location.isEmpty() ? name : location + "/" + name)
                + (version.isEmpty() ? "" : " " + version);
    }
}
