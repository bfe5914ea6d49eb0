package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.name.ServerGroupName;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What to deploy in one region; several regions are several operations, each of which succeeds or is taken back by itself.
 *
 * @param account the AWS account's name
 * @param region such as {@code eu-central-1}
 * @param application by the moniker
 * @param stack by the moniker; may be empty
 * @param detail by the moniker; may be empty
 * @param launch how its instances are started
 * @param group what the group is like
 * @param strategy what becomes of the older server groups
 * @param rollbackOnFailure whether a failed or cancelled deploy takes back what it did; rolling red/black always does
 * @param healthyPercent how many percent of the instances have to be up; 0 for Spinnaker's share by size
 * @param madeFor the build or the user; may be empty
 * @param timeoutSeconds how long each part of the work may take
 */
public record ServerGroupDeployRequest(
        @JsonProperty("account") String account,
        @JsonProperty("region") String region,
        @JsonProperty("application") String application,
        @JsonProperty("stack") String stack,
        @JsonProperty("detail") String detail,
        @JsonProperty("launch") LaunchSettings launch,
        @JsonProperty("group") GroupSettings group,
        @JsonProperty("strategy") StrategyOptions strategy,
        @JsonProperty("rollbackOnFailure") boolean rollbackOnFailure,
        @JsonProperty("healthyPercent") int healthyPercent,
        @JsonProperty("madeFor") String madeFor,
        @JsonProperty("timeoutSeconds") long timeoutSeconds) {
    /** How long Spinnaker waits for instances to be up, in seconds. */
    public static final long TIMEOUT_SECONDS = 2 * 60 * 60;

    private static final int HUNDRED = 100;
    /** Before it is encoded, in bytes. */
    private static final int LONGEST_USER_DATA = 16_384;

    public ServerGroupDeployRequest {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(application, "application");
        stack = stack == null ? "" : stack;
        detail = detail == null ? "" : detail;
        Objects.requireNonNull(launch, "launch");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(strategy, "strategy");
        madeFor = madeFor == null ? "" : madeFor;
    }

    /** The cluster's name without a sequence; only when {@link #problems} finds none. */
    ServerGroupName cluster() {
        return new ServerGroupName(application, stack, detail, -1);
    }

    boolean takesBack() {
        return rollbackOnFailure || strategy.rolling();
    }

    ServerGroupDeployRequest with(LaunchSettings other) {
        return new ServerGroupDeployRequest(
                account,
                region,
                application,
                stack,
                detail,
                other,
                group,
                strategy,
                rollbackOnFailure,
                healthyPercent,
                madeFor,
                timeoutSeconds);
    }

    /**
     * What is wrong with the words alone; what AWS knows is checked by the operation, before it makes anything.
     *
     * @return empty when nothing is
     */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(strategy.problems());
        try {
            cluster();
        } catch (IllegalArgumentException e) {
            problems.add(Problem.of("aws.deploy-name", "", application, stack, detail));
        }
        if (!launch.imageId().matches("ami-[0-9a-z]+")) {
            problems.add(Problem.of("aws.deploy-image-id", "", launch.imageId()));
        }
        if (launch.instanceType().isBlank()) {
            problems.add(Problem.of("aws.deploy-missing", "", "instanceType"));
        }
        if (group.capacity() == null && !group.sourceCapacity()) {
            problems.add(Problem.of("aws.deploy-missing", "", "desired"));
        }
        if (group.capacity() != null && !group.capacity().valid()) {
            problems.add(Problem.of("aws.deploy-capacity", "", group.capacity()));
        }
        if (!group.healthCheckType().equals(GroupSettings.EC2)
                && !group.healthCheckType().equals(GroupSettings.ELB)) {
            problems.add(Problem.of("aws.deploy-health-check", "", group.healthCheckType()));
        }
        int userData = launch.userData().getBytes(StandardCharsets.UTF_8).length;
        if (userData > LONGEST_USER_DATA) {
            problems.add(Problem.of("aws.deploy-user-data", "", userData, LONGEST_USER_DATA));
        }
        if (healthyPercent < 0 || healthyPercent > HUNDRED) {
            problems.add(Problem.of("aws.deploy-healthy-percent", "", healthyPercent));
        }
        group.tags().keySet().stream()
                .filter(tag -> tag.startsWith(AwsTags.PREFIX) || tag.startsWith("aws:"))
                .forEach(tag -> problems.add(Problem.of("aws.deploy-tag", "", tag)));
        group.tags().forEach((tag, value) -> {
            if (tag.length() > AwsTags.LONGEST_NAME || value.length() > AwsTags.LONGEST_VALUE) {
                problems.add(Problem.of("aws.deploy-tag-long", "", tag, AwsTags.LONGEST_NAME, AwsTags.LONGEST_VALUE));
            }
        });
        return problems;
    }
}
