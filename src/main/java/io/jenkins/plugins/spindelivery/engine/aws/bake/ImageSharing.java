package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.OperationType;
import software.amazon.awssdk.services.ec2.model.SnapshotAttributeName;

/** Lets other accounts use the images, and other bakes find them. */
final class ImageSharing {
    private final BakeWork work;

    ImageSharing(BakeWork work) {
        this.work = work;
    }

    /** Shares all images of the request, also those that were there already. */
    BakeState share() {
        if (!work.request().shareWith().isEmpty()) {
            each(work.state().images(), this::share);
        }
        boolean made = work.state().images().stream().anyMatch(image -> !image.reused());
        return made ? work.state().publishing().enter(BakePhase.PUBLISH, work.now()) : work.enter(BakePhase.CLEANUP);
    }

    private void each(List<BakedImage> images, Consumer<BakedImage> change) {
        Parallel.map(work.context().executor(), images, image -> {
            change.accept(image);
            return image;
        });
    }

    private void share(BakedImage image) {
        Ec2Client ec2 = work.ec2(image.region());
        List<LaunchPermission> permissions = work.request().shareWith().stream()
                .map(ImageSharing::permission)
                .toList();
        ec2.modifyImageAttribute(
                request -> request.imageId(image.id()).launchPermission(change -> change.add(permissions)));
        List<String> accounts = work.request().shareWith().stream()
                .filter(whom -> !whom.startsWith("arn:"))
                .toList();
        if (accounts.isEmpty()) {
            // Snapshots can be shared with accounts only; an organization launches the image without that.
            return;
        }
        snapshots(ec2, image)
                .forEach(snapshot -> ec2.modifySnapshotAttribute(request -> request.snapshotId(snapshot)
                        .attribute(SnapshotAttributeName.CREATE_VOLUME_PERMISSION)
                        .operationType(OperationType.ADD)
                        .userIds(accounts)));
    }

    private static LaunchPermission permission(String whom) {
        LaunchPermission.Builder permission = LaunchPermission.builder();
        if (!whom.startsWith("arn:")) {
            return permission.userId(whom).build();
        }
        return whom.contains(":organization/")
                ? permission.organizationArn(whom).build()
                : permission.organizationalUnitArn(whom).build();
    }

    private static List<String> snapshots(Ec2Client ec2, BakedImage image) {
        return ec2.describeImages(request -> request.imageIds(image.id())).images().stream()
                .flatMap(found -> found.blockDeviceMappings().stream())
                .filter(device -> device.ebs() != null)
                .map(device -> device.ebs().snapshotId())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Gives what this bake made the tag by which other bakes find it. */
    BakeState publish() {
        each(work.state().images().stream().filter(image -> !image.reused()).toList(), image -> work.ec2(image.region())
                .createTags(request -> request.resources(image.id())
                        .tags(BakeWork.tags(Map.of(AwsTags.BAKE_KEY, work.key(image.region()))))));
        return work.enter(BakePhase.CLEANUP);
    }
}
