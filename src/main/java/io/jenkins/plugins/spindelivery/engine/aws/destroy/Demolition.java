package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.DestroyState.Target;
import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRemoval;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * Destroys one thing, by its id, and knows whether it is there.
 *
 * @param region the clients of where it is
 */
record Demolition(AwsRegion region) {
    /** What AWS answers while what uses something is vanishing, or a deletion is under way already. */
    private static final Set<String> SOON = Set.of(
            "ResourceInUse",
            "ResourceInUseException",
            "DependencyViolation",
            "InvalidSnapshot.InUse",
            "ScalingActivityInProgress");

    /** Whether it is there, by its id and not by its name. */
    boolean isThere(Target target) {
        try {
            return switch (target.kind()) {
                case SERVER_GROUPS -> region
                        .autoScaling()
                        .describeAutoScalingGroups(ask -> ask.autoScalingGroupNames(target.name()))
                        .autoScalingGroups()
                        .stream()
                        .anyMatch(group -> group.autoScalingGroupARN().equals(target.id()));
                case LAUNCH_TEMPLATES -> !region.ec2()
                        .describeLaunchTemplates(ask -> ask.launchTemplateIds(target.id()))
                        .launchTemplates()
                        .isEmpty();
                case LOAD_BALANCERS -> !region.loadBalancing()
                        .describeLoadBalancers(ask -> ask.loadBalancerArns(target.id()))
                        .loadBalancers()
                        .isEmpty();
                case TARGET_GROUPS -> !region.loadBalancing()
                        .describeTargetGroups(ask -> ask.targetGroupArns(target.id()))
                        .targetGroups()
                        .isEmpty();
                case SECURITY_GROUPS -> !region.ec2()
                        .describeSecurityGroups(ask -> ask.filters(filter("group-id", List.of(target.id()))))
                        .securityGroups()
                        .isEmpty();
                case IMAGES -> isImageThere(target);
            };
        } catch (AwsFault e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    private boolean isImageThere(Target target) {
        Ec2Client ec2 = region.ec2();
        boolean image = !ec2.describeImages(ask -> ask.filters(filter("image-id", List.of(target.id()))))
                .images()
                .isEmpty();
        return image
                || !target.parts().isEmpty()
                        && !ec2.describeSnapshots(ask -> ask.filters(filter("snapshot-id", target.parts())))
                                .snapshots()
                                .isEmpty();
    }

    private static Filter filter(String name, List<String> values) {
        return Filter.builder().name(name).values(values).build();
    }

    /**
     * Tells AWS to destroy it. What is not there any more is no error; what something uses that is only vanishing itself
     * is tried again by another call.
     */
    void destroy(Target target) {
        try {
            tell(target);
        } catch (AwsFault e) {
            // What was vanishing may be gone by now, which Auto Scaling calls a validation error.
            if (e.passing() || isThere(target)) {
                throw e;
            }
        }
    }

    private void tell(Target target) {
        switch (target.kind()) {
            case SERVER_GROUPS -> soon(
                    () -> region.autoScaling().deleteAutoScalingGroup(ask -> ask.autoScalingGroupName(target.name())
                            .forceDelete(true)));
            case LAUNCH_TEMPLATES -> soon(
                    () -> region.ec2().deleteLaunchTemplate(ask -> ask.launchTemplateId(target.id())));
            case LOAD_BALANCERS -> soon(
                    () -> region.loadBalancing().deleteLoadBalancer(ask -> ask.loadBalancerArn(target.id())));
            case TARGET_GROUPS -> soon(
                    () -> region.loadBalancing().deleteTargetGroup(ask -> ask.targetGroupArn(target.id())));
            case SECURITY_GROUPS -> GroupRemoval.remove(region.ec2(), target.id());
            case IMAGES -> {
                soon(() -> region.ec2().deregisterImage(ask -> ask.imageId(target.id())));
                target.parts().forEach(part -> soon(() -> region.ec2().deleteSnapshot(ask -> ask.snapshotId(part))));
            }
        }
    }

    private static void soon(Runnable call) {
        try {
            call.run();
        } catch (AwsFault e) {
            // Deregistering twice is a refusal of its own.
            if (!SOON.contains(e.code()) && !e.isNotFound() && !e.code().equals("InvalidAMIID.Unavailable")) {
                throw e;
            }
        }
    }
}
