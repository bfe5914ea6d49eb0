package io.jenkins.plugins.spindelivery.engine.manifest;

import java.util.Comparator;
import java.util.List;

/** The order in which the objects of one request are applied, as Spinnaker has it. */
public final class DeployOrder {
    private DeployOrder() {}

    /**
     * Sorts by the kinds' priority; what has the same priority stays in the order of the input.
     *
     * @param manifests in any order
     * @return the same in deploy order
     */
    public static List<Manifest> sorted(List<Manifest> manifests) {
        return manifests.stream()
                .sorted(Comparator.comparingInt(
                        manifest -> Kinds.of(manifest.json()).priority()))
                .toList();
    }
}
