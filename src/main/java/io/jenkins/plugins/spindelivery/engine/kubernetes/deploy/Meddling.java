package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.diff.ObjectDiff;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry.Operation;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ManagedFields;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out whether somebody changed what a deploy had written: then the object may be stable, but it is not what the
 * manifest says. The server moves a field from its owner to whoever gives it another value.
 */
final class Meddling {
    /** Changed by autoscalers and people all the time, and no matter of what runs. */
    private static final String REPLICAS = "spec.replicas";

    private Meddling() {}

    /**
     * Looks at one object.
     *
     * @param planned what was written
     * @param live the object now
     * @return a warning that names the fields and who changed them; empty when everything is still ours
     */
    static Optional<Problem> of(PlannedObject planned, ObjectNode live) {
        String later = laterManagers(ManagedFields.of(live));
        if (later.isEmpty()) {
            return Optional.empty();
        }
        String lost = ManagedFields.ownedBy(live, WriteOptions.SPIN_DELIVERY, Operation.APPLY)
                .map(ours -> lost(ours, planned.manifest()))
                .orElse("");
        return lost.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of(
                        "kubernetes.deploy-object-changed", planned.ref().toString(), lost, later));
    }

    /** Who has written the object itself since we did; the server's times have seconds. */
    private static String laterManagers(ManagedFields fields) {
        String since = fields.entry(WriteOptions.SPIN_DELIVERY, Operation.APPLY)
                .map(FieldsEntry::time)
                .orElse("");
        return since.isEmpty()
                ? ""
                : fields.entries().stream()
                        .filter(entry -> entry.subresource().isEmpty())
                        .filter(entry -> !entry.manager().equals(WriteOptions.SPIN_DELIVERY))
                        .filter(entry -> entry.time().compareTo(since) >= 0)
                        .map(FieldsEntry::manager)
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    private static String lost(ObjectNode ours, ObjectNode manifest) {
        return ObjectDiff.of(ours, manifest).changes().stream()
                .filter(change -> change.before() == null
                        && change.after() != null
                        && !change.after().isNull())
                .map(change -> change.path())
                .filter(path -> path.startsWith("spec.") && !path.equals(REPLICAS))
                .collect(Collectors.joining(", "));
    }
}
