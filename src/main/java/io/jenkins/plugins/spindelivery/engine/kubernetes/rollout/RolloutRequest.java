package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

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
 */
public record RolloutRequest(
        @JsonProperty("account") String account,
        @JsonProperty("target") Target target,
        @JsonProperty("change") Change change,
        @JsonProperty("await") boolean await,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {

    public RolloutRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(change, "change");
    }

    /** Whether the operation ends when the objects are stable, and not when they are changed. */
    boolean waits() {
        return await && !(change instanceof Change.Pause);
    }
}
