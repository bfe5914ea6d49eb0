package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.PlannedObject.Way;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.FieldsEntry.Operation;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ManagedFields;
import io.jenkins.plugins.spindelivery.engine.manifest.DeployStrategy;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparedManifest;
import java.util.Optional;
import java.util.Set;

/** Decides how each object is written, and how it would be put back. */
final class PlannedObjects {
    private final ApiResources served;
    private final DeployOptions options;
    private final Set<String> namespacesToCome;

    /**
     * For one request.
     *
     * @param served what the cluster serves now
     * @param options how the deploy behaves
     * @param namespacesToCome namespaces that the request itself makes
     */
    PlannedObjects(ApiResources served, DeployOptions options, Set<String> namespacesToCome) {
        this.served = served;
        this.options = options;
        this.namespacesToCome = namespacesToCome;
    }

    PlannedObject plan(PreparedManifest prepared, ObjectNode manifest, Optional<ObjectNode> live) {
        ObjectRef ref = ObjectRef.of(manifest);
        Way way = way(prepared, manifest, live);
        return new PlannedObject(
                manifest,
                Kinds.of(manifest).priority(),
                way,
                options.forceConflicts() || prepared.strategy().forceConflicts(),
                expected(way, live),
                live.map(PlannedObjects::uid).orElse(""),
                live.map(LiveDigest::of).orElse(""),
                live.flatMap(object -> ManagedFields.takeOver(object, WriteOptions.SPIN_DELIVERY))
                        .isPresent(),
                restore(way, live, manifest),
                prepared.baseName(),
                prepared.version() == null ? "" : prepared.version().toString(),
                prepared.fingerprint() == null ? "" : prepared.fingerprint(),
                prepared.strategy().maxVersionHistory() == null
                        ? 0
                        : prepared.strategy().maxVersionHistory(),
                namespacesToCome.contains(ref.namespace())
                        || served.find(ref.apiVersion(), ref.kind()).isEmpty());
    }

    private Way way(PreparedManifest prepared, ObjectNode manifest, Optional<ObjectNode> live) {
        DeployStrategy.Method method = prepared.strategy().method();
        boolean newByName = prepared.ref().name().isEmpty() || (prepared.version() != null && !prepared.reused());
        if (newByName) {
            return Way.CREATE;
        }
        if (method == DeployStrategy.Method.RECREATE) {
            return Way.RECREATE;
        }
        if (method == DeployStrategy.Method.REPLACE) {
            return Way.REPLACE;
        }
        boolean inOrder = !options.applyUnchanged()
                && live.filter(object -> ManagedFields.matches(manifest, object, WriteOptions.SPIN_DELIVERY))
                        .isPresent();
        return inOrder ? Way.NOTHING : Way.APPLY;
    }

    private static Action expected(Way way, Optional<ObjectNode> live) {
        if (way == Way.NOTHING) {
            return Action.UNCHANGED;
        }
        return live.isPresent() ? Action.CONFIGURED : Action.CREATED;
    }

    /**
     * Before us the object was what our manager had applied, or what kubectl or Spinnaker had. Of one that others made
     * by other means nobody has declared what it should be.
     */
    private static Restore restore(Way way, Optional<ObjectNode> live, ObjectNode next) {
        if (live.isEmpty()) {
            return new Restore(Restore.Way.DELETE, null);
        }
        if (way == Way.NOTHING) {
            return new Restore(Restore.Way.LEAVE, null);
        }
        return ManagedFields.madeBy(live.get(), WriteOptions.SPIN_DELIVERY, next)
                .or(() -> ManagedFields.lastApplied(live.get()))
                // Only replacing leaves this: the object as a whole.
                .or(() -> ManagedFields.ownedBy(live.get(), WriteOptions.SPIN_DELIVERY, Operation.UPDATE))
                .map(manifest -> new Restore(Restore.Way.APPLY, manifest))
                .orElseGet(() -> new Restore(Restore.Way.LEAVE, null));
    }

    private static String uid(ObjectNode live) {
        return live.path("metadata").path("uid").asText();
    }
}
