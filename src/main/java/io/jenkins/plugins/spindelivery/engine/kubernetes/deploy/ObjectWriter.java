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
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.StatusRules;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.version.VersionChooser;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
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
     * @param obstacle why it has to be tried again; {@code null} when it was written
     */
    record Written(Action action, ObjectNode object, List<String> warnings, Problem obstacle) {
        private static Written done(Action action, ApplyResult result) {
            return new Written(action, result.object(), result.warnings(), null);
        }

        /** What has the name is still going; it says itself what it waits for. */
        private static Written beingDeleted(PlannedObject planned, Optional<ObjectNode> live) {
            String where = planned.ref().toString();
            Problem obstacle = live.filter(ObjectWriter::isGoing)
                    .map(going -> StatusRules.of(going).message())
                    .map(why -> Problem.of("kubernetes.deploy-being-deleted", where, why))
                    .orElseGet(() -> Problem.of("kubernetes.api-being-deleted", where));
            return new Written(null, null, List.of(), obstacle);
        }

        boolean pending() {
            return action == null;
        }

        @Override
        public String toString() {
            return "Written[" + action + "]";
        }
    }

    Written write(PlannedObject planned) {
        WriteOptions options = WriteOptions.DEFAULT.withForce(planned.force());
        try {
            return switch (planned.way()) {
                case APPLY -> apply(planned, options);
                case CREATE -> create(planned, options);
                case RECREATE -> recreate(planned, options);
                case REPLACE -> replace(planned, options, RACES);
                case NOTHING -> new Written(Action.UNCHANGED, planned.manifest(), List.of(), null);
            };
        } catch (ApiException e) {
            if (planned.deferred() && DryRun.missesServiceAccount(e)) {
                return new Written(null, null, List.of(), e.problems().get(0));
            }
            throw e;
        }
    }

    /**
     * Applies what an object was before, and takes away what was put in its place. What someone else changed in the
     * meantime is part of what went wrong: the fields were ours before.
     *
     * @param planned the object
     * @return as the server has it now; going when it has to be tried again
     */
    ObjectNode restore(PlannedObject planned) {
        WriteOptions options = WriteOptions.DEFAULT.withForce(true);
        if (planned.way() == PlannedObject.Way.REPLACE) {
            // Only an owner by apply loses the fields that the next apply leaves out.
            takeOver(planned.ref(), options, RACES);
        }
        return cluster.apply(planned.restore().manifest(), options).object();
    }

    private Written apply(PlannedObject planned, WriteOptions options) {
        if (planned.takeOver()) {
            takeOver(planned.ref(), options, RACES);
        }
        ApplyResult result = cluster.apply(planned.manifest(), options);
        return isGoing(result.object())
                ? Written.beingDeleted(planned, Optional.of(result.object()))
                : Written.done(action(planned, result), result);
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
            return Written.done(Action.CREATED, cluster.create(planned.manifest(), options));
        } catch (ApiException e) {
            if (!e.reason().equals("AlreadyExists")) {
                throw e;
            }
            Optional<ObjectNode> live = cluster.get(planned.ref());
            if (live.isPresent() && !isGoing(live.get()) && isOurs(planned, live.get())) {
                return new Written(Action.CREATED, live.get(), List.of(), null);
            }
            if (!planned.version().isEmpty()) {
                throw new VersionTakenException(planned.ref());
            }
            if (live.isEmpty() || isGoing(live.get())) {
                return Written.beingDeleted(planned, live);
            }
            throw e;
        }
    }

    /** Whether the server only waits for finalizers or pods before it lets the object go. */
    static boolean isGoing(ObjectNode live) {
        return live.path("metadata").has("deletionTimestamp");
    }

    /** Whether a live object was made or written by this very plan, before a crash or by a lost reply. */
    static boolean isOurs(PlannedObject planned, ObjectNode live) {
        if (planned.version().isEmpty()) {
            // A generated name is made from this deploy's id; what else is asked about is what we apply.
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
        if (live.filter(object -> uid(object).equals(planned.uid())).isPresent()) {
            if (!isGoing(live.get())) {
                deleteOld(planned);
            }
            return Written.beingDeleted(planned, live);
        }
        // Applied, not created, so that we own just what the manifest says. What is there now is ours from before a
        // crash, or was just made by someone else.
        Written written = apply(planned, options);
        Action action = planned.uid().isEmpty() ? Action.CREATED : Action.CONFIGURED;
        return written.pending() ? written : new Written(action, written.object(), written.warnings(), null);
    }

    private void deleteOld(PlannedObject planned) {
        try {
            cluster.delete(planned.ref(), new DeleteOptions("Background", null, planned.uid(), false));
        } catch (ApiException e) {
            // In a conflict another object has its name by now, so the old one is gone.
            if (!e.reason().equals("Conflict")) {
                throw e;
            }
        }
    }

    private Written replace(PlannedObject planned, WriteOptions options, int races) {
        Optional<ObjectNode> live = cluster.get(planned.ref());
        try {
            ApplyResult result = live.isEmpty()
                    ? cluster.create(planned.manifest(), options)
                    : cluster.replace(atVersionOf(live.get(), planned.manifest()), options);
            return isGoing(result.object())
                    ? Written.beingDeleted(planned, Optional.of(result.object()))
                    : Written.done(action(planned, result), result);
        } catch (ApiException e) {
            if (races == 0 || !(e.reason().equals("Conflict") || e.reason().equals("AlreadyExists"))) {
                throw e;
            }
            return replace(planned, options, races - 1);
        }
    }

    /** Many types take no replacement that does not say what it replaces. */
    static ObjectNode atVersionOf(ObjectNode live, ObjectNode manifest) {
        ObjectNode copy = manifest.deepCopy();
        ((ObjectNode) copy.get("metadata"))
                .set("resourceVersion", live.path("metadata").path("resourceVersion"));
        return copy;
    }

    private static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asText();
    }

    private static Action action(PlannedObject planned, ApplyResult result) {
        if (result.created() || planned.uid().isEmpty()) {
            return Action.CREATED;
        }
        return LiveDigest.of(result.object()).equals(planned.before()) ? Action.UNCHANGED : Action.CONFIGURED;
    }
}
