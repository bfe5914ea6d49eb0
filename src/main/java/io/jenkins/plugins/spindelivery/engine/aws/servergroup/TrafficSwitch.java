package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/**
 * Takes server groups out of the traffic and lets them in again, as Spinnaker does: a disabled group starts, terminates
 * and registers nothing, and its instances are in no target group. Each method writes what is missing and does not wait:
 * repeat it until {@link #isOut} or {@link #isIn}.
 */
public final class TrafficSwitch {
    static final String ADD_TO_LOAD_BALANCER = "AddToLoadBalancer";
    private static final List<String> SIZE = List.of("Launch", "Terminate");
    /** The scaling processes that are suspended while a server group is disabled. */
    public static final List<String> PROCESSES = List.of("Launch", "Terminate", ADD_TO_LOAD_BALANCER);

    private final AwsRegion region;

    /**
     * A switch.
     *
     * @param region where the server groups are
     */
    public TrafficSwitch(AwsRegion region) {
        this.region = region;
    }

    /**
     * Takes a server group out of the traffic.
     *
     * @param group read with {@link ServerGroups#withHealth}
     * @return whether anything had to be written
     * @throws AwsFault when AWS refuses
     * @throws ProblemException when it is behind a classic load balancer, before anything is written
     */
    public boolean disable(ServerGroup group) {
        check(group);
        boolean wrote = suspend(group, PROCESSES);
        return deregister(group, group.instances()) | wrote;
    }

    /**
     * Takes some instances of a server group out of the traffic. The group neither grows nor shrinks from then on, or Auto
     * Scaling would replace instances that its health checks miss in the target groups; it still counts as enabled.
     *
     * @param group read with {@link ServerGroups#withHealth}
     * @param instances some of its instances
     * @return whether anything had to be written
     */
    public boolean disable(ServerGroup group, Collection<Instance> instances) {
        check(group);
        boolean wrote = suspend(group, SIZE);
        return deregister(group, instances) | wrote;
    }

    /**
     * Lets a server group into the traffic.
     *
     * @param group read with {@link ServerGroups#withHealth}
     * @return whether anything had to be written
     */
    public boolean enable(ServerGroup group) {
        check(group);
        boolean wrote = resume(group, PROCESSES);
        for (String targetGroup : group.targetGroups()) {
            List<String> missing = group.instances().stream()
                    .filter(instance -> instance.inService() && !isRegistered(instance, targetGroup))
                    .map(Instance::id)
                    .toList();
            if (!missing.isEmpty()) {
                region.loadBalancing().registerTargets(request -> request.targetGroupArn(targetGroup)
                        .targets(targets(missing)));
                wrote = true;
            }
        }
        return wrote;
    }

    /**
     * Lets a server group start and terminate instances again, which a disabled one has to before it can be resized.
     *
     * @param group as read
     * @return whether anything had to be written
     */
    public boolean resumeScaling(ServerGroup group) {
        return resume(group, SIZE);
    }

    /**
     * Whether a server group is out of the traffic, and its instances have finished what they were at.
     *
     * @param group read with {@link ServerGroups#withHealth}
     * @return whether no target group sends it anything
     */
    public static boolean isOut(ServerGroup group) {
        return !group.enabled() && areOut(group.instances());
    }

    /**
     * Whether instances are out of the traffic.
     *
     * @param instances of a group read with {@link ServerGroups#withHealth}
     * @return whether no target group sends them anything
     */
    public static boolean areOut(Collection<Instance> instances) {
        return instances.stream()
                .flatMap(instance -> instance.targets().stream())
                .noneMatch(target -> target.serving() || target.registered());
    }

    /**
     * Whether enough of a server group is in the traffic and up.
     *
     * @param group read with {@link ServerGroups#withHealth}
     * @param percent how many percent of its desired capacity
     * @return see {@link HealthyShare#needed}
     */
    public static boolean isIn(ServerGroup group, int percent) {
        return group.enabled()
                && group.up() >= HealthyShare.needed(percent, group.capacity().desired());
    }

    private boolean suspend(ServerGroup group, List<String> processes) {
        List<String> missing = processes.stream()
                .filter(process -> !group.suspended().contains(process))
                .toList();
        if (missing.isEmpty()) {
            return false;
        }
        region.autoScaling().suspendProcesses(request -> request.autoScalingGroupName(group.name())
                .scalingProcesses(missing));
        return true;
    }

    private boolean resume(ServerGroup group, List<String> processes) {
        List<String> suspended =
                processes.stream().filter(group.suspended()::contains).toList();
        if (suspended.isEmpty()) {
            return false;
        }
        region.autoScaling().resumeProcesses(request -> request.autoScalingGroupName(group.name())
                .scalingProcesses(suspended));
        return true;
    }

    private boolean deregister(ServerGroup group, Collection<Instance> instances) {
        boolean wrote = false;
        for (String targetGroup : group.targetGroups()) {
            List<String> registered = instances.stream()
                    .filter(instance -> isRegistered(instance, targetGroup))
                    .map(Instance::id)
                    .toList();
            if (!registered.isEmpty()) {
                region.loadBalancing().deregisterTargets(request -> request.targetGroupArn(targetGroup)
                        .targets(targets(registered)));
                wrote = true;
            }
        }
        return wrote;
    }

    private static boolean isRegistered(Instance instance, String targetGroup) {
        return instance.targets().stream()
                .anyMatch(target -> target.targetGroup().equals(targetGroup) && target.registered());
    }

    private static List<TargetDescription> targets(List<String> instances) {
        return instances.stream()
                .map(id -> TargetDescription.builder().id(id).build())
                .toList();
    }

    /**
     * Checks that a server group's traffic can be switched at all.
     *
     * @param group as read
     * @throws ProblemException when it is behind a classic load balancer
     */
    public static void check(ServerGroup group) {
        if (!group.classicLoadBalancers().isEmpty()) {
            throw new ProblemException(
                    Category.INPUT,
                    Problem.of(
                            "aws.classic-load-balancer",
                            "",
                            group.name(),
                            group.region(),
                            String.join(", ", group.classicLoadBalancers())));
        }
    }
}
