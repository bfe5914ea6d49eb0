package io.jenkins.plugins.spindelivery.engine.aws.peer;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Lists what a region has beyond what AWS puts into each by itself. */
final class Leftovers {
    private Leftovers() {}

    static List<String> in(AwsRegion region, String account) {
        List<String> found = new ArrayList<>();
        machines(region.ec2(), found);
        images(region.ec2(), account, found);
        region.ec2().describeSecurityGroups().securityGroups().stream()
                .filter(group -> !group.groupName().equals("default"))
                .forEach(group -> found.add("SecurityGroup " + group.groupId() + " (" + group.groupName() + ")"));
        region.autoScaling()
                .describeAutoScalingGroups()
                .autoScalingGroups()
                .forEach(group -> found.add("ServerGroup " + group.autoScalingGroupName()));
        region.autoScaling()
                .describeLaunchConfigurations()
                .launchConfigurations()
                .forEach(each -> found.add("LaunchConfiguration " + each.launchConfigurationName()));
        region.loadBalancing()
                .describeLoadBalancers()
                .loadBalancers()
                .forEach(balancer -> found.add("LoadBalancer " + balancer.loadBalancerName()));
        region.loadBalancing()
                .describeTargetGroups()
                .targetGroups()
                .forEach(group -> found.add("TargetGroup " + group.targetGroupName()));
        Collections.sort(found);
        return found;
    }

    private static void machines(Ec2Client ec2, List<String> found) {
        ec2.describeInstancesPaginator().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(instance -> !instance.state().nameAsString().equals("terminated"))
                .forEach(instance -> found.add("Instance " + instance.instanceId() + " ("
                        + instance.state().nameAsString() + ")"));
        ec2.describeKeyPairs().keyPairs().forEach(pair -> found.add("KeyPair " + pair.keyName()));
        ec2.describeLaunchTemplates()
                .launchTemplates()
                .forEach(template -> found.add("LaunchTemplate " + template.launchTemplateName()));
    }

    private static void images(Ec2Client ec2, String account, List<String> found) {
        ec2.describeImages().images().stream()
                .filter(image -> image.ownerId().equals(account))
                .forEach(image -> found.add("Image " + image.imageId() + " (" + image.name() + ")"));
        ec2.describeSnapshots().snapshots().stream()
                .filter(snapshot -> snapshot.ownerId().equals(account))
                .forEach(snapshot -> found.add("Snapshot " + snapshot.snapshotId()));
    }
}
