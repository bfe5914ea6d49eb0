package io.jenkins.plugins.spindelivery.engine.kubernetes.group;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;

/**
 * A server group of Kubernetes: a ReplicaSet, by itself or as one revision of a Deployment, a StatefulSet or a DaemonSet.
 *
 * @param ref its name
 * @param manager the Deployment whose revision it is; {@code null} when it is nobody's
 * @param application the application
 * @param cluster what holds it together with its other versions: the moniker's cluster, such as {@code deployment web}
 * @param version such as {@code v003}; empty for what has no versions of its own
 * @param revision the number of the Deployment's revision; {@code null} without one
 * @param current whether it is what its Deployment makes pods of now; always so without a Deployment
 * @param created when it was made, as the server writes it (RFC 3339)
 * @param images of its containers, in the order of the object
 * @param ready how many pods are ready
 * @param desired how many there should be
 * @param services the Services that it is attached to when it is enabled; usually none, then traffic is not moved by hand
 * @param traffic whether it gets their requests
 * @param managedBy the value of the label {@code app.kubernetes.io/managed-by}; may be empty
 */
public record WorkloadGroup(
        ObjectRef ref,
        ObjectRef manager,
        String application,
        String cluster,
        String version,
        Long revision,
        boolean current,
        String created,
        List<String> images,
        int ready,
        int desired,
        List<String> services,
        Traffic traffic,
        String managedBy) {

    /** Whether a server group gets requests. */
    public enum Traffic {
        /** Its pods have the labels that its Services select by. */
        ENABLED,
        /** They do not have all of them. */
        DISABLED,
        /** It names no Services; what selects its pods is nobody's to move. */
        UNMANAGED
    }

    public WorkloadGroup {
        images = List.copyOf(images);
        services = List.copyOf(services);
    }
}
