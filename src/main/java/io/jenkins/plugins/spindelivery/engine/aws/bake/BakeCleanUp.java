package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/**
 * Removes what belongs to a bake, found by the tag that everything has from the moment it is made: first the builder, then
 * an image that nobody may use yet and its snapshots, the security group last. EC2 does not delete a group while an instance
 * has it, so a builder that is not seen yet can't be forgotten.
 */
final class BakeCleanUp {
    private static final Set<String> IN_USE =
            Set.of("DependencyViolation", "InvalidGroup.InUse", "InvalidSnapshot.InUse", "ResourceInUse");
    private static final String DEREGISTERED = "InvalidAMIID.Unavailable";

    private final BakeWork work;
    private final String operation;

    BakeCleanUp(BakeWork work, String operation) {
        this.work = work;
        this.operation = operation;
    }

    /** Removes what is left of this bake; whether all is gone. */
    boolean clean() {
        BakeState state = work.state();
        if (!state.course().changed()
                || (!state.course().ending() && !state.lease().held())) {
            return true;
        }
        if (state.course().polls() == 0) {
            work.phase(Phase.CLEANUP, 1);
        }
        return remove(state.course().ending() && !state.published());
    }

    /** Removes all that another bake, which nobody goes on with, has left behind; whether all is gone. */
    boolean unmake() {
        return remove(true);
    }

    private boolean remove(boolean images) {
        if (!instancesGone()) {
            return false;
        }
        boolean gone = !images
                || !Parallel.map(work.context().executor(), work.request().regions(), this::imagesGone)
                        .contains(false);
        return gone && groupsGone();
    }

    private boolean instancesGone() {
        DescribeInstancesRequest mine = DescribeInstancesRequest.builder()
                .filters(
                        BakeWork.madeBy(operation),
                        BakeWork.filter(
                                "instance-state-name", "pending", "running", "shutting-down", "stopping", "stopped"))
                .build();
        List<Instance> left = work.ec2().describeInstancesPaginator(mine).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(instance -> instance.state().name() != InstanceStateName.TERMINATED)
                .toList();
        List<String> alive = left.stream()
                .filter(instance -> instance.state().name() != InstanceStateName.SHUTTING_DOWN)
                .map(Instance::instanceId)
                .toList();
        if (!alive.isEmpty()) {
            work.ec2().terminateInstances(request -> request.instanceIds(alive));
            alive.forEach(id -> work.changed(AwsRef.Kind.INSTANCE, work.home(), id, Action.DELETED));
        }
        if (!left.isEmpty()) {
            return false;
        }
        // Nobody fetches them any more.
        new PackageStaging(work).remove(operation);
        return true;
    }

    private boolean imagesGone(String region) {
        Ec2Client ec2 = work.ec2(region);
        // The other bake's image may have been published; then it is not half made, and its snapshots stay with it.
        Map<Boolean, List<Image>> images =
                ec2
                        .describeImages(request -> request.owners("self").filters(BakeWork.madeBy(operation)))
                        .images()
                        .stream()
                        .collect(Collectors.partitioningBy(image ->
                                !BakeWork.tag(image.tags(), AwsTags.BAKE_KEY).isEmpty()));
        for (Image image : images.get(false)) {
            try {
                ec2.deregisterImage(request -> request.imageId(image.imageId()));
                work.changed(AwsRef.Kind.IMAGE, region, image.name(), Action.DELETED);
            } catch (AwsFault e) {
                if (!e.isNotFound() && !e.code().equals(DEREGISTERED)) {
                    throw e;
                }
            }
        }
        Set<String> kept = images.get(true).stream()
                .flatMap(image -> image.blockDeviceMappings().stream())
                .filter(device -> device.ebs() != null && device.ebs().snapshotId() != null)
                .map(device -> device.ebs().snapshotId())
                .collect(Collectors.toSet());
        return snapshotsGone(ec2, kept);
    }

    private boolean snapshotsGone(Ec2Client ec2, Set<String> kept) {
        DescribeSnapshotsRequest mine = DescribeSnapshotsRequest.builder()
                .ownerIds("self")
                .filters(BakeWork.madeBy(operation))
                .build();
        List<String> left = ec2.describeSnapshotsPaginator(mine).snapshots().stream()
                .map(Snapshot::snapshotId)
                .filter(id -> !kept.contains(id))
                .toList();
        boolean gone = true;
        for (String id : left) {
            try {
                ec2.deleteSnapshot(request -> request.snapshotId(id));
            } catch (AwsFault e) {
                if (IN_USE.contains(e.code())) {
                    // For a while EC2 still counts the image that has just been deregistered.
                    gone = false;
                } else if (!e.isNotFound()) {
                    throw e;
                }
            }
        }
        return gone;
    }

    private boolean groupsGone() {
        DescribeSecurityGroupsRequest mine = DescribeSecurityGroupsRequest.builder()
                .filters(BakeWork.madeBy(operation))
                .build();
        List<String> groups = work.ec2().describeSecurityGroupsPaginator(mine).securityGroups().stream()
                .map(SecurityGroup::groupId)
                .toList();
        boolean gone = true;
        for (String group : groups) {
            gone &= deleted(group);
        }
        return gone;
    }

    private boolean deleted(String group) {
        try {
            work.ec2().deleteSecurityGroup(request -> request.groupId(group));
            work.changed(AwsRef.Kind.SECURITY_GROUP, work.home(), group, Action.DELETED);
            return true;
        } catch (AwsFault e) {
            if (IN_USE.contains(e.code())) {
                return false;
            }
            if (e.isNotFound()) {
                return true;
            }
            throw e;
        }
    }
}
