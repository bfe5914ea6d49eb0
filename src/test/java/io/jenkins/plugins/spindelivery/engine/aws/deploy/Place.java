package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;

/** An account of the peer with a target group, and deploys there from their beginning to their end. */
final class Place {
    static final String TARGET_GROUP = "shop-web";
    private static final Clusters NO_CLUSTERS = account -> {
        throw new ProblemException(Category.INPUT, Problem.of("account.unknown", "", account));
    };

    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long LOOK_NANOS = 20_000_000;

    private final PeerAccount account;
    private final String targetGroup;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

    Place(PeerAccount account) {
        this.account = account;
        this.targetGroup = account.aside()
                .loadBalancing()
                .createTargetGroup(request ->
                        request.name(TARGET_GROUP).protocol("HTTP").port(80).vpcId(account.vpc()))
                .targetGroups()
                .get(0)
                .targetGroupArn();
    }

    PeerAccount account() {
        return account;
    }

    List<Event> events() {
        return events;
    }

    /** A request for two instances of {@code shop-web} behind the target group. */
    static ServerGroupDeployRequest request(StrategyOptions strategy) {
        return request(
                strategy,
                new LaunchSettings(PeerAccount.IMAGE, "t3.micro", "", List.of(), "", "", List.of(), false, false),
                settings(new Capacity(1, 2, 4)));
    }

    static GroupSettings settings(Capacity capacity) {
        return new GroupSettings(
                capacity, false, List.of(), List.of(), List.of(TARGET_GROUP), "EC2", 0, List.of(), List.of(), null);
    }

    static ServerGroupDeployRequest request(StrategyOptions strategy, LaunchSettings launch, GroupSettings group) {
        return request(strategy, launch, group, false, 30);
    }

    static ServerGroupDeployRequest request(
            StrategyOptions strategy, LaunchSettings launch, GroupSettings group, boolean rollback, long seconds) {
        return new ServerGroupDeployRequest(
                PeerAccount.NAME,
                PeerAccount.REGION,
                "shop",
                "web",
                "",
                launch,
                group,
                strategy,
                rollback,
                0,
                "shop #7",
                seconds);
    }

    OperationContext context(Clock clock, BlobStore blobs, AwsAccounts accounts) {
        return new OperationContext(
                clock, Runnable::run, events::add, NO_CLUSTERS, blobs, MetricSources.NONE, accounts, () -> {});
    }

    AwsResult deploy(Path folder, ServerGroupDeployRequest request) {
        return deploy(folder, request, state -> state);
    }

    /** Lets somebody change each state, such as by cancelling. */
    AwsResult deploy(Path folder, ServerGroupDeployRequest request, UnaryOperator<ServerGroupDeployState> between) {
        OperationFile file = new OperationFile(folder.resolve("operation-" + UUID.randomUUID() + ".json"), Sealer.NONE);
        OperationContext context = context(Clock.systemUTC(), file, account.accounts());
        Meddler operation = new Meddler(between);
        return OperationRunner.run(operation, ServerGroupDeploy.start(request, context), context, file, state -> {});
    }

    /** Makes a server group as an earlier deploy would have, behind the target group. */
    Place with(String name, Capacity capacity) {
        Tag tag = Tag.builder().key(AwsTags.OPERATION).value("made-" + name).build();
        String template = account.aside()
                .ec2()
                .createLaunchTemplate(request -> request.launchTemplateName(name)
                        .launchTemplateData(
                                data -> data.imageId(account.image()).instanceType("t3.micro"))
                        .tagSpecifications(tags ->
                                tags.resourceType(ResourceType.LAUNCH_TEMPLATE).tags(tag)))
                .launchTemplate()
                .launchTemplateId();
        return group(name, capacity, template, tag.value());
    }

    /**
     * Makes a server group, behind the target group, from the first version of a launch template.
     *
     * @param operation the operation that is to have made it; empty for one that was made by hand
     */
    Place group(String name, Capacity capacity, String template, String operation) {
        List<software.amazon.awssdk.services.autoscaling.model.Tag> tags = operation.isEmpty()
                ? List.of()
                : List.of(software.amazon.awssdk.services.autoscaling.model.Tag.builder()
                        .key(AwsTags.OPERATION)
                        .value(operation)
                        .propagateAtLaunch(true)
                        .build());
        account.aside().autoScaling().createAutoScalingGroup(request -> request.autoScalingGroupName(name)
                .minSize(capacity.min())
                .desiredCapacity(capacity.desired())
                .maxSize(capacity.max())
                .vpcZoneIdentifier(account.subnet())
                .targetGroupARNs(targetGroup)
                .tags(tags)
                .launchTemplate(source -> source.launchTemplateId(template).version("1")));
        until(name, group -> group.up() == capacity.desired());
        return this;
    }

    /** Deletes a server group, and waits until it is gone. */
    Place without(String name) {
        ServerGroups reader = new ServerGroups(account.aside(), Runnable::run);
        account.aside().autoScaling().deleteAutoScalingGroup(request -> request.autoScalingGroupName(name)
                .forceDelete(true));
        until(name, () -> reader.named(name).isEmpty());
        return this;
    }

    /** Takes a server group out of the traffic. */
    Place disabled(String name) {
        new TrafficSwitch(account.aside()).disable(read(name));
        until(name, TrafficSwitch::isOut);
        return this;
    }

    ServerGroup read(String name) {
        ServerGroups reader = new ServerGroups(account.aside(), Runnable::run);
        return reader.withHealth(reader.named(List.of(name))).get(0);
    }

    private void until(String name, Predicate<ServerGroup> wanted) {
        until(name, () -> wanted.test(read(name)));
    }

    private static void until(String name, BooleanSupplier wanted) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("in vain: " + name);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The cluster in lines, newest first, such as {@code shop-web-v001 in 1/2/4 up 2 of 2 []}. */
    String cluster() {
        ServerGroups reader = new ServerGroups(account.aside(), Runnable::run);
        return reader.withHealth(reader.ofCluster("shop-web")).stream()
                .map(Place::line)
                .collect(Collectors.joining("\n"));
    }

    private static String line(ServerGroup group) {
        return group.name() + (group.deleting() ? " going " : group.enabled() ? " in " : " out ") + group.capacity()
                + " up " + group.up() + " of " + group.instances().size() + " "
                + group.suspended().stream().sorted().toList();
    }

    /** How many launch templates there are. */
    int templates() {
        return (int) account.aside().ec2().describeLaunchTemplatesPaginator().launchTemplates().stream()
                .count();
    }

    /** How many versions the launch templates have together. */
    int versions() {
        return account.aside().ec2().describeLaunchTemplatesPaginator().launchTemplates().stream()
                .mapToInt(template -> account.aside()
                        .ec2()
                        .describeLaunchTemplateVersions(
                                request -> request.launchTemplateId(template.launchTemplateId()))
                        .launchTemplateVersions()
                        .size())
                .sum();
    }

    static String told(AwsResult result) {
        List<String> lines = new ArrayList<>(List.of(result.status().word()));
        result.objects()
                .forEach(object ->
                        lines.add(object.name() + " " + object.action().word() + " " + object.status()));
        result.errors().forEach(error -> lines.add(error.code()));
        return String.join("\n", lines);
    }
}
