package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRule.Direction;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Makes and changes security groups. */
final class Groups {
    private Groups() {}

    /** Makes the groups that are not there, without their rules: those may be about each other. */
    static void make(List<GroupSpec> specs, Writing writing) {
        for (GroupSpec spec : specs) {
            if (writing.live().securityGroup(spec.vpc(), spec.name()).isEmpty()) {
                Map<String, String> tags = writing.tags(spec.tags());
                tags.putIfAbsent(AwsTags.NAME, spec.name());
                Writing.look(() -> writing.region().ec2().createSecurityGroup(request -> request.groupName(spec.name())
                        .description(spec.description() == null ? spec.name() : spec.description())
                        .vpcId(writing.live().vpc(spec.vpc()))
                        .tagSpecifications(TagSpecification.builder()
                                .resourceType(ResourceType.SECURITY_GROUP)
                                .tags(Writing.ec2(tags))
                                .build())));
            }
        }
    }

    /** Makes rules and tags what they are to be: first what is missing, so that no traffic is cut off that is allowed. */
    static void change(List<GroupSpec> specs, Writing writing) {
        for (GroupSpec spec : specs) {
            SecurityGroup group =
                    writing.live().securityGroup(spec.vpc(), spec.name()).orElseThrow(() -> new NotYet(spec.name()));
            GroupDiff diff = GroupDiff.of(spec, group, writing.live());
            diff.add().forEach(rule -> NotYet.there(rule.peer().value()));
            Ec2Client ec2 = writing.region().ec2();
            for (Direction direction : Direction.values()) {
                add(ec2, group.groupId(), direction, permissions(diff.add(), direction));
                remove(ec2, group.groupId(), direction, permissions(diff.remove(), direction));
                describe(ec2, group.groupId(), direction, permissions(diff.describe(), direction));
            }
            if (!diff.tags().isEmpty()) {
                ec2.createTags(request -> request.resources(group.groupId()).tags(Writing.ec2(diff.tags())));
            }
        }
    }

    private static void add(Ec2Client ec2, String id, Direction direction, List<IpPermission> permissions) {
        if (permissions.isEmpty()) {
            return;
        }
        Writing.look(() -> {
            if (direction == Direction.INGRESS) {
                ec2.authorizeSecurityGroupIngress(request -> request.groupId(id).ipPermissions(permissions));
            } else {
                ec2.authorizeSecurityGroupEgress(request -> request.groupId(id).ipPermissions(permissions));
            }
        });
    }

    /** Takes rules away. */
    static void remove(Ec2Client ec2, String id, Direction direction, List<IpPermission> permissions) {
        if (permissions.isEmpty()) {
            return;
        }
        Writing.look(() -> {
            if (direction == Direction.INGRESS) {
                ec2.revokeSecurityGroupIngress(request -> request.groupId(id).ipPermissions(permissions));
            } else {
                ec2.revokeSecurityGroupEgress(request -> request.groupId(id).ipPermissions(permissions));
            }
        });
    }

    private static void describe(Ec2Client ec2, String id, Direction direction, List<IpPermission> permissions) {
        if (permissions.isEmpty()) {
            return;
        }
        if (direction == Direction.INGRESS) {
            ec2.updateSecurityGroupRuleDescriptionsIngress(
                    request -> request.groupId(id).ipPermissions(permissions));
        } else {
            ec2.updateSecurityGroupRuleDescriptionsEgress(
                    request -> request.groupId(id).ipPermissions(permissions));
        }
    }

    private static List<IpPermission> permissions(List<GroupRule> rules, Direction direction) {
        return rules.stream()
                .filter(rule -> rule.direction() == direction)
                .map(Groups::permission)
                .toList();
    }

    private static IpPermission permission(GroupRule rule) {
        IpPermission.Builder permission = IpPermission.builder().ipProtocol(rule.protocol());
        if (!rule.protocol().equals(GroupRule.ALL_PROTOCOLS)) {
            permission.fromPort(rule.from()).toPort(rule.to());
        }
        String description = rule.description().isEmpty() ? null : rule.description();
        String peer = rule.peer().value();
        return switch (rule.peer().kind()) {
            case CIDR -> (Cidr.isV6(peer)
                            ? permission.ipv6Ranges(Ipv6Range.builder()
                                    .cidrIpv6(peer)
                                    .description(description)
                                    .build())
                            : permission.ipRanges(IpRange.builder()
                                    .cidrIp(peer)
                                    .description(description)
                                    .build()))
                    .build();
            case PREFIX_LIST -> permission
                    .prefixListIds(PrefixListId.builder()
                            .prefixListId(peer)
                            .description(description)
                            .build())
                    .build();
            case GROUP -> permission
                    .userIdGroupPairs(UserIdGroupPair.builder()
                            .groupId(peer)
                            .description(description)
                            .build())
                    .build();
        };
    }
}
