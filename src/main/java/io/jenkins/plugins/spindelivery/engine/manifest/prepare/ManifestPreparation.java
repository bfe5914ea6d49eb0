package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import java.util.List;

/** Makes the manifests of one request ready to be applied. */
public final class ManifestPreparation {
    private ManifestPreparation() {}

    /**
     * Prepares all manifests before any is applied.
     *
     * @param manifests as read, with expressions evaluated and API versions settled
     * @param options how
     * @param live what the cluster has; {@link LiveView#NONE} to render offline
     * @return the prepared manifests in deploy order, and warnings
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException with category {@code INPUT} and all
     *     problems that were found
     */
    public static Prepared prepare(List<Manifest> manifests, PreparationOptions options, LiveView live) {
        return new Preparation(options, live).run(manifests);
    }
}
