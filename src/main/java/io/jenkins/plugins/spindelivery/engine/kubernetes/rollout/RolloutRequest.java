package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import java.util.Objects;

/**
 * What is to be changed of which live objects.
 *
 * @param account the id of the account whose cluster it is about
 * @param target the objects; at least one has to be there
 * @param change what to do to each
 * @param await whether to wait until they are stable; a pause never waits
 * @param timeoutSeconds how long to wait, in seconds
 * @param trafficGuard whether it is refused to scale the last pods that get a Service's requests away
 */
public record RolloutRequest(
        @JsonProperty("account") String account,
        @JsonProperty("target") Target target,
        @JsonProperty("change") Change change,
        @JsonProperty("await") boolean await,
        @JsonProperty("timeoutSeconds") long timeoutSeconds,
        @JsonProperty("trafficGuard") @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean trafficGuard) {

    public RolloutRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(change, "change");
    }

    /**
     * A change without the traffic guard.
     *
     * @param account the id of the account whose cluster it is about
     * @param target the objects
     * @param change what to do to each
     * @param await whether to wait until they are stable
     * @param timeoutSeconds how long to wait, in seconds
     */
    public RolloutRequest(String account, Target target, Change change, boolean await, long timeoutSeconds) {
        this(account, target, change, await, timeoutSeconds, false);
    }

    /**
     * The same with the traffic guard, or without.
     *
     * @param guarded whether it is refused to scale the last pods that get a Service's requests away
     * @return the request
     */
    public RolloutRequest withTrafficGuard(boolean guarded) {
        return new RolloutRequest(account, target, change, await, timeoutSeconds, guarded);
    }

    /** Whether the operation ends when the objects are stable, and not when they are changed. */
    boolean waits() {
        return await && !(change instanceof Change.Pause);
    }
}
