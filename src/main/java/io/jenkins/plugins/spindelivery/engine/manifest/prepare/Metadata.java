package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Gets at the maps inside {@code metadata}, making them when they are missing or null. */
final class Metadata {
    private Metadata() {}

    /** The map {@code metadata}. */
    static ObjectNode metadata(ObjectNode holder) {
        return child(holder, "metadata");
    }

    /** The map {@code metadata.<name>} of an object or a pod template. */
    static ObjectNode map(ObjectNode holder, String name) {
        return child(metadata(holder), name);
    }

    private static ObjectNode child(ObjectNode parent, String name) {
        return parent.path(name) instanceof ObjectNode existing ? existing : parent.putObject(name);
    }
}
