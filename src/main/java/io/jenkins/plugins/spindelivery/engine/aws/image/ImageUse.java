package io.jenkins.plugins.spindelivery.engine.aws.image;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.Reservation;

/**
 * What uses images: instances that are not terminated, the default and the latest version of each launch template, the
 * versions that Auto Scaling groups name, and launch configurations. Without any of these nothing will start from them.
 */
public final class ImageUse {
    private static final int FILTER_VALUES = 200;
    private static final String LATEST = "$Latest";
    private static final String DEFAULT = "$Default";

    private final AwsRegion region;

    /**
     * Asks a region.
     *
     * @param region where the images are
     */
    public ImageUse(AwsRegion region) {
        this.region = region;
    }

    /**
     * Who uses images.
     *
     * @param ids of the images
     * @return by image who uses it, such as {@code Instance i-0123}; images that nobody uses are missing
     * @throws AwsFault when AWS does not answer
     */
    public Map<String, String> of(Collection<String> ids) {
        Map<String, String> users = new HashMap<>();
        if (ids.isEmpty()) {
            return users;
        }
        Set<String> wanted = Set.copyOf(ids);
        instances(List.copyOf(wanted), users);
        Map<String, Set<String>> versions = groupVersions(wanted, users);
        for (LaunchTemplate template :
                region.ec2().describeLaunchTemplatesPaginator().launchTemplates()) {
            Set<String> asked = new HashSet<>(Set.of(LATEST, DEFAULT));
            asked.addAll(versions.getOrDefault(template.launchTemplateId(), Set.of()));
            template(template, asked, wanted, users);
        }
        return users;
    }

    private void instances(List<String> ids, Map<String, String> users) {
        for (int from = 0; from < ids.size(); from += FILTER_VALUES) {
            List<String> part = ids.subList(from, Math.min(ids.size(), from + FILTER_VALUES));
            for (Reservation reservation : region.ec2()
                    .describeInstancesPaginator(request -> request.filters(
                            Filter.builder().name("image-id").values(part).build(),
                            Filter.builder()
                                    .name("instance-state-name")
                                    .values("pending", "running", "stopping", "stopped", "shutting-down")
                                    .build()))
                    .reservations()) {
                for (Instance instance : reservation.instances()) {
                    users.putIfAbsent(instance.imageId(), "Instance " + instance.instanceId());
                }
            }
        }
    }

    /** The versions that groups name, by template; launch configurations are few, and read whole. */
    private Map<String, Set<String>> groupVersions(Set<String> wanted, Map<String, String> users) {
        Map<String, Set<String>> versions = new HashMap<>();
        for (AutoScalingGroup group :
                region.autoScaling().describeAutoScalingGroupsPaginator().autoScalingGroups()) {
            for (LaunchTemplateSpecification each : templates(group)) {
                if (each.launchTemplateId() != null && each.version() != null) {
                    versions.computeIfAbsent(each.launchTemplateId(), first -> new HashSet<>())
                            .add(each.version());
                }
            }
        }
        for (LaunchConfiguration configuration :
                region.autoScaling().describeLaunchConfigurationsPaginator().launchConfigurations()) {
            if (wanted.contains(configuration.imageId())) {
                users.putIfAbsent(
                        configuration.imageId(), "LaunchConfiguration " + configuration.launchConfigurationName());
            }
        }
        return versions;
    }

    private static List<LaunchTemplateSpecification> templates(AutoScalingGroup group) {
        List<LaunchTemplateSpecification> all = new ArrayList<>();
        if (group.launchTemplate() != null) {
            all.add(group.launchTemplate());
        }
        if (group.mixedInstancesPolicy() != null && group.mixedInstancesPolicy().launchTemplate() != null) {
            var mixed = group.mixedInstancesPolicy().launchTemplate();
            if (mixed.launchTemplateSpecification() != null) {
                all.add(mixed.launchTemplateSpecification());
            }
            mixed.overrides().stream()
                    .map(each -> each.launchTemplateSpecification())
                    .filter(each -> each != null)
                    .forEach(all::add);
        }
        return all;
    }

    private void template(
            LaunchTemplate template, Set<String> versions, Set<String> wanted, Map<String, String> users) {
        try {
            for (LaunchTemplateVersion version : region.ec2()
                    .describeLaunchTemplateVersions(request -> request.launchTemplateId(template.launchTemplateId())
                            .versions(versions))
                    .launchTemplateVersions()) {
                String image = version.launchTemplateData().imageId();
                if (image != null && wanted.contains(image)) {
                    users.putIfAbsent(
                            image,
                            "LaunchTemplate " + template.launchTemplateName() + " version " + version.versionNumber());
                }
            }
        } catch (AwsFault e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
