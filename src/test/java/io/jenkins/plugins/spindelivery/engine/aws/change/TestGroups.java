package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.TrafficSwitch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Server groups of an account of the peer, made and looked at aside from what a test runs. */
public final class TestGroups {
    private static final long PATIENCE_MILLIS = 20_000;
    private static final long LOOK_NANOS = 20_000_000;

    private final PeerAccount account;
    private String targetGroup;

    public TestGroups(PeerAccount account) {
        this.account = account;
    }

    public PeerAccount account() {
        return account;
    }

    /** The ARN of the one target group that all of them are behind. */
    public String targetGroup() {
        if (targetGroup == null) {
            targetGroup = account.aside()
                    .loadBalancing()
                    .createTargetGroup(request ->
                            request.name("shop-web").protocol("HTTP").port(80).vpcId(account.vpc()))
                    .targetGroups()
                    .get(0)
                    .targetGroupArn();
        }
        return targetGroup;
    }

    /** Makes a server group behind the target group, with a launch template of ours. */
    public TestGroups add(String name, Capacity size) {
        return add(name, size, template(name, true));
    }

    /** Makes a server group of a launch template that may be somebody else's. */
    public TestGroups add(String name, Capacity size, String template) {
        account.aside().autoScaling().createAutoScalingGroup(request -> request.autoScalingGroupName(name)
                .minSize(size.min())
                .desiredCapacity(size.desired())
                .maxSize(size.max())
                .vpcZoneIdentifier(account.subnet())
                .targetGroupARNs(targetGroup())
                .launchTemplate(source -> source.launchTemplateId(template).version("1")));
        await(name, group -> group.up() == size.desired());
        return this;
    }

    /** Deletes a server group. */
    void remove(String name) {
        account.aside().autoScaling().deleteAutoScalingGroup(request -> request.autoScalingGroupName(name)
                .forceDelete(true));
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (find(name).isPresent()) {
            if (System.currentTimeMillis() > end) {
                throw new AssertionError("in vain: " + name);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Notes on a server group, as a deploy does, which one served when it was made. */
    TestGroups replaced(String name, String before) {
        account.aside()
                .autoScaling()
                .createOrUpdateTags(request -> request.tags(tag -> tag.resourceId(name)
                        .resourceType("auto-scaling-group")
                        .key(AwsTags.REPLACED)
                        .value(before)
                        .propagateAtLaunch(false)));
        return this;
    }

    /** Makes a launch template and gives its id. */
    public String template(String name, boolean ours) {
        return template(name, ours, account.image());
    }

    String template(String name, boolean ours, String image) {
        TagSpecification tags = TagSpecification.builder()
                .resourceType(ResourceType.LAUNCH_TEMPLATE)
                .tags(Tag.builder()
                        .key(ours ? AwsTags.OPERATION : "owner")
                        .value("earlier")
                        .build())
                .build();
        return account.aside()
                .ec2()
                .createLaunchTemplate(request -> request.launchTemplateName(name)
                        .tagSpecifications(tags)
                        .launchTemplateData(data -> data.imageId(image).instanceType(InstanceType.T3_MICRO)))
                .launchTemplate()
                .launchTemplateId();
    }

    /** Takes a server group out of the traffic. */
    public TestGroups disabled(String name) {
        new TrafficSwitch(account.aside()).disable(get(name));
        await(name, TrafficSwitch::isOut);
        return this;
    }

    /** A server group as it is. */
    public Optional<ServerGroup> find(String name) {
        ServerGroups reader = new ServerGroups(account.aside(), Runnable::run);
        return reader.withHealth(reader.named(List.of(name))).stream().findFirst();
    }

    public ServerGroup get(String name) {
        return find(name).orElseThrow(() -> new AssertionError("there is no " + name));
    }

    /** Waits for a server group that somebody else changes. */
    void await(String name, Predicate<ServerGroup> wanted) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!wanted.test(get(name))) {
            if (System.currentTimeMillis() > end) {
                throw new AssertionError("in vain: " + get(name));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** A server group in a line, such as {@code shop-web-v001 in 1/2/3 up 2 of 2 []}. */
    public String line(String name) {
        return find(name)
                .map(group -> name + (group.enabled() ? " in " : " out ") + group.capacity() + " up " + group.up()
                        + " of " + group.instances().size() + " "
                        + group.suspended().stream().sorted().toList())
                .orElse(name + " gone");
    }

    /** The names of the launch templates. */
    public List<String> templates() {
        return account.aside().ec2().describeLaunchTemplates().launchTemplates().stream()
                .map(template -> template.launchTemplateName())
                .sorted()
                .toList();
    }
}
