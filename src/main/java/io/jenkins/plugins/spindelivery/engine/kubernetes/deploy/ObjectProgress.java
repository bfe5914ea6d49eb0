package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.ObjectStatus;
import io.jenkins.plugins.spindelivery.engine.kubernetes.status.State;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/**
 * How far a deploy has come with one object of its plan.
 *
 * @param action what was done; {@code null} while nothing was. {@code DELETED} is an object that was to be made anew when
 *     the deploy ended
 * @param uid of the object that this deploy wrote; empty while it wrote none
 * @param state how the object is doing
 * @param reason why; {@code null} while nothing is known
 * @param settled whether the state is final for this deploy
 * @param restored whether a rollback has put it back
 * @param ready how many of its parts (usually pods) are done
 * @param desired how many there should be; 0 when it has no parts to count
 * @param generation how often the object had been changed when it was written; 0 when that is not known or not counted
 * @param owned the {@link OwnedDigest} of the object when it was written; empty when it is not known
 */
record ObjectProgress(
        @JsonProperty("action") Action action,
        @JsonProperty("uid") String uid,
        @JsonProperty("state") State state,
        @JsonProperty("reason") Problem reason,
        @JsonProperty("settled") boolean settled,
        @JsonProperty("restored") boolean restored,
        @JsonProperty("ready") int ready,
        @JsonProperty("desired") int desired,
        @JsonProperty("generation") @JsonInclude(JsonInclude.Include.NON_DEFAULT) long generation,
        @JsonProperty("owned") @JsonInclude(JsonInclude.Include.NON_EMPTY) String owned) {

    /** Nothing was done yet. */
    static final ObjectProgress NONE = new ObjectProgress(null, "", State.UNKNOWN, null, false, false, 0, 0, 0, "");

    ObjectProgress {
        owned = owned == null ? "" : owned;
    }

    boolean written() {
        return action != null;
    }

    /** Whether this deploy changed the object, so that a rollback has something to put back. */
    boolean changed() {
        return action == Action.CREATED || action == Action.CONFIGURED || action == Action.DELETED;
    }

    /** Why the state is what it is, in words; empty while nothing is known. */
    String message() {
        return reason == null ? "" : reason.message();
    }

    ObjectProgress written(Action what, String writtenUid) {
        return new ObjectProgress(what, writtenUid, state, reason, settled, restored, ready, desired, 0, "");
    }

    /** As {@link #written(Action, String)}, with the object as the server answered. */
    ObjectProgress written(Action what, ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        String writtenUid = metadata.path("uid").asText();
        long now = metadata.path("generation").asLong();
        return new ObjectProgress(
                what, writtenUid, state, reason, settled, restored, ready, desired, now, OwnedDigest.of(object));
    }

    /** Whether somebody has changed more than the status since it was written. */
    boolean isOutdatedBy(ObjectNode live) {
        return generation > 0 && live.path("metadata").path("generation").asLong() > generation;
    }

    /** Paused is final, too: nothing goes on until somebody acts. Failed is not: whoever waits decides what it means. */
    ObjectProgress seen(ObjectStatus status) {
        boolean isFinal = status.state() == State.STABLE || status.state() == State.PAUSED;
        return new ObjectProgress(
                action,
                uid,
                status.state(),
                status.reason(),
                isFinal,
                restored,
                status.ready(),
                status.desired(),
                generation,
                owned);
    }

    ObjectProgress seen(State now, Problem why) {
        return new ObjectProgress(action, uid, now, why, settled, restored, ready, desired, generation, owned);
    }

    /** What there is to tell of the object's status. */
    Event.StatusChanged told(ObjectRef ref) {
        return new Event.StatusChanged(ref, state.word(), message(), ready, desired);
    }

    /** A rollback has applied what was there before; it waits for the object again. */
    ObjectProgress putBack(ObjectStatus status) {
        return new ObjectProgress(action, uid, state, reason, false, true, ready, desired, generation, owned)
                .seen(status);
    }

    /** A rollback is done with it: it is gone, or can't be put back. */
    ObjectProgress givenUp(State last, Problem why) {
        return new ObjectProgress(action, uid, last, why, true, true, 0, 0, generation, owned);
    }
}
