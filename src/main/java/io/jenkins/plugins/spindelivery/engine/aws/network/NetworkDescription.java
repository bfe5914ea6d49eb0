package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.List;
import java.util.Optional;

/**
 * What a description asks for.
 *
 * @param groups security groups
 * @param targetGroups target groups
 * @param balancers load balancers with their listeners
 */
record NetworkDescription(List<GroupSpec> groups, List<TargetGroupSpec> targetGroups, List<BalancerSpec> balancers) {

    NetworkDescription {
        groups = List.copyOf(groups);
        targetGroups = List.copyOf(targetGroups);
        balancers = List.copyOf(balancers);
    }

    /** The group of this name that the description is about. */
    Optional<GroupSpec> group(String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    /** The target group of this name that the description is about. */
    Optional<TargetGroupSpec> targetGroup(String name) {
        return targetGroups.stream().filter(group -> group.name().equals(name)).findFirst();
    }
}
