package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.api.Batches;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.name.ServerGroupName;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/**
 * Reads the server groups of a region, newest first. Each method says what it asks, since AWS counts the calls of a whole
 * account: what is waited for is read by name.
 */
public final class ServerGroups {
    /** The most that one page of Auto Scaling groups holds, and the most names that one call takes. */
    private static final int PAGE = 100;
    /** The most values of a filter of EC2. */
    private static final Comparator<ServerGroup> NEWEST_FIRST = Comparator.comparingLong(ServerGroup::createdAt)
            .reversed()
            .thenComparing(ServerGroup::name, Comparator.reverseOrder());

    private final AwsRegion region;
    private final Executor executor;

    /**
     * A reader.
     *
     * @param region where to read
     * @param executor lends threads for calls that are independent of each other
     */
    public ServerGroups(AwsRegion region, Executor executor) {
        this.region = region;
        this.executor = executor;
    }

    /**
     * All server groups of the region: one call for each hundred.
     *
     * @return newest first, also those that are being deleted
     * @throws AwsFault when AWS does not answer
     */
    public List<ServerGroup> all() {
        return matching(group -> true);
    }

    /**
     * The server groups of an application, as {@link #all()}: AWS can't search by the beginning of a name.
     *
     * @param application by its moniker
     * @return newest first
     */
    public List<ServerGroup> ofApplication(String application) {
        return matching(group -> group.moniker()
                .map(name -> name.application().equals(application))
                .orElse(false));
    }

    /**
     * The server groups of a cluster, as {@link #all()}.
     *
     * @param cluster such as {@code shop-web}
     * @return newest first, also those that are being deleted: their numbers are still in use
     */
    public List<ServerGroup> ofCluster(String cluster) {
        return matching(group -> group.cluster().equals(cluster));
    }

    /**
     * Server groups by name: one call for each hundred names.
     *
     * @param names their names
     * @return newest first; those that do not exist are missing
     */
    public List<ServerGroup> named(Collection<String> names) {
        List<ServerGroup> groups = new ArrayList<>();
        for (List<String> part : Batches.of(names, PAGE)) {
            collect(
                    DescribeAutoScalingGroupsRequest.builder()
                            .autoScalingGroupNames(part)
                            .build(),
                    group -> true,
                    groups);
        }
        groups.sort(NEWEST_FIRST);
        return groups;
    }

    /**
     * A server group by its name: one call.
     *
     * @param name its name
     * @return empty when there is none
     */
    public Optional<ServerGroup> named(String name) {
        return named(List.of(name)).stream().findFirst();
    }

    private List<ServerGroup> matching(Predicate<ServerGroup> wanted) {
        List<ServerGroup> groups = new ArrayList<>();
        collect(DescribeAutoScalingGroupsRequest.builder().build(), wanted, groups);
        groups.sort(NEWEST_FIRST);
        return groups;
    }

    private void collect(
            DescribeAutoScalingGroupsRequest request, Predicate<ServerGroup> wanted, List<ServerGroup> groups) {
        String next = null;
        do {
            DescribeAutoScalingGroupsResponse page = region.autoScaling()
                    .describeAutoScalingGroups(
                            request.toBuilder().maxRecords(PAGE).nextToken(next).build());
            for (AutoScalingGroup group : page.autoScalingGroups()) {
                ServerGroup read = ServerGroup.of(group, region.name());
                if (wanted.test(read)) {
                    groups.add(read);
                }
            }
            next = page.nextToken();
        } while (next != null && !next.isEmpty());
    }

    /**
     * The same groups with what the target groups say about their instances: one call for each target group, however many
     * server groups are behind it.
     *
     * @param groups as read
     * @return in the same order; a target group that is gone says nothing
     */
    public List<ServerGroup> withHealth(List<ServerGroup> groups) {
        Set<String> arns = new LinkedHashSet<>();
        groups.stream()
                .filter(group -> !group.instances().isEmpty())
                .forEach(group -> arns.addAll(group.targetGroups()));
        Map<String, List<Instance.Target>> byInstance = new HashMap<>();
        Parallel.map(executor, List.copyOf(arns), this::targets)
                .forEach(targets -> targets.forEach((instance, target) -> byInstance
                        .computeIfAbsent(instance, first -> new ArrayList<>())
                        .add(target)));
        return groups.stream()
                .map(group -> group.with(group.instances().stream()
                        .map(instance -> instance.with(byInstance.getOrDefault(instance.id(), List.of()).stream()
                                .filter(target -> group.targetGroups().contains(target.targetGroup()))
                                .toList()))
                        .toList()))
                .toList();
    }

    private Map<String, Instance.Target> targets(String arn) {
        Map<String, Instance.Target> targets = new HashMap<>();
        try {
            for (TargetHealthDescription target : region.loadBalancing()
                    .describeTargetHealth(request -> request.targetGroupArn(arn))
                    .targetHealthDescriptions()) {
                Instance.Target read = new Instance.Target(
                        arn,
                        text(target.targetHealth().stateAsString()),
                        text(target.targetHealth().reasonAsString()),
                        text(target.targetHealth().description()));
                // One instance may be registered with several ports: the worst of them counts.
                targets.merge(target.target().id(), read, (one, other) -> worse(one, other) ? one : other);
            }
        } catch (AwsFault e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
        return targets;
    }

    private static boolean worse(Instance.Target one, Instance.Target other) {
        List<Health> worstFirst = List.of(Health.DOWN, Health.STARTING, Health.UP, Health.OUT_OF_SERVICE);
        return worstFirst.indexOf(one.health()) <= worstFirst.indexOf(other.health());
    }

    /**
     * The same groups with images, instance types and security groups: one call for each launch template, and one for all
     * images.
     *
     * @param groups as read
     * @return in the same order; what can't be known any more stays empty
     */
    public List<ServerGroup> withSources(List<ServerGroup> groups) {
        List<LaunchSource> sources = groups.stream()
                .map(ServerGroup::source)
                .filter(source -> !source.templateId().isEmpty())
                .distinct()
                .toList();
        List<LaunchSource> read = Parallel.map(executor, sources, this::read);
        Map<String, String> versions =
                appVersions(read.stream().map(LaunchSource::imageId).collect(Collectors.toSet()));
        Map<LaunchSource, LaunchSource> known = new HashMap<>();
        for (int i = 0; i < sources.size(); i++) {
            LaunchSource source = read.get(i);
            known.put(sources.get(i), source.with(versions.getOrDefault(source.imageId(), "")));
        }
        return groups.stream()
                .map(group -> group.with(known.getOrDefault(group.source(), group.source())))
                .toList();
    }

    private LaunchSource read(LaunchSource source) {
        try {
            for (LaunchTemplateVersion version : region.ec2()
                    .describeLaunchTemplateVersions(request ->
                            request.launchTemplateId(source.templateId()).versions(source.version()))
                    .launchTemplateVersions()) {
                ResponseLaunchTemplateData data = version.launchTemplateData();
                Set<String> groups = new LinkedHashSet<>(data.securityGroupIds());
                data.networkInterfaces().forEach(card -> groups.addAll(card.groups()));
                return source.with(text(data.imageId()), text(data.instanceTypeAsString()), List.copyOf(groups));
            }
        } catch (AwsFault e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
        return source;
    }

    private Map<String, String> appVersions(Set<String> images) {
        Set<String> ids = new HashSet<>(images);
        ids.remove("");
        Map<String, String> versions = new HashMap<>();
        for (List<String> part : Batches.of(ids, Batches.FILTER_VALUES)) {
            // A filter finds nothing where an id that is gone would be an error.
            Filter filter = Filter.builder().name("image-id").values(part).build();
            for (Image image : region.ec2()
                    .describeImages(request -> request.filters(filter))
                    .images()) {
                image.tags().stream()
                        .filter(tag -> tag.key().equals(AwsTags.APP_VERSION))
                        .map(Tag::value)
                        .forEach(version -> versions.put(image.imageId(), text(version)));
            }
        }
        return versions;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    /**
     * The number that the next server group of a cluster gets.
     *
     * @param cluster as {@link #ofCluster} returned it
     * @return the number, see {@link ServerGroupName#next}; empty when all are in use
     */
    public static OptionalInt nextNumber(List<ServerGroup> cluster) {
        List<Integer> numbers = cluster.stream()
                .flatMap(group -> group.moniker().stream())
                .map(ServerGroupName::sequence)
                .filter(number -> number >= 0)
                .toList();
        return ServerGroupName.next(numbers.isEmpty() ? -1 : numbers.get(0), numbers);
    }
}
