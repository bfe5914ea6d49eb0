package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;

/**
 * What a deploy is going to do, decided once and kept beside the state, because it holds the manifests.
 *
 * @param objects in deploy order
 * @param artifacts what the deploy produces
 * @param prune what is deleted in the end, because the application no longer has it
 */
record Plan(
        @JsonProperty("objects") List<PlannedObject> objects,
        @JsonProperty("artifacts") List<Artifact> artifacts,
        @JsonProperty("prune") List<Doomed> prune) {

    /**
     * An object to delete.
     *
     * @param ref its name
     * @param uid so that nothing else of the same name is deleted
     */
    record Doomed(@JsonProperty("ref") ObjectRef ref, @JsonProperty("uid") String uid) {}
}
