package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.Objects;

/**
 * How far a change has come with one object.
 *
 * @param ref its name
 * @param uid so that nothing else of its name is changed
 * @param fate how far it has come
 * @param patch what changes it, settled before it is sent; {@code null} while that is not known, and when nothing has to
 *     change
 * @param status how it is doing; {@code null} while nobody has looked
 */
record RolloutObject(
        @JsonProperty("ref") ObjectRef ref,
        @JsonProperty("uid") String uid,
        @JsonProperty("fate") Fate fate,
        @JsonProperty("patch") ReadyPatch patch,
        @JsonProperty("status") ObjectStatus status) {

    /** How far it has come. */
    enum Fate {
        /** Nothing is known but that it is there. */
        FOUND,
        /** It is settled what to send. */
        READY,
        /** It is changed. */
        CHANGED,
        /** It was as it should be already. */
        UNCHANGED
    }

    RolloutObject {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(fate, "fate");
    }

    static RolloutObject found(ObjectRef ref, String uid) {
        return new RolloutObject(ref, uid, Fate.FOUND, null, null);
    }

    RolloutObject ready(ReadyPatch settled) {
        return new RolloutObject(ref, uid, Fate.READY, settled, status);
    }

    RolloutObject now(Fate later) {
        return new RolloutObject(ref, uid, later, later == Fate.FOUND ? null : patch, status);
    }

    RolloutObject seen(ObjectStatus now) {
        return new RolloutObject(ref, uid, fate, patch, now);
    }

    boolean is(Fate which) {
        return fate == which;
    }

    /** Whether waiting for it is over. Failed is not: whoever waits decides what that means. */
    boolean settled() {
        return status != null && (status.state() == State.STABLE || status.state() == State.PAUSED);
    }

    State state() {
        return status == null ? State.UNKNOWN : status.state();
    }

    String message() {
        return status == null ? "" : status.message();
    }

    Event.StatusChanged told() {
        return new Event.StatusChanged(ref, state().word(), message(), status.ready(), status.desired());
    }
}
