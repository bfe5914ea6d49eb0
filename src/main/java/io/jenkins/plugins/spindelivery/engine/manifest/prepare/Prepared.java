package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/**
 * What {@link ManifestPreparation} made of a request.
 *
 * @param manifests in deploy order
 * @param warnings what deserves attention but stops nothing
 */
public record Prepared(
        @JsonProperty("manifests") List<PreparedManifest> manifests, @JsonProperty("warnings") List<Problem> warnings) {

    public Prepared {
        manifests = List.copyOf(manifests);
        warnings = List.copyOf(warnings);
    }
}
