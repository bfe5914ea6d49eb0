package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import java.util.List;

/**
 * A server group that was there before the deploy.
 *
 * @param name its name
 * @param capacity what it had
 * @param enabled whether it was enabled
 * @param up how many of its instances were up
 * @param suspended the scaling processes that were suspended
 * @param template the id of its launch template; empty when it has none
 * @param operation the operation that made it; empty when another tool did
 * @param fate what has become of it
 */
record Older(
        @JsonProperty("name") String name,
        @JsonProperty("capacity") Capacity capacity,
        @JsonProperty("enabled") boolean enabled,
        @JsonProperty("up") int up,
        @JsonProperty("suspended") List<String> suspended,
        @JsonProperty("template") String template,
        @JsonProperty("operation") String operation,
        @JsonProperty("fate") Fate fate) {

    /** What became of it. */
    enum Fate {
        /** Nothing yet. */
        UNTOUCHED,
        /** Something of it may have been changed. */
        TOUCHED,
        DISABLED,
        SCALED_DOWN,
        /** Its destroying may have begun, after which there is no way back. */
        DESTROYING,
        DESTROYED,
        /** It is what it was. */
        BACK
    }

    Older {
        suspended = List.copyOf(suspended);
    }

    static Older of(ServerGroup group) {
        return new Older(
                group.name(),
                group.capacity(),
                group.enabled(),
                group.up(),
                group.suspended(),
                group.source().templateId(),
                group.operation(),
                Fate.UNTOUCHED);
    }

    Older now(Fate other) {
        return new Older(name, capacity, enabled, up, suspended, template, operation, other);
    }

    /** Whether it has to get something back after a failure. */
    boolean changed() {
        return fate == Fate.TOUCHED || fate == Fate.DISABLED || fate == Fate.SCALED_DOWN;
    }
}
