package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.DeployStrategy;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.version.Version;
import java.util.List;

/**
 * A manifest that is ready to be applied.
 *
 * @param manifest namespace, versioned name, bound artifacts, replicas, annotations and labels are all in it
 * @param ref its final name; under {@code generateName} the name is empty, for the cluster chooses it
 * @param baseName the name without version; under {@code generateName} its prefix without the dash at the end
 * @param version its version; {@code null} for an object without versions
 * @param reused whether that version is live already with the same content
 * @param strategy what its strategy annotations ask for
 * @param artifact what deploying it produces; {@code null} under {@code generateName}, where the name is not known yet
 * @param fingerprint of its content, as its annotation carries it; {@code null} for objects without versions and for
 *     Secrets, which are compared by their content alone
 * @param bound the artifacts that took the place of mentions, in the order of the mentions, each once
 */
public record PreparedManifest(
        @JsonProperty("manifest") Manifest manifest,
        @JsonProperty("ref") ObjectRef ref,
        @JsonProperty("baseName") String baseName,
        @JsonProperty("version") Version version,
        @JsonProperty("reused") boolean reused,
        @JsonProperty("strategy") DeployStrategy strategy,
        @JsonProperty("artifact") Artifact artifact,
        @JsonProperty("fingerprint") String fingerprint,
        @JsonProperty("bound") List<Artifact> bound) {

    public PreparedManifest {
        bound = List.copyOf(bound);
    }
}
