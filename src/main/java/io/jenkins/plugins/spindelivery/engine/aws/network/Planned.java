package io.jenkins.plugins.spindelivery.engine.aws.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;

/**
 * What is going to be done to one thing.
 *
 * @param ref the thing
 * @param action what is done to it
 * @param lines the changes, for people
 * @param done whether it has been done
 */
record Planned(
        @JsonProperty("ref") ObjectRef ref,
        @JsonProperty("action") Action action,
        @JsonProperty("lines") List<String> lines,
        @JsonProperty("done") boolean done) {

    Planned {
        lines = List.copyOf(lines);
    }

    /** Whether there is anything to do. */
    boolean changes() {
        return action != Action.UNCHANGED;
    }

    Planned done(boolean now) {
        return new Planned(ref, action, lines, now);
    }
}
