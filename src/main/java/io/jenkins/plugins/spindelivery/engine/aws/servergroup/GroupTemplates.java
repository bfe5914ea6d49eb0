package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;

/** All launch templates that an Auto Scaling group may start instances from. */
public final class GroupTemplates {
    private GroupTemplates() {}

    /**
     * The templates of a group.
     *
     * @param group as AWS tells it
     * @return the one of its own, or that of its mixed instances and those that override it for some types of instances;
     *     empty for a group with a launch configuration
     */
    public static List<LaunchTemplateSpecification> of(AutoScalingGroup group) {
        List<LaunchTemplateSpecification> all = new ArrayList<>();
        all.add(group.launchTemplate());
        if (group.mixedInstancesPolicy() != null && group.mixedInstancesPolicy().launchTemplate() != null) {
            var mixed = group.mixedInstancesPolicy().launchTemplate();
            all.add(mixed.launchTemplateSpecification());
            mixed.overrides().stream()
                    .map(LaunchTemplateOverrides::launchTemplateSpecification)
                    .forEach(all::add);
        }
        return all.stream().filter(Objects::nonNull).toList();
    }
}
