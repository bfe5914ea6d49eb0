package io.jenkins.plugins.spindelivery.engine.aws.destroy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;

/** One thing of each kind with the same tags, which use each other, in an account of its own. */
final class DestroyPlace {
    private static final List<Tag> TAGS = List.of(tag(AwsTags.APPLICATION, "shop"), tag(AwsTags.CLUSTER, "shop-test"));

    final PeerAccount account;
    final AwsRegion aws;
    String group;
    String otherGroup;
    String targetGroup;
    String balancer;
    String image;

    DestroyPlace(PeerAccount account) {
        this.account = account;
        this.aws = account.aside();
    }

    static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    static List<software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag> balancing() {
        return TAGS.stream()
                .map(tag -> software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag.builder()
                        .key(tag.key())
                        .value(tag.value())
                        .build())
                .toList();
    }

    /** Makes it all, or a part. */
    DestroyPlace make(boolean machines) {
        group = securityGroup("shop-lb");
        otherGroup = securityGroup("shop-web");
        mention(group, otherGroup);
        mention(otherGroup, group);
        balancing(group);
        if (machines) {
            machines();
        }
        return this;
    }

    private void balancing(String securityGroup) {
        targetGroup = aws.loadBalancing()
                .createTargetGroup(ask -> ask.name("shop")
                        .protocol("HTTP")
                        .port(80)
                        .vpcId(account.vpc())
                        .tags(balancing()))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        balancer = aws.loadBalancing()
                .createLoadBalancer(ask -> ask.name("shop")
                        .scheme("internal")
                        .subnets(account.subnets().subList(0, 2))
                        .securityGroups(securityGroup)
                        .tags(balancing()))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
        aws.loadBalancing().createListener(ask -> ask.loadBalancerArn(balancer)
                .port(80)
                .protocol("HTTP")
                .defaultActions(action -> action.type(ActionTypeEnum.FORWARD).targetGroupArn(targetGroup)));
    }

    private void machines() {
        account.rules().delay(Duration.ZERO);
        aws.ec2().createLaunchTemplate(ask -> ask.launchTemplateName("shop-test-v000")
                .launchTemplateData(data ->
                        data.imageId(account.image()).instanceType("t3.micro").securityGroupIds(otherGroup))
                .tagSpecifications(
                        of -> of.resourceType(ResourceType.LAUNCH_TEMPLATE).tags(tag(AwsTags.OPERATION, "older"))));
        serverGroup("shop-test-v000", "shop-test-v000", true);
        String instance = aws.ec2()
                .runInstances(ask -> ask.imageId(account.image())
                        .instanceType("t3.micro")
                        .minCount(1)
                        .maxCount(1))
                .instances()
                .get(0)
                .instanceId();
        image = aws.ec2()
                .createImage(ask -> ask.instanceId(instance)
                        .name("shop-1")
                        .noReboot(true)
                        .tagSpecifications(
                                of -> of.resourceType(ResourceType.IMAGE).tags(TAGS)))
                .imageId();
        aws.ec2().terminateInstances(ask -> ask.instanceIds(instance));
        account.rules().delay(Duration.ofMillis(100));
    }

    /** Makes a server group, with tags or without. */
    void serverGroup(String name, String template, boolean tagged) {
        aws.autoScaling().createAutoScalingGroup(ask -> {
            ask.autoScalingGroupName(name)
                    .minSize(1)
                    .maxSize(1)
                    .desiredCapacity(1)
                    .vpcZoneIdentifier(account.subnet())
                    .launchTemplate(of -> of.launchTemplateName(template).version("$Latest"));
            if (tagged) {
                ask.tags(TAGS.stream()
                        .map(tag -> software.amazon.awssdk.services.autoscaling.model.Tag.builder()
                                .key(tag.key())
                                .value(tag.value())
                                .propagateAtLaunch(true)
                                .resourceId(name)
                                .resourceType("auto-scaling-group")
                                .build())
                        .toList());
            }
        });
    }

    /** Makes a server group without tags, of mixed instances, some of which a template overrides. */
    void mixed(String name, String override) {
        aws.ec2().createLaunchTemplate(ask -> ask.launchTemplateName(name)
                .launchTemplateData(data -> data.imageId(account.image()).instanceType("t3.micro")));
        String id = aws.ec2()
                .describeLaunchTemplates(ask -> ask.launchTemplateNames(override))
                .launchTemplates()
                .get(0)
                .launchTemplateId();
        aws.autoScaling().createAutoScalingGroup(ask -> ask.autoScalingGroupName(name)
                .minSize(0)
                .maxSize(0)
                .vpcZoneIdentifier(account.subnet())
                .mixedInstancesPolicy(policy -> policy.launchTemplate(of -> of.launchTemplateSpecification(
                                base -> base.launchTemplateName(name).version("$Latest"))
                        .overrides(each -> each.instanceType("t3.small")
                                .launchTemplateSpecification(
                                        special -> special.launchTemplateId(id).version("$Latest"))))));
    }

    /** Makes a security group with the tags. */
    String securityGroup(String name) {
        return aws.ec2()
                .createSecurityGroup(ask -> ask.groupName(name)
                        .description(name)
                        .vpcId(account.vpc())
                        .tagSpecifications(of ->
                                of.resourceType(ResourceType.SECURITY_GROUP).tags(TAGS)))
                .groupId();
    }

    /** Lets a group in from another. */
    void mention(String in, String from) {
        aws.ec2().authorizeSecurityGroupIngress(ask -> ask.groupId(in)
                .ipPermissions(IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(80)
                        .toPort(80)
                        .userIdGroupPairs(pair -> pair.groupId(from))
                        .build()));
    }
}
