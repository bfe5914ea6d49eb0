package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an Auto Scaling group is like.
 *
 * @param capacity how many instances it has; {@code null} only with {@code sourceCapacity}
 * @param sourceCapacity whether the newest server group of the cluster that takes requests says how many, where there is one
 * @param subnets ids, or names as the tag {@code Name} has them; none for the default ones
 * @param zones availability zones, to which the subnets are narrowed; none for all
 * @param targetGroups names or ARNs of the target groups that its instances join
 * @param healthCheckType {@code EC2} or {@code ELB}
 * @param healthCheckGrace how long a new instance may be unhealthy, in seconds
 * @param terminationPolicies in order; none for the usual one
 * @param suspendedProcesses scaling processes that are suspended from the beginning
 * @param tags by key, for the group and its instances
 */
public record GroupSettings(
        @JsonProperty("capacity") Capacity capacity,
        @JsonProperty("sourceCapacity") boolean sourceCapacity,
        @JsonProperty("subnets") List<String> subnets,
        @JsonProperty("zones") List<String> zones,
        @JsonProperty("targetGroups") List<String> targetGroups,
        @JsonProperty("healthCheckType") String healthCheckType,
        @JsonProperty("healthCheckGrace") int healthCheckGrace,
        @JsonProperty("terminationPolicies") List<String> terminationPolicies,
        @JsonProperty("suspendedProcesses") List<String> suspendedProcesses,
        @JsonProperty("tags") Map<String, String> tags) {
    /** Spinnaker's grace period, in seconds. */
    public static final int GRACE = 600;
    /** Spinnaker's type of health checks. */
    public static final String EC2 = "EC2";
    /** Health checks by the target groups. */
    public static final String ELB = "ELB";

    public GroupSettings {
        subnets = subnets == null ? List.of() : List.copyOf(subnets);
        zones = zones == null ? List.of() : List.copyOf(zones);
        targetGroups = targetGroups == null ? List.of() : List.copyOf(targetGroups);
        healthCheckType = healthCheckType == null || healthCheckType.isEmpty() ? EC2 : healthCheckType;
        terminationPolicies = terminationPolicies == null ? List.of() : List.copyOf(terminationPolicies);
        suspendedProcesses = suspendedProcesses == null ? List.of() : List.copyOf(suspendedProcesses);
        tags = tags == null ? new TreeMap<>() : new TreeMap<>(tags);
    }
}
