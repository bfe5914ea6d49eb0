package io.jenkins.plugins.spindelivery.engine.aws.network;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * What is asked for.
 *
 * @param account the account's name
 * @param region such as {@code eu-central-1}
 * @param source the description's file or URL as the user knows it, for messages
 * @param blob the description, in the {@link io.jenkins.plugins.spindelivery.engine.operation.BlobStore} beside the state
 * @param onlyGroups whether it may be about security groups alone
 * @param dryRun whether only to show what would be done
 * @param timeoutSeconds how long to wait for balancers to be active
 */
public record NetworkRequest(
        @JsonProperty("account") String account,
        @JsonProperty("region") String region,
        @JsonProperty("source") String source,
        @JsonProperty("blob") String blob,
        @JsonProperty("onlyGroups") boolean onlyGroups,
        @JsonProperty("dryRun") boolean dryRun,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {

    public NetworkRequest {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(blob, "blob");
    }
}
