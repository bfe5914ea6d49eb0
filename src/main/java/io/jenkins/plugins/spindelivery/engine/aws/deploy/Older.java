package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param createdAt when AWS made it, in milliseconds since 1970; 0 in states that do not say so yet
 */
record Older(
        @JsonProperty("name") String name,
        @JsonProperty("capacity") Capacity capacity,
        @JsonProperty("enabled") boolean enabled,
        @JsonProperty("up") int up,
        @JsonProperty("suspended") List<String> suspended,
        @JsonProperty("template") String template,
        @JsonProperty("operation") String operation,
        @JsonProperty("fate") Fate fate,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonProperty("createdAt") long createdAt) {

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
                Fate.UNTOUCHED,
                group.createdAt());
    }

    Older now(Fate other) {
        return new Older(name, capacity, enabled, up, suspended, template, operation, other, createdAt);
    }

    /** Whether it is the very one that was found, and not another one that was made under its name since. */
    boolean is(ServerGroup live) {
        return name.equals(live.name())
                && operation.equals(live.operation())
                && (createdAt == 0 || createdAt == live.createdAt());
    }

    /** Whether it has to get something back after a failure. */
    boolean changed() {
        return fate == Fate.TOUCHED || fate == Fate.DISABLED || fate == Fate.SCALED_DOWN;
    }
}
