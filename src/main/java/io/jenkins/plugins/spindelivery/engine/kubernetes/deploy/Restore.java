package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How a rollback puts an object back.
 *
 * @param way what to do
 * @param manifest what to apply; {@code null} unless the way is {@link Way#APPLY}
 */
record Restore(@JsonProperty("way") Way way, @JsonProperty("manifest") ObjectNode manifest) {

    enum Way {
        /** It was not there: delete it. */
        DELETE,
        /** Apply what our manager owned, or what was applied last before we came. */
        APPLY,
        /** Nothing is known of what it should be; it is left as it is, with a warning. */
        LEAVE
    }

    /** Without the manifest, which may be a Secret. */
    @Override
    public String toString() {
        return "Restore[" + way + "]";
    }
}
