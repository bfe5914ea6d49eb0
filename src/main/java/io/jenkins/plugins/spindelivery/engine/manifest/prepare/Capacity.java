package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Puts the live number of replicas into a manifest that asks for {@code use-source-capacity}. */
final class Capacity {
    private Capacity() {}

    /**
     * Changes {@code spec.replicas}.
     *
     * @param object the manifest
     * @param source the live number and whose it is
     * @param omittedIsLost whether leaving the field out would give the default of 1, as it does for a new object
     */
    static void use(ObjectNode object, SourceCapacity source, boolean omittedIsLost) {
        if (!(object.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        if (source instanceof SourceCapacity.Ours ours) {
            spec.put("replicas", ours.replicas());
        } else if (source instanceof SourceCapacity.Foreign foreign && omittedIsLost) {
            spec.put("replicas", foreign.replicas());
        } else if (source instanceof SourceCapacity.Foreign) {
            spec.remove("replicas");
        }
    }
}
