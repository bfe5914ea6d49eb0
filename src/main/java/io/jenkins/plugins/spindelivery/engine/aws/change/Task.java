package io.jenkins.plugins.spindelivery.engine.aws.change;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * A part of a change that one move does or, where it waits, looks after.
 *
 * @param kind what to do
 * @param groups the names of the server groups that it is about
 */
record Task(@JsonProperty("kind") Kind kind, @JsonProperty("groups") List<String> groups) {

    /** What tasks there are. */
    enum Kind {
        /** Finding the server groups, and settling what to do with each. */
        PLAN(false),
        /** Refusing when too little would stay in the traffic. */
        GUARD(false),
        /** Into the traffic. */
        ENABLE(true),
        /** To another size. */
        RESIZE(true),
        /** Until as many instances are there, and healthy, as are to be. */
        AWAIT_SIZE(false),
        /** Until enough instances get traffic. */
        AWAIT_IN(false),
        /** Out of the traffic. */
        DISABLE(true),
        /** Until no instance gets traffic any more. */
        AWAIT_OUT(false),
        /** Suspending the scaling processes again that were suspended before. */
        SUSPEND(true),
        /** Letting Auto Scaling make it smaller again. */
        UNPIN(true),
        /** Writing down what goes with a server group. */
        NOTE(false),
        /** Deleting it with its instances. */
        DELETE(true),
        /** Until it and its instances are gone. */
        AWAIT_GONE(false),
        /** Deleting the launch templates that nobody needs any more. */
        DELETE_TEMPLATES(true),
        /** Seeing what has come of it. */
        TAKE_STOCK(false);

        private final boolean writes;

        Kind(boolean writes) {
            this.writes = writes;
        }

        /** Whether it changes something in AWS. */
        boolean writes() {
            return writes;
        }

        /** Whether it has to be done as well when the change fails or is cancelled. */
        boolean tidies() {
            return this == SUSPEND || this == UNPIN || this == TAKE_STOCK;
        }
    }

    Task {
        Objects.requireNonNull(kind, "kind");
        groups = List.copyOf(groups);
    }
}
