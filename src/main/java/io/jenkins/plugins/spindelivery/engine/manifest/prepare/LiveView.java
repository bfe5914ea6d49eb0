package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;
import java.util.Optional;

/** What the preparation of manifests must know of the cluster. It asks only for what a manifest makes necessary. */
public interface LiveView {
    /** Nothing is live and no cluster is known; for rendering offline. */
    LiveView NONE = new NothingLive();

    /**
     * The objects that may be versions of a manifest: those of this kind and namespace. More do no harm, because the
     * versions are picked by their annotations; objects with one of the names {@code baseName-v000}… must be there even
     * without annotations, because their names are taken.
     *
     * @param apiVersion the manifest's
     * @param kind the manifest's
     * @param namespace empty for a cluster-scoped kind
     * @param baseName the name without version
     * @return live objects, in any order
     */
    List<ObjectNode> versions(String apiVersion, String kind, String namespace, String baseName);

    /**
     * The number of replicas of a live object.
     *
     * @param ref the object by its live name, with version if it has one
     * @return the number and whose it is
     */
    SourceCapacity sourceCapacity(ObjectRef ref);

    /**
     * Whether the objects of a kind live in namespaces.
     *
     * @param apiVersion such as {@code apps/v1}
     * @param kind such as {@code Deployment}
     * @return empty when the cluster does not know the kind
     */
    Optional<Boolean> namespaced(String apiVersion, String kind);

    /**
     * A Service that a workload is to be attached to.
     *
     * @param namespace its namespace
     * @param name its name
     * @return the live Service, or empty when there is none
     */
    Optional<ObjectNode> service(String namespace, String name);
}
