package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiMove;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.migrate.DefinedTypes;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * What a connection knows of the types that its cluster serves may be days old: a CustomResourceDefinition may have come
 * since.
 */
final class KnownTypes {
    private KnownTypes() {}

    /**
     * Has the cluster asked again when a manifest is of a type that is not known, and that nothing else explains.
     *
     * @param cluster the connection
     * @param manifests the request
     */
    static void refresh(Cluster cluster, List<Manifest> manifests) {
        BiPredicate<String, String> defined = DefinedTypes.of(manifests);
        boolean unknown = manifests.stream()
                .map(Manifest::ref)
                .anyMatch(ref -> !isKnown(cluster, ref) && !defined.test(ref.apiVersion(), ref.kind()));
        if (unknown) {
            cluster.forgetResources();
        }
    }

    private static boolean isKnown(Cluster cluster, ObjectRef ref) {
        return cluster.resources().find(ref.apiVersion(), ref.kind()).isPresent()
                || ApiMove.of(ref.apiVersion(), ref.kind()).isPresent();
    }
}
