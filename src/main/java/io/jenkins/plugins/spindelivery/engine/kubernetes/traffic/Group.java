package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A ReplicaSet whose traffic is being moved.
 *
 * @param ref its name
 * @param uid so that nothing else of the same name is touched
 * @param services the Services that it is about
 * @param labels what the Services select by
 * @param before those of the labels that its pods had in the beginning: they got requests by them
 * @param target how many pods it is to have in the end
 * @param created whether this deploy made it
 * @param doomed whether it is going to be deleted
 * @param fate what came of it
 */
record Group(
        @JsonProperty("ref") ObjectRef ref,
        @JsonProperty("uid") String uid,
        @JsonProperty("services") List<String> services,
        @JsonProperty("labels") Map<String, String> labels,
        @JsonProperty("before") Map<String, String> before,
        @JsonProperty("target") int target,
        @JsonProperty("created") @JsonInclude(Include.NON_DEFAULT) boolean created,
        @JsonProperty("doomed") @JsonInclude(Include.NON_DEFAULT) boolean doomed,
        @JsonProperty("fate") Fate fate) {

    /** What came of a ReplicaSet. */
    enum Fate {
        /** Nothing so far. */
        LEFT,
        ENABLED,
        DISABLED,
        DELETED,
        /** It is as it was. */
        BACK
    }

    Group {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(uid, "uid");
        services = List.copyOf(services);
        labels = Map.copyOf(labels);
        before = Map.copyOf(before);
        fate = fate == null ? Fate.LEFT : fate;
    }

    boolean served() {
        return !before.isEmpty();
    }

    Group now(Fate later) {
        return new Group(ref, uid, services, labels, before, target, created, doomed, later);
    }

    Group thatIsDoomed() {
        return new Group(ref, uid, services, labels, before, target, created, true, fate);
    }

    Group growingTo(int size) {
        return new Group(ref, uid, services, labels, before, size, created, doomed, fate);
    }
}
