package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * What is sent to change one object. Sent again it changes nothing more: it holds values, not steps from what is there.
 *
 * @param strategy how the server reads it; never {@link PatchStrategy#JSON}
 * @param body the patch, which names the object's uid. With a {@code resourceVersion} it is for that very version: then
 *     it replaces lists as a whole
 */
record ReadyPatch(@JsonProperty("strategy") PatchStrategy strategy, @JsonProperty("body") ObjectNode body) {

    ReadyPatch {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(body, "body");
    }

    /** For whichever version of an object. */
    static ReadyPatch of(PatchStrategy strategy, ObjectNode body, String uid) {
        ObjectNode copy = body.deepCopy();
        copy.withObject("/metadata").put("uid", uid);
        return new ReadyPatch(strategy, copy);
    }

    /** For the version of an object that it was made from. */
    ReadyPatch atVersion(String resourceVersion) {
        ObjectNode copy = body.deepCopy();
        copy.withObject("/metadata").put("resourceVersion", resourceVersion);
        return new ReadyPatch(strategy, copy);
    }

    /** The same for any version. */
    ReadyPatch atAnyVersion() {
        ObjectNode copy = body.deepCopy();
        copy.withObject("/metadata").remove("resourceVersion");
        return new ReadyPatch(strategy, copy);
    }

    boolean isForOneVersion() {
        return body.path("metadata").has("resourceVersion");
    }

    /** Without the patch itself, which may hold a Secret's values. */
    @Override
    public String toString() {
        return "ReadyPatch[" + strategy + "]";
    }
}
