package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.name.ServerGroupName;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/**
 * An Auto Scaling group as it was when it was read.
 *
 * @param name such as {@code shop-web-v003}
 * @param region such as {@code eu-central-1}
 * @param createdAt in milliseconds since 1970
 * @param capacity how many instances it has
 * @param source what it starts them from; {@link ServerGroups#withSources} fills in the details
 * @param targetGroups the ARNs of its target groups
 * @param classicLoadBalancers the names of classic load balancers, which few groups have
 * @param instances in the order of AWS; {@link ServerGroups#withHealth} adds what the target groups say
 * @param suspended the suspended scaling processes, such as {@code Launch}
 * @param tags by key
 * @param deleting whether it is being deleted
 */
public record ServerGroup(
        String name,
        String region,
        long createdAt,
        Capacity capacity,
        LaunchSource source,
        List<String> targetGroups,
        List<String> classicLoadBalancers,
        List<Instance> instances,
        List<String> suspended,
        Map<String, String> tags,
        boolean deleting) {

    public ServerGroup {
        targetGroups = List.copyOf(targetGroups);
        classicLoadBalancers = List.copyOf(classicLoadBalancers);
        instances = List.copyOf(instances);
        suspended = List.copyOf(suspended);
        tags = Map.copyOf(tags);
    }

    static ServerGroup of(AutoScalingGroup group, String region) {
        return new ServerGroup(
                group.autoScalingGroupName(),
                region,
                group.createdTime() == null ? 0 : group.createdTime().toEpochMilli(),
                new Capacity(group.minSize(), group.desiredCapacity(), group.maxSize()),
                source(group),
                group.targetGroupARNs(),
                group.loadBalancerNames(),
                group.instances().stream()
                        .map(instance -> new Instance(
                                instance.instanceId(),
                                text(instance.availabilityZone()),
                                text(instance.lifecycleStateAsString()),
                                text(instance.healthStatus()),
                                List.of()))
                        .toList(),
                group.suspendedProcesses().stream()
                        .map(SuspendedProcess::processName)
                        .toList(),
                group.tags().stream()
                        .collect(Collectors.toMap(
                                TagDescription::key, tag -> text(tag.value()), (first, second) -> first)),
                group.status() != null && !group.status().isEmpty());
    }

    private static LaunchSource source(AutoScalingGroup group) {
        LaunchTemplateSpecification template = group.launchTemplate() != null || group.mixedInstancesPolicy() == null
                ? group.launchTemplate()
                : group.mixedInstancesPolicy().launchTemplate().launchTemplateSpecification();
        return template == null
                ? new LaunchSource("", text(group.launchConfigurationName()), "", "", "", "", List.of())
                : new LaunchSource(
                        text(template.launchTemplateId()),
                        text(template.launchTemplateName()),
                        template.version() == null ? "$Default" : template.version(),
                        "",
                        "",
                        "",
                        List.of());
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    ServerGroup with(LaunchSource other) {
        return new ServerGroup(
                name,
                region,
                createdAt,
                capacity,
                other,
                targetGroups,
                classicLoadBalancers,
                instances,
                suspended,
                tags,
                deleting);
    }

    ServerGroup with(List<Instance> others) {
        return new ServerGroup(
                name,
                region,
                createdAt,
                capacity,
                source,
                targetGroups,
                classicLoadBalancers,
                others,
                suspended,
                tags,
                deleting);
    }

    /** It as the object of events and results. */
    public ObjectRef ref() {
        return AwsRef.of(AwsRef.Kind.SERVER_GROUP, region, name);
    }

    /** The parts of its name; empty when it follows no naming convention. */
    public Optional<ServerGroupName> moniker() {
        return ServerGroupName.parse(name);
    }

    /** The cluster that it belongs to: its name without the sequence. */
    public String cluster() {
        return moniker().map(ServerGroupName::cluster).orElse(name);
    }

    /** The id of the operation that made it; empty when another tool did. */
    public String operation() {
        return tags.getOrDefault(AwsTags.OPERATION, "");
    }

    /** Whether it takes requests: Spinnaker's sign for a disabled group is that it adds nothing to load balancers. */
    public boolean enabled() {
        return !suspended.contains(TrafficSwitch.ADD_TO_LOAD_BALANCER);
    }

    /**
     * Whether it launches instances from a launch template.
     *
     * @param templateId the template's id
     * @return whether it does, and is not just being deleted
     */
    public boolean launches(String templateId) {
        return !deleting && source.templateId().equals(templateId);
    }

    /**
     * How one of its instances is.
     *
     * @param instance one of {@link #instances()}
     */
    public Health health(Instance instance) {
        Health health = instance.health(!targetGroups.isEmpty());
        return health == Health.UP && targetGroups.isEmpty() && !enabled() ? Health.OUT_OF_SERVICE : health;
    }

    /**
     * The instances in a state of health.
     *
     * @param health which; of a group with target groups known only after {@link ServerGroups#withHealth}
     * @return in the order of AWS
     */
    public List<Instance> instances(Health health) {
        return instances.stream().filter(instance -> health(instance) == health).toList();
    }

    /** How many of its instances are up. */
    public int up() {
        return instances(Health.UP).size();
    }
}
