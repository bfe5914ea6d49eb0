package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.LaunchSettings.BlockDevice;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.name.ServerGroupName;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Serving;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateIamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/**
 * The settings of a live server group, for one that is to be like it: Spinnaker's stage Clone Server Group. They are read
 * once, before the deploy begins.
 *
 * @param source the name of the server group
 * @param moniker the parts of its name; {@code null} when it follows no naming convention
 * @param launch how its instances are started; the user data is in it, and is never shown
 * @param group what it is like
 * @param leftOut words for what it has and a deploy can't give
 */
public record CopiedSettings(
        String source, ServerGroupName moniker, LaunchSettings launch, GroupSettings group, List<String> leftOut) {

    public CopiedSettings {
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Reads a server group.
     *
     * @param region where it is
     * @param groups reads there
     * @param name its name, or that of a cluster: then the newest that takes requests
     * @return its settings
     * @throws ProblemException when there is none, or it has a launch configuration instead of a launch template; or AWS
     *     does not answer
     */
    public static CopiedSettings read(AwsRegion region, ServerGroups groups, String name) {
        ServerGroup found = find(groups, name)
                .orElseThrow(() -> wrong(Problem.of("aws.copy-unknown", "copyFrom", name, region.name())));
        if (found.source().templateId().isEmpty()) {
            throw wrong(Problem.of("aws.copy-launch-configuration", "copyFrom", found.name(), region.name()));
        }
        AutoScalingGroup group = region
                .autoScaling()
                .describeAutoScalingGroups(ask -> ask.autoScalingGroupNames(found.name()))
                .autoScalingGroups()
                .stream()
                .findFirst()
                .orElseThrow(() -> wrong(Problem.of("aws.copy-unknown", "copyFrom", name, region.name())));
        ResponseLaunchTemplateData data = region
                .ec2()
                .describeLaunchTemplateVersions(
                        ask -> ask.launchTemplateId(found.source().templateId())
                                .versions(found.source().version()))
                .launchTemplateVersions()
                .stream()
                .findFirst()
                .orElseThrow(() -> wrong(Problem.of("aws.copy-unknown", "copyFrom", name, region.name())))
                .launchTemplateData();
        return new CopiedSettings(
                found.name(), found.moniker().orElse(null), launch(data), group(group, found), leftOut(group, data));
    }

    private static Optional<ServerGroup> find(ServerGroups groups, String name) {
        return groups.named(name)
                .filter(group -> !group.deleting())
                .or(() -> Serving.newest(groups.withHealth(groups.ofCluster(name).stream()
                        .filter(group -> !group.deleting())
                        .toList())));
    }

    private static LaunchSettings launch(ResponseLaunchTemplateData data) {
        Set<String> securityGroups = new LinkedHashSet<>(data.securityGroupIds());
        data.networkInterfaces().forEach(card -> securityGroups.addAll(card.groups()));
        return new LaunchSettings(
                text(data.imageId()),
                text(data.instanceTypeAsString()),
                text(data.keyName()),
                List.copyOf(securityGroups),
                profile(data.iamInstanceProfile()),
                data.userData() == null
                        ? ""
                        : new String(Base64.getMimeDecoder().decode(data.userData()), StandardCharsets.UTF_8),
                data.blockDeviceMappings().stream()
                        .filter(CopiedSettings::isPlain)
                        .map(CopiedSettings::device)
                        .toList(),
                Boolean.TRUE.equals(data.ebsOptimized()),
                data.metadataOptions() != null
                        && data.metadataOptions().httpTokens() == LaunchTemplateHttpTokensState.OPTIONAL);
    }

    private static String profile(LaunchTemplateIamInstanceProfileSpecification profile) {
        if (profile == null) {
            return "";
        }
        return profile.arn() == null ? text(profile.name()) : profile.arn();
    }

    private static boolean isPlain(LaunchTemplateBlockDeviceMapping mapping) {
        LaunchTemplateEbsBlockDevice volume = mapping.ebs();
        return volume != null && volume.volumeSize() != null && volume.snapshotId() == null;
    }

    private static BlockDevice device(LaunchTemplateBlockDeviceMapping mapping) {
        LaunchTemplateEbsBlockDevice volume = mapping.ebs();
        return new BlockDevice(
                mapping.deviceName(),
                volume.volumeSize(),
                text(volume.volumeTypeAsString()),
                Boolean.TRUE.equals(volume.encrypted()));
    }

    private static GroupSettings group(AutoScalingGroup group, ServerGroup read) {
        List<String> subnets =
                group.vpcZoneIdentifier() == null || group.vpcZoneIdentifier().isBlank()
                        ? List.of()
                        : List.of(group.vpcZoneIdentifier().split("\\s*,\\s*"));
        Map<String, String> tags = new TreeMap<>(read.tags());
        tags.keySet().removeIf(key -> key.startsWith("aws:") || key.startsWith(AwsTags.PREFIX));
        tags.remove(AwsTags.NAME, read.name());
        // What is suspended in a disabled group would keep the copy from getting requests.
        List<String> suspended = read.suspended().stream()
                .filter(process -> !TrafficSwitch.PROCESSES.contains(process))
                .toList();
        return new GroupSettings(
                read.capacity(),
                false,
                subnets,
                subnets.isEmpty() ? group.availabilityZones() : List.of(),
                read.targetGroups(),
                text(group.healthCheckType()),
                group.healthCheckGracePeriod() == null ? GroupSettings.GRACE : group.healthCheckGracePeriod(),
                group.terminationPolicies(),
                suspended,
                tags);
    }

    private static List<String> leftOut(AutoScalingGroup group, ResponseLaunchTemplateData data) {
        List<String> words = new ArrayList<>();
        note(words, "mixedInstancesPolicy", group.mixedInstancesPolicy() != null);
        note(words, "loadBalancerNames", !group.loadBalancerNames().isEmpty());
        note(words, "instanceMarketOptions", data.instanceMarketOptions() != null);
        note(words, "instanceRequirements", data.instanceRequirements() != null);
        note(words, "placement", data.placement() != null);
        note(words, "creditSpecification", data.creditSpecification() != null);
        note(
                words,
                "monitoring",
                data.monitoring() != null
                        && Boolean.TRUE.equals(data.monitoring().enabled()));
        note(
                words,
                "networkInterfaces",
                data.networkInterfaces().size() > 1
                        || data.networkInterfaces().stream().anyMatch(card -> card.associatePublicIpAddress() != null));
        data.blockDeviceMappings().stream()
                .filter(mapping -> !isPlain(mapping))
                .forEach(mapping -> words.add("blockDeviceMappings " + mapping.deviceName()));
        return words;
    }

    private static void note(List<String> words, String word, boolean there) {
        if (there) {
            words.add(word);
        }
    }

    /**
     * A request with what it leaves open taken from here.
     *
     * @param given texts that are empty, lists that are empty, and no size mean that nothing was given; tags are added to
     *     those from here
     * @param healthCheck whether the type of health checks was given
     * @param grace whether its grace period was given
     * @return the request
     */
    public ServerGroupDeployRequest fill(ServerGroupDeployRequest given, boolean healthCheck, boolean grace) {
        boolean named = !given.application().isEmpty() || moniker == null;
        return new ServerGroupDeployRequest(
                given.account(),
                given.region(),
                named ? given.application() : moniker.application(),
                given.stack().isEmpty() && moniker != null ? moniker.stack() : given.stack(),
                given.detail().isEmpty() && moniker != null ? moniker.detail() : given.detail(),
                filled(given.launch()),
                filled(given.group(), healthCheck, grace),
                given.strategy(),
                given.rollbackOnFailure(),
                given.healthyPercent(),
                given.madeFor(),
                given.timeoutSeconds());
    }

    private LaunchSettings filled(LaunchSettings given) {
        return new LaunchSettings(
                or(given.imageId(), launch.imageId()),
                or(given.instanceType(), launch.instanceType()),
                or(given.keyPair(), launch.keyPair()),
                or(given.securityGroups(), launch.securityGroups()),
                or(given.instanceProfile(), launch.instanceProfile()),
                or(given.userData(), launch.userData()),
                or(given.blockDevices(), launch.blockDevices()),
                given.ebsOptimized() || launch.ebsOptimized(),
                given.imdsV1() || launch.imdsV1());
    }

    private GroupSettings filled(GroupSettings given, boolean healthCheck, boolean grace) {
        Map<String, String> tags = new TreeMap<>(group.tags());
        tags.putAll(given.tags());
        Capacity size = given.capacity() == null ? group.capacity() : given.capacity();
        boolean elsewhere = !given.subnets().isEmpty() || !given.zones().isEmpty();
        return new GroupSettings(
                size,
                given.sourceCapacity(),
                or(given.subnets(), group.subnets()),
                elsewhere ? given.zones() : group.zones(),
                or(given.targetGroups(), group.targetGroups()),
                healthCheck ? given.healthCheckType() : group.healthCheckType(),
                grace ? given.healthCheckGrace() : group.healthCheckGrace(),
                or(given.terminationPolicies(), group.terminationPolicies()),
                or(given.suspendedProcesses(), group.suspendedProcesses()),
                tags);
    }

    private static String or(String given, String otherwise) {
        return given.isEmpty() ? otherwise : given;
    }

    private static <T> List<T> or(List<T> given, List<T> otherwise) {
        return given.isEmpty() ? otherwise : given;
    }

    /**
     * What the copy is going to lack.
     *
     * @return what to warn of; empty for nothing
     */
    public Optional<Problem> warning() {
        return leftOut.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of("aws.copy-left-out", "copyFrom", source, String.join(", ", leftOut)));
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    /** Never shows the user data, which often holds secrets. */
    @Override
    public String toString() {
        return source;
    }
}
