package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * How a whole deploy is rolled back.
 *
 * @param account the id of the account whose cluster it is about
 * @param force whether objects go back that somebody has changed since, too
 * @param await whether to wait until what went back is stable
 * @param timeoutSeconds how long to wait, in seconds
 */
public record DeployRollbackRequest(
        @JsonProperty("account") String account,
        @JsonProperty("force") boolean force,
        @JsonProperty("await") boolean await,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {

    public DeployRollbackRequest {
        Objects.requireNonNull(account, "account");
        if (timeoutSeconds <= 0) {
            throw new IllegalArgumentException("a rollback needs a timeout above zero");
        }
    }
}
