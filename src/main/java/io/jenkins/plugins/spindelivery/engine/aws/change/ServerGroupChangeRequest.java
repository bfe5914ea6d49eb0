package io.jenkins.plugins.spindelivery.engine.aws.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Objects;

/**
 * What is to be done to which server groups of one region.
 *
 * @param account the account's name
 * @param region such as {@code eu-central-1}
 * @param target which server groups
 * @param change what to do to each
 * @param options how
 * @param timeoutSeconds how long it may take, in seconds
 */
public record ServerGroupChangeRequest(
        @JsonProperty("account") String account,
        @JsonProperty("region") String region,
        @JsonProperty("target") GroupTarget target,
        @JsonProperty("change") GroupChange change,
        @JsonProperty("options") Options options,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {

    /**
     * How a change is made.
     *
     * @param await whether to wait until what was changed shows: instances are healthy, drained or gone. A rollback always
     *     waits for the health of what takes over, and a destroy until traffic is drained
     * @param dryRun whether to stop after having found what it would be about
     * @param trafficGuard whether it is refused to take the last healthy instances of a cluster out of the traffic
     * @param guardRatio which part of the cluster's capacity has to stay, from 0 (any) to less than 0.5
     * @param allowActive of all but the newest of a cluster: also those that get traffic
     */
    public record Options(
            @JsonProperty("await") boolean await,
            @JsonProperty("dryRun") @JsonInclude(Include.NON_DEFAULT) boolean dryRun,
            @JsonProperty("trafficGuard") boolean trafficGuard,
            @JsonProperty("guardRatio") @JsonInclude(Include.NON_DEFAULT) double guardRatio,
            @JsonProperty("allowActive") @JsonInclude(Include.NON_DEFAULT) boolean allowActive) {

        /** Waits, under the guard. */
        public static final Options DEFAULT = new Options(true, false, true, 0, false);

        /** The same with or without waiting. */
        public Options await(boolean waits) {
            return new Options(waits, dryRun, trafficGuard, guardRatio, allowActive);
        }

        /** The same as a question only, or in earnest. */
        public Options dryRun(boolean asks) {
            return new Options(await, asks, trafficGuard, guardRatio, allowActive);
        }

        /**
         * The same with another guard.
         *
         * @param guarded whether it is refused to take the last healthy instances out of the traffic
         * @param ratio which part has to stay, from 0 to less than 0.5
         */
        public Options guard(boolean guarded, double ratio) {
            return new Options(await, dryRun, guarded, ratio, allowActive);
        }

        /** The same with or without those that get traffic. */
        public Options allowActive(boolean allowed) {
            return new Options(await, dryRun, trafficGuard, guardRatio, allowed);
        }
    }

    public ServerGroupChangeRequest {
        // A file that a person has edited is refused when it is read, and not in the middle of the work.
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(options, "options");
    }

    /**
     * What is wrong with it, as far as it can be said without looking at AWS.
     *
     * @return empty when nothing is
     */
    public List<Problem> problems() {
        return RequestCheck.problems(this);
    }
}
