package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import java.util.LinkedHashSet;
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
 * has it, so a builder that is not seen yet can't be forgotten. Images, snapshots and groups may be seen late: what AWS was
 * asked for not long ago is looked for until it is seen or that time is over.
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

    /** What is left in a region after a look: the image that may still appear, and whether nothing does. */
    private record Left(BakedImage image, boolean gone) {}

    /** Removes what is left of this bake; goes on when all is gone. */
    Looked clean() {
        BakeState state = work.state();
        if (!state.course().changed()
                || (!state.course().ending() && !state.lease().held())) {
            return work.goOn(state);
        }
        if (state.course().polls() == 0) {
            work.phase(Phase.CLEANUP, 1);
        }
        if (!instancesGone()) {
            return work.notYet();
        }
        if (!state.course().ending() || state.published()) {
            return withoutGroup(state, state.lease());
        }
        List<Left> left = Parallel.map(work.context().executor(), state.images(), this::imageGone);
        BakeState next = state.images(left.stream().map(Left::image).toList());
        return left.stream().allMatch(Left::gone) ? withoutGroup(next, state.lease()) : work.notYet(next);
    }

    /** Removes the group of this bake, seen or not; goes on when it is gone. */
    Looked withoutGroup(BakeState state, BakeLease lease) {
        return groupsGone(lease) ? work.goOn(state.lease(BakeLease.NONE)) : work.notYet(state);
    }

    /** Removes all that another bake, which nobody goes on with, has left behind in some regions; whether all is gone. */
    boolean unmake(List<String> regions) {
        // It has not asked AWS for anything for minutes, so what it made can be seen.
        if (!instancesGone()) {
            return false;
        }
        return !Parallel.map(work.context().executor(), regions, region -> imageGone(BakedImage.missing(region))
                                .gone())
                        .contains(false)
                && groupsGone(BakeLease.NONE);
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

    private Left imageGone(BakedImage begun) {
        String region = begun.region();
        Ec2Client ec2 = work.ec2(region);
        boolean late = work.mayBeLate(begun.asked());
        // The other bake's image may have been published; then it is not half made, and its snapshots stay with it.
        Map<Boolean, List<Image>> images =
                ec2
                        .describeImages(request -> request.owners("self").filters(BakeWork.madeBy(operation)))
                        .images()
                        .stream()
                        .collect(Collectors.partitioningBy(image ->
                                !BakeWork.tag(image.tags(), AwsTags.BAKE_KEY).isEmpty()));
        List<Image> half = images.get(false);
        Set<String> seen = new LinkedHashSet<>(snapshots(ec2));
        if (late && !half.stream().allMatch(image -> seen.containsAll(snapshots(image)) && isWhole(image))) {
            // Only the image tells how many snapshots there are to come.
            return new Left(begun, false);
        }
        half.forEach(image -> deregister(ec2, region, image));
        half.forEach(image -> seen.addAll(snapshots(image)));
        images.get(true).forEach(image -> seen.removeAll(snapshots(image)));
        boolean gone = snapshotsGone(ec2, seen);
        return half.isEmpty() ? new Left(begun, gone && !late) : new Left(BakedImage.missing(region), gone);
    }

    private void deregister(Ec2Client ec2, String region, Image image) {
        try {
            ec2.deregisterImage(request -> request.imageId(image.imageId()));
            work.changed(AwsRef.Kind.IMAGE, region, image.name(), Action.DELETED);
        } catch (AwsFault e) {
            if (!e.isNotFound() && !e.code().equals(DEREGISTERED)) {
                throw e;
            }
        }
    }

    /** Whether an image says of each of its volumes which snapshot it is. */
    private static boolean isWhole(Image image) {
        long volumes = image.blockDeviceMappings().stream()
                .filter(device -> device.ebs() != null)
                .count();
        return volumes > 0 && snapshots(image).size() == volumes;
    }

    private static List<String> snapshots(Image image) {
        return image.blockDeviceMappings().stream()
                .filter(device -> device.ebs() != null && device.ebs().snapshotId() != null)
                .map(device -> device.ebs().snapshotId())
                .toList();
    }

    private List<String> snapshots(Ec2Client ec2) {
        DescribeSnapshotsRequest mine = DescribeSnapshotsRequest.builder()
                .ownerIds("self")
                .filters(BakeWork.madeBy(operation))
                .build();
        return ec2.describeSnapshotsPaginator(mine).snapshots().stream()
                .map(Snapshot::snapshotId)
                .toList();
    }

    private static boolean snapshotsGone(Ec2Client ec2, Set<String> ids) {
        boolean gone = true;
        for (String id : ids) {
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

    private boolean groupsGone(BakeLease lease) {
        DescribeSecurityGroupsRequest mine = DescribeSecurityGroupsRequest.builder()
                .filters(BakeWork.madeBy(operation))
                .build();
        Set<String> groups = work.ec2().describeSecurityGroupsPaginator(mine).securityGroups().stream()
                .map(SecurityGroup::groupId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean late = work.mayBeLate(lease.asked());
        if (lease.held()) {
            groups.add(lease.group());
        }
        boolean gone = !groups.isEmpty() || !late;
        for (String group : groups) {
            gone &= deleted(group, late);
        }
        return gone;
    }

    private boolean deleted(String group, boolean late) {
        try {
            work.ec2().deleteSecurityGroup(request -> request.groupId(group));
            work.changed(AwsRef.Kind.SECURITY_GROUP, work.home(), group, Action.DELETED);
            return true;
        } catch (AwsFault e) {
            if (IN_USE.contains(e.code())) {
                return false;
            }
            if (e.isNotFound()) {
                return !late;
            }
            throw e;
        }
    }
}
