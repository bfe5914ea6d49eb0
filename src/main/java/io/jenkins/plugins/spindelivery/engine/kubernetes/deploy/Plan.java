package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
     * @param content what to apply to have it back; {@code null} when nobody has declared what it should be
     */
    record Doomed(
            @JsonProperty("ref") ObjectRef ref,
            @JsonProperty("uid") String uid,
            @JsonProperty("content") @JsonInclude(JsonInclude.Include.NON_NULL) ObjectNode content) {

        static Doomed of(ObjectRef ref, ObjectNode live) {
            return new Doomed(
                    ref,
                    live.at("/metadata/uid").asText(),
                    Restore.declared(live).orElse(null));
        }

        /** The same object; what is declared of it may have changed in between. */
        boolean isSame(Doomed other) {
            return ref.equals(other.ref) && uid.equals(other.uid);
        }

        /** Without the content, which may be a Secret. */
        @Override
        public String toString() {
            return "Doomed[" + ref + "]";
        }
    }
}
