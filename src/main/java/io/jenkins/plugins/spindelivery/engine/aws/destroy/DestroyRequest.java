package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What to destroy.
 *
 * @param account the account's name
 * @param regions where; at least one
 * @param tags all of which something must have; {@code application}, {@code cluster}, {@code stack} and {@code detail} mean
 *     Spin Delivery's own tags
 * @param kinds what; empty for all kinds
 * @param dryRun whether only to tell what would be destroyed
 * @param timeoutSeconds how long to wait until it is gone
 */
public record DestroyRequest(
        @JsonProperty("account") String account,
        @JsonProperty("regions") List<String> regions,
        @JsonProperty("tags") Map<String, String> tags,
        @JsonProperty("kinds") List<DestroyKind> kinds,
        @JsonProperty("dryRun") boolean dryRun,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {

    public DestroyRequest {
        Objects.requireNonNull(account, "account");
        regions = List.copyOf(regions);
        tags = new LinkedHashMap<>(tags);
        kinds = List.copyOf(kinds);
    }

    /** Whether things of a kind are meant. */
    boolean includes(DestroyKind kind) {
        DestroyKind asked = kind == DestroyKind.LAUNCH_TEMPLATES ? DestroyKind.SERVER_GROUPS : kind;
        return kinds.isEmpty() || kinds.contains(asked);
    }
}
