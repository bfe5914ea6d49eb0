package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry.Operation;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ManagedFields;
import java.util.Optional;

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

    /**
     * What our manager has applied of an object, or else what kubectl or Spinnaker has, or else what our manager has
     * created or put in place as a whole.
     */
    static Optional<ObjectNode> declared(ObjectNode live) {
        return ManagedFields.ownedBy(live, WriteOptions.SPIN_DELIVERY, Operation.APPLY)
                .or(() -> ManagedFields.lastApplied(live))
                .or(() -> ManagedFields.ownedBy(live, WriteOptions.SPIN_DELIVERY, Operation.UPDATE));
    }

    /** Without the manifest, which may be a Secret. */
    @Override
    public String toString() {
        return "Restore[" + way + "]";
    }
}
