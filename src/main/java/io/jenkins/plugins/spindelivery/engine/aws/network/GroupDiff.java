package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRule.Direction;
import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRule.Peer;
import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRule.PeerKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * What has to change in a security group; empty when nothing has.
 *
 * @param add rules that are missing
 * @param remove rules that are too many
 * @param describe rules whose description differs, as they are to be
 * @param tags to be set
 */
record GroupDiff(List<GroupRule> add, List<GroupRule> remove, List<GroupRule> describe, Map<String, String> tags) {

    /**
     * Compares.
     *
     * @param spec how it is to be
     * @param live how it is
     * @param ids what names stand for
     * @return what differs
     */
    static GroupDiff of(GroupSpec spec, SecurityGroup live, Ids ids) {
        List<GroupRule> add = new ArrayList<>();
        List<GroupRule> remove = new ArrayList<>();
        List<GroupRule> describe = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            List<GroupRule> said = direction == Direction.INGRESS ? spec.ingress() : spec.egress();
            if (said == null) {
                continue;
            }
            Map<GroupRule, GroupRule> desired = byKey(resolved(said, spec, ids));
            Map<GroupRule, GroupRule> present = byKey(rules(live, direction));
            desired.forEach((key, rule) -> {
                if (!present.containsKey(key)) {
                    add.add(rule);
                } else if (!present.get(key).equals(rule)) {
                    describe.add(rule);
                }
            });
            if (!spec.keepOtherRules()) {
                present.keySet().removeAll(desired.keySet());
                remove.addAll(present.values());
            }
        }
        return new GroupDiff(add, remove, describe, Difference.changes(spec.tags(), LiveNetwork.tags(live)));
    }

    /** The rules that are said, with ids in place of names. */
    static List<GroupRule> resolved(List<GroupRule> rules, GroupSpec spec, Ids ids) {
        return rules.stream()
                .map(rule -> rule.to(resolved(rule.peer(), spec, ids)))
                .toList();
    }

    private static Peer resolved(Peer peer, GroupSpec spec, Ids ids) {
        return switch (peer.kind()) {
            case CIDR -> peer;
            case PREFIX_LIST -> new Peer(PeerKind.PREFIX_LIST, ids.prefixList(peer.value()));
            case GROUP -> new Peer(PeerKind.GROUP, ids.group(spec.vpc(), peer.value()));
        };
    }

    private static Map<GroupRule, GroupRule> byKey(List<GroupRule> rules) {
        Map<GroupRule, GroupRule> byKey = new LinkedHashMap<>();
        rules.forEach(rule -> byKey.putIfAbsent(rule.key(), rule));
        return byKey;
    }

    /** The rules that a group has. */
    static List<GroupRule> rules(SecurityGroup group, Direction direction) {
        List<GroupRule> rules = new ArrayList<>();
        List<IpPermission> permissions =
                direction == Direction.INGRESS ? group.ipPermissions() : group.ipPermissionsEgress();
        for (IpPermission each : permissions) {
            each.ipRanges()
                    .forEach(range -> rules.add(rule(direction, each, network(range.cidrIp()), range.description())));
            each.ipv6Ranges()
                    .forEach(range -> rules.add(rule(direction, each, network(range.cidrIpv6()), range.description())));
            each.prefixListIds()
                    .forEach(list -> rules.add(rule(
                            direction, each, new Peer(PeerKind.PREFIX_LIST, list.prefixListId()), list.description())));
            each.userIdGroupPairs()
                    .forEach(pair -> rules.add(
                            rule(direction, each, new Peer(PeerKind.GROUP, pair.groupId()), pair.description())));
        }
        return rules;
    }

    private static Peer network(String cidr) {
        return new Peer(PeerKind.CIDR, Cidr.canonical(cidr).orElse(cidr));
    }

    private static GroupRule rule(Direction direction, IpPermission permission, Peer peer, String description) {
        boolean all = permission.ipProtocol().equals(GroupRule.ALL_PROTOCOLS);
        return new GroupRule(
                direction,
                permission.ipProtocol(),
                all || permission.fromPort() == null ? GroupRule.ALL : permission.fromPort(),
                all || permission.toPort() == null ? GroupRule.ALL : permission.toPort(),
                peer,
                description == null ? "" : description);
    }

    boolean isEmpty() {
        return add.isEmpty() && remove.isEmpty() && describe.isEmpty() && tags.isEmpty();
    }

    /** For people, a line for each change. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        add.forEach(rule -> lines.add("+ " + Actions.readable(rule.toString())));
        remove.forEach(rule -> lines.add("- " + rule));
        describe.forEach(rule -> lines.add("~ " + rule + ": " + rule.description()));
        tags.forEach((key, value) -> lines.add("tag " + key + ": " + value));
        return lines;
    }
}
