package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.destroy.DestroyState.Target;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.GroupTemplates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What a region has, asked once: what is selected, and what may use it. */
final class Inventory {
    /** As many as AWS takes in one call. */
    private static final int ARNS_AT_ONCE = 20;

    private final AwsRegion region;
    private final DestroyRequest request;
    private final TagSelector selector;
    private final SimilarTags similar;
    private final List<AutoScalingGroup> serverGroups;
    private final List<LoadBalancer> balancers;
    private final List<TargetGroup> targetGroups;

    /**
     * Lists server groups, balancers and target groups: AWS can't look for the latter two by tags, and all three may use
     * what is selected.
     *
     * @param similar learns the tags that are read on the way
     */
    Inventory(AwsRegion region, DestroyRequest request, TagSelector selector, SimilarTags similar) {
        this.region = region;
        this.request = request;
        this.selector = selector;
        this.similar = similar;
        this.serverGroups = region.autoScaling().describeAutoScalingGroupsPaginator().autoScalingGroups().stream()
                .toList();
        this.balancers = region.loadBalancing().describeLoadBalancersPaginator().loadBalancers().stream()
                .toList();
        this.targetGroups = region.loadBalancing().describeTargetGroupsPaginator().targetGroups().stream()
                .toList();
    }

    AwsRegion region() {
        return region;
    }

    List<AutoScalingGroup> serverGroups() {
        return serverGroups;
    }

    List<LoadBalancer> balancers() {
        return balancers;
    }

    List<TargetGroup> targetGroups() {
        return targetGroups;
    }

    /** What is to be destroyed, in its order. */
    List<Target> selected() {
        serverGroups.forEach(group -> similar.add(tags(group)));
        List<Target> targets = new ArrayList<>();
        if (request.includes(DestroyKind.SERVER_GROUPS)) {
            List<AutoScalingGroup> groups = serverGroups.stream()
                    .filter(group -> selector.selects(tags(group)))
                    .toList();
            groups.forEach(group -> targets.add(
                    target(DestroyKind.SERVER_GROUPS, group.autoScalingGroupName(), group.autoScalingGroupARN())));
            targets.addAll(templates(groups));
        }
        balancing(targets);
        if (request.includes(DestroyKind.SECURITY_GROUPS)) {
            region.ec2().describeSecurityGroupsPaginator(ask -> ask.filters(filters())).securityGroups().stream()
                    .filter(group -> selector.selects(tags(group.tags())))
                    .map(group -> target(DestroyKind.SECURITY_GROUPS, group.groupName(), group.groupId()))
                    .forEach(targets::add);
        }
        if (request.includes(DestroyKind.IMAGES)) {
            region.ec2().describeImages(ask -> ask.owners("self").filters(filters())).images().stream()
                    .filter(image -> selector.selects(tags(image.tags())))
                    .map(this::target)
                    .forEach(targets::add);
        }
        return targets;
    }

    private void balancing(List<Target> targets) {
        boolean both = request.includes(DestroyKind.LOAD_BALANCERS);
        List<String> arns = Stream.concat(
                        (both ? balancers : List.<LoadBalancer>of()).stream().map(LoadBalancer::loadBalancerArn),
                        (request.includes(DestroyKind.TARGET_GROUPS) ? targetGroups : List.<TargetGroup>of())
                                .stream().map(TargetGroup::targetGroupArn))
                .toList();
        Map<String, Map<String, String>> tags = tagsOf(arns);
        balancers.stream()
                .filter(each -> selector.selects(tags.getOrDefault(each.loadBalancerArn(), Map.of())))
                .map(each -> target(DestroyKind.LOAD_BALANCERS, each.loadBalancerName(), each.loadBalancerArn()))
                .forEach(targets::add);
        targetGroups.stream()
                .filter(each -> selector.selects(tags.getOrDefault(each.targetGroupArn(), Map.of())))
                .map(each -> target(DestroyKind.TARGET_GROUPS, each.targetGroupName(), each.targetGroupArn()))
                .forEach(targets::add);
    }

    private Map<String, Map<String, String>> tagsOf(List<String> arns) {
        Map<String, Map<String, String>> tags = new HashMap<>();
        for (int from = 0; from < arns.size(); from += ARNS_AT_ONCE) {
            List<String> some = arns.subList(from, Math.min(arns.size(), from + ARNS_AT_ONCE));
            region.loadBalancing()
                    .describeTags(ask -> ask.resourceArns(some))
                    .tagDescriptions()
                    .forEach(of -> tags.put(
                            of.resourceArn(),
                            of.tags().stream().collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()))));
        }
        tags.values().forEach(similar::add);
        return tags;
    }

    /** Those that are selected, and those that we made for the groups and that no other group uses. */
    private List<Target> templates(List<AutoScalingGroup> groups) {
        Map<String, LaunchTemplate> templates = new LinkedHashMap<>();
        List<String> used = groups.stream()
                .flatMap(group -> GroupTemplates.of(group).stream())
                .map(LaunchTemplateSpecification::launchTemplateId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        for (String id : used) {
            template(id)
                    .filter(template -> tags(template.tags()).containsKey(AwsTags.OPERATION))
                    .ifPresent(template -> templates.put(id, template));
        }
        region.ec2().describeLaunchTemplatesPaginator(ask -> ask.filters(filters())).launchTemplates().stream()
                .filter(template -> selector.selects(tags(template.tags())))
                .forEach(template -> templates.put(template.launchTemplateId(), template));
        List<String> others = serverGroups.stream()
                .filter(group -> !groups.contains(group))
                .flatMap(group -> GroupTemplates.of(group).stream())
                .map(LaunchTemplateSpecification::launchTemplateId)
                .toList();
        return templates.values().stream()
                .filter(template ->
                        selector.selects(tags(template.tags())) || !others.contains(template.launchTemplateId()))
                .map(template -> target(
                        DestroyKind.LAUNCH_TEMPLATES, template.launchTemplateName(), template.launchTemplateId()))
                .toList();
    }

    /** Someone may have deleted it, which its groups notice only when they launch. */
    private Optional<LaunchTemplate> template(String id) {
        try {
            return region.ec2().describeLaunchTemplates(ask -> ask.launchTemplateIds(id)).launchTemplates().stream()
                    .findFirst();
        } catch (AwsFault e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Target target(DestroyKind kind, String name, String id) {
        return new Target(kind, region.name(), name, id, List.of(), false);
    }

    private Target target(Image image) {
        List<String> snapshots = image.blockDeviceMappings().stream()
                .map(BlockDeviceMapping::ebs)
                .filter(Objects::nonNull)
                .map(EbsBlockDevice::snapshotId)
                .filter(Objects::nonNull)
                .toList();
        return new Target(DestroyKind.IMAGES, region.name(), image.name(), image.imageId(), snapshots, false);
    }

    private List<Filter> filters() {
        return selector.literal().entrySet().stream()
                .map(tag -> Filter.builder()
                        .name("tag:" + tag.getKey())
                        .values(tag.getValue())
                        .build())
                .toList();
    }

    private static Map<String, String> tags(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    private static Map<String, String> tags(AutoScalingGroup group) {
        return group.tags().stream().collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
    }
}
