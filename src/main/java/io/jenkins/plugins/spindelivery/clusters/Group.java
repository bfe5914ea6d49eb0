package io.jenkins.plugins.spindelivery.clusters;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;
import java.util.Set;

/**
 * A server group, in Kubernetes or in AWS, as it was when it was read.
 *
 * @param ref its name; in AWS with the region as namespace
 * @param manager what operations are done to in its place: the Deployment whose revision it is; {@code null} for itself
 * @param cluster what holds it together with its other versions
 * @param version such as {@code v003}; may be empty
 * @param revision the number of the Deployment's revision; {@code null} without one
 * @param current whether it is what its Deployment makes pods of now; always so without a Deployment
 * @param createdMillis when it was made, in milliseconds since 1970; 0 when nobody knows
 * @param images what it runs
 * @param up how many pods or instances are up
 * @param desired how many there should be
 * @param traffic whether it takes requests; {@code null} when that is nobody's to say
 * @param madeFor the build or the user that made it, by its own tags; may be empty
 * @param managedBy the tool that made it; may be empty
 * @param operations what may be done to it, whoever does it
 */
record Group(
        ObjectRef ref,
        ObjectRef manager,
        String cluster,
        String version,
        Long revision,
        boolean current,
        long createdMillis,
        List<String> images,
        int up,
        int desired,
        Boolean traffic,
        String madeFor,
        String managedBy,
        Set<GroupOperation> operations) {

    Group {
        images = List.copyOf(images);
        operations = Set.copyOf(operations);
    }

    /** What operations are done to. */
    ObjectRef subject() {
        return manager == null ? ref : manager;
    }
}
