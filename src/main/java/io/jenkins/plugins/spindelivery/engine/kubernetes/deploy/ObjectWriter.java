package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApplyResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.ManagedFields;
import io.jenkins.plugins.spindelivery.engine.kubernetes.fields.TakeOver;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.version.VersionChooser;
import java.util.List;
import java.util.Optional;

/** Writes one planned object. Doing it again after a crash comes to the same. */
final class ObjectWriter {
    /** How often someone may change an object between our reading and our writing it before we give up. */
    private static final int RACES = 5;

    private final Cluster cluster;

    ObjectWriter(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * What writing came to.
     *
     * @param action what was done; {@code null} when it has to be tried again after a while
     * @param object as the server has it now; {@code null} when it has to be tried again
     * @param warnings what the server warned of
     */
    record Written(Action action, ObjectNode object, List<String> warnings) {
        private static final Written AGAIN = new Written(null, null, List.of());

        boolean pending() {
            return action == null;
        }
    }

    Written write(PlannedObject planned) {
        WriteOptions options = WriteOptions.DEFAULT.withForce(planned.force());
        return switch (planned.way()) {
            case APPLY -> apply(planned, options);
            case CREATE -> create(planned, options);
            case RECREATE -> recreate(planned, options);
            case REPLACE -> replace(planned, options, RACES);
            case NOTHING -> new Written(Action.UNCHANGED, planned.manifest(), List.of());
        };
    }

    private Written apply(PlannedObject planned, WriteOptions options) {
        if (planned.takeOver()) {
            takeOver(planned.ref(), options, RACES);
        }
        return written(planned, cluster.apply(planned.manifest(), options));
    }

    /** Moves what kubectl's client-side apply owns to us, unless someone is faster; then looks again. */
    private void takeOver(ObjectRef ref, WriteOptions options, int races) {
        Optional<ObjectNode> live = cluster.get(ref);
        if (live.isEmpty()) {
            return;
        }
        Optional<TakeOver> takeOver = ManagedFields.takeOver(live.get(), WriteOptions.SPIN_DELIVERY);
        if (takeOver.isEmpty()) {
            return;
        }
        try {
            cluster.patch(ref, "application/json-patch+json", takeOver.get().patch(), options.withForce(false));
        } catch (ApiException e) {
            if (!e.reason().equals("Conflict") || races == 0) {
                throw e;
            }
            takeOver(ref, options, races - 1);
        }
    }

    private Written create(PlannedObject planned, WriteOptions options) {
        try {
            ApplyResult result = cluster.create(planned.manifest(), options);
            return new Written(Action.CREATED, result.object(), result.warnings());
        } catch (ApiException e) {
            if (!e.reason().equals("AlreadyExists")) {
                throw e;
            }
            return cluster.get(planned.ref())
                    .filter(live -> isOurs(planned, live))
                    .map(live -> new Written(Action.CREATED, live, List.of()))
                    .orElseThrow(() -> planned.version().isEmpty() ? e : new VersionTakenException(planned.ref()));
        }
    }

    /** Whether an object that is in the way was made by this very plan, before a crash or by a lost reply. */
    private static boolean isOurs(PlannedObject planned, ObjectNode live) {
        if (planned.version().isEmpty()) {
            // The name was generated from this deploy's id.
            return ManagedFields.of(live).entries().stream()
                    .anyMatch(entry -> entry.manager().equals(WriteOptions.SPIN_DELIVERY));
        }
        if (planned.fingerprint().isEmpty()) {
            // A Secret carries no fingerprint; its content says it all.
            return VersionChooser.choose(planned.manifest(), planned.baseName(), List.of(live), false)
                    .reused()
                    .isPresent();
        }
        return SpinnakerAnnotations.text(live, SpinnakerAnnotations.FINGERPRINT)
                .filter(planned.fingerprint()::equals)
                .isPresent();
    }

    private Written recreate(PlannedObject planned, WriteOptions options) {
        Optional<ObjectNode> live = cluster.get(planned.ref());
        if (live.isEmpty()) {
            // Applied, not created, so that we own just what the manifest says.
            ApplyResult result = cluster.apply(planned.manifest(), options);
            return new Written(
                    planned.uid().isEmpty() ? Action.CREATED : Action.CONFIGURED, result.object(), result.warnings());
        }
        String uid = live.get().path("metadata").path("uid").asText();
        if (uid.equals(planned.uid())) {
            if (!live.get().path("metadata").has("deletionTimestamp")) {
                cluster.delete(planned.ref(), new DeleteOptions("Background", null, uid, false));
            }
            return Written.AGAIN;
        }
        // Not the object that the plan saw: ours from before a crash, or one that someone else has just made.
        return apply(planned, options);
    }

    private Written replace(PlannedObject planned, WriteOptions options, int races) {
        Optional<ObjectNode> live = cluster.get(planned.ref());
        if (live.isEmpty()) {
            return create(planned, options);
        }
        ObjectNode manifest = planned.manifest().deepCopy();
        ((ObjectNode) manifest.get("metadata"))
                .set("resourceVersion", live.get().path("metadata").path("resourceVersion"));
        try {
            return written(planned, cluster.replace(manifest, options));
        } catch (ApiException e) {
            if (!e.reason().equals("Conflict") || races == 0) {
                throw e;
            }
            return replace(planned, options, races - 1);
        }
    }

    private static Written written(PlannedObject planned, ApplyResult result) {
        return new Written(action(planned, result), result.object(), result.warnings());
    }

    private static Action action(PlannedObject planned, ApplyResult result) {
        if (result.created() || planned.uid().isEmpty()) {
            return Action.CREATED;
        }
        return LiveDigest.of(result.object()).equals(planned.before()) ? Action.UNCHANGED : Action.CONFIGURED;
    }
}
