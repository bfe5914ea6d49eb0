package io.jenkins.plugins.spindelivery.engine.kubernetes.diff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import java.util.List;

/** What a live object holds that nobody declares: the server's own bookkeeping, and kubectl's copy of a manifest. */
public final class ServerFields {
    private static final List<String> METADATA =
            List.of("managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink");

    private ServerFields() {}

    /**
     * An object without that.
     *
     * @param object a live object; not changed
     * @return a copy
     */
    public static ObjectNode removedFrom(ObjectNode object) {
        ObjectNode clean = object.deepCopy();
        clean.remove("status");
        if (clean.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(METADATA);
            if (metadata.get("annotations") instanceof ObjectNode annotations) {
                annotations.remove(SpinnakerAnnotations.LAST_APPLIED);
                if (annotations.isEmpty()) {
                    metadata.remove("annotations");
                }
            }
        }
        return clean;
    }
}
