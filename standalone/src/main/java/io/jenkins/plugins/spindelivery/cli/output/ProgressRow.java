package io.jenkins.plugins.spindelivery.cli.output;

import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.PlainText;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;

/**
 * What is known of one object while it is being deployed or deleted.
 *
 * @param ref the object
 * @param action what was done to it; {@code null} while nothing was
 * @param status the contract's word; empty while nobody asked
 * @param message why, in words
 * @param ready how many of its parts are done
 * @param desired how many there should be; 0 when there is nothing to count
 */
record ProgressRow(ObjectRef ref, Action action, String status, String message, int ready, int desired) {

    ProgressRow(ObjectRef ref) {
        this(ref, null, "", "", 0, 0);
    }

    /** The row after the object was changed. A change starts its status anew: a rollback is watched like a deploy. */
    ProgressRow with(Event.ObjectChanged event) {
        return new ProgressRow(ref, event.action(), status, message, ready, desired);
    }

    /** The row after the object's status changed. */
    ProgressRow with(Event.StatusChanged event) {
        return new ProgressRow(
                ref, action, event.status(), PlainText.oneLine(event.message()), event.ready(), event.desired());
    }

    /** Whether people may stop looking at it. */
    boolean settled() {
        return status.equals("stable") || action == Action.UNCHANGED && status.isEmpty();
    }

    /** For people: {@code namespace/name}, or the name alone. */
    static String name(ObjectRef ref) {
        return ref.namespace().isEmpty() ? ref.name() : ref.namespace() + "/" + ref.name();
    }
}
