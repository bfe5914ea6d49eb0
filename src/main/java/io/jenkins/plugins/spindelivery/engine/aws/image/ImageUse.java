package io.jenkins.plugins.spindelivery.engine.aws.image;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.api.Batches;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.GroupTemplates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.Reservation;

/**
 * What uses images: instances that are not terminated, the default and the latest version of each launch template, the
 * versions that Auto Scaling groups name, and launch configurations. Without any of these nothing will start from them in
 * this account; of other accounts see {@link ImageShares}.
 */
public final class ImageUse {
    private static final List<String> NEWEST = List.of("$Latest", "$Default");

    private final AwsRegion region;
    private final Set<String> leaving;

    /**
     * Asks a region.
     *
     * @param region where the images are
     */
    public ImageUse(AwsRegion region) {
        this(region, Set.of());
    }

    /**
     * Asks a region.
     *
     * @param region where the images are
     * @param leaving what goes before the images do and does not count: ids of instances and launch templates, ARNs of
     *     Auto Scaling groups
     */
    public ImageUse(AwsRegion region, Set<String> leaving) {
        this.region = region;
        this.leaving = Set.copyOf(leaving);
    }

    /**
     * Who uses images.
     *
     * @param ids of the images
     * @return the users of these and maybe of others
     * @throws AwsFault when AWS does not answer
     */
    public ImageUsers of(Collection<String> ids) {
        ImageUsers users = new ImageUsers();
        if (ids.isEmpty()) {
            return users;
        }
        instances(ids.stream().distinct().toList(), users);
        launchConfigurations(users);
        ImageParameters parameters = new ImageParameters(region.systemsManager());
        versions()
                .forEach(version -> parameters.add(version.launchTemplateData().imageId(), name(version)));
        parameters.resolve(users);
        return users;
    }

    private static String name(LaunchTemplateVersion version) {
        return "LaunchTemplate " + version.launchTemplateName() + " version " + version.versionNumber();
    }

    private void instances(List<String> ids, ImageUsers users) {
        for (List<String> part : Batches.of(ids, Batches.FILTER_VALUES)) {
            for (Reservation reservation : region.ec2()
                    .describeInstancesPaginator(request -> request.filters(
                            Filter.builder().name("image-id").values(part).build(),
                            Filter.builder()
                                    .name("instance-state-name")
                                    .values("pending", "running", "stopping", "stopped", "shutting-down")
                                    .build()))
                    .reservations()) {
                for (Instance instance : reservation.instances()) {
                    if (!leaving.contains(instance.instanceId())) {
                        users.add(instance.imageId(), "Instance " + instance.instanceId());
                    }
                }
            }
        }
    }

    private void launchConfigurations(ImageUsers users) {
        for (LaunchConfiguration configuration :
                region.autoScaling().describeLaunchConfigurationsPaginator().launchConfigurations()) {
            users.add(configuration.imageId(), "LaunchConfiguration " + configuration.launchConfigurationName());
        }
    }

    /** The versions that launches may come to: each template's newest and usual one, and those that groups name. */
    private List<LaunchTemplateVersion> versions() {
        List<LaunchTemplateVersion> versions = new ArrayList<>();
        // Without a template it tells those of all, which is one call for many templates.
        region
                .ec2()
                .describeLaunchTemplateVersionsPaginator(ask -> ask.versions(NEWEST))
                .launchTemplateVersions()
                .stream()
                .filter(version -> !leaving.contains(version.launchTemplateId()))
                .forEach(versions::add);
        numbered().forEach((template, numbers) -> {
            try {
                region.ec2()
                        .describeLaunchTemplateVersionsPaginator(
                                ask -> ask.launchTemplateId(template).versions(numbers))
                        .launchTemplateVersions()
                        .forEach(versions::add);
            } catch (AwsFault e) {
                // Someone has deleted it, which its groups notice when they launch.
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        });
        return versions;
    }

    /** The versions that groups name by their numbers, by template. */
    private Map<String, Set<String>> numbered() {
        Map<String, Set<String>> versions = new TreeMap<>();
        for (AutoScalingGroup group :
                region.autoScaling().describeAutoScalingGroupsPaginator().autoScalingGroups()) {
            if (leaving.contains(group.autoScalingGroupARN())) {
                continue;
            }
            for (LaunchTemplateSpecification each : GroupTemplates.of(group)) {
                if (each.launchTemplateId() != null && each.version() != null && !NEWEST.contains(each.version())) {
                    versions.computeIfAbsent(each.launchTemplateId(), first -> new TreeSet<>())
                            .add(each.version());
                }
            }
        }
        return versions;
    }
}
