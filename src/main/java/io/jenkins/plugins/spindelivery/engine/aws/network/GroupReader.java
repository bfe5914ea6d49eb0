package io.jenkins.plugins.spindelivery.engine.aws.network;

import io.jenkins.plugins.spindelivery.engine.aws.network.DescriptionReader.Common;
import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRule.Direction;
import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRule.Peer;
import io.jenkins.plugins.spindelivery.engine.aws.network.GroupRule.PeerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a security group of a description. */
final class GroupReader {
    private static final Pattern NAME = Pattern.compile("(?!sg-)[A-Za-z0-9 ._:/()#,@\\[\\]+=&;{}!$*-]{1,255}");
    private static final Pattern DESCRIPTION = Pattern.compile("[A-Za-z0-9 ._:/()#,@\\[\\]+=&;{}!$*-]{0,255}");
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final int LAST_PORT = 65_535;
    private static final int LAST_PROTOCOL = 255;

    /** Words and numbers of protocols, as AWS gives them back. */
    private static final Map<String, String> PROTOCOLS = Map.ofEntries(
            Map.entry("tcp", "tcp"),
            Map.entry("6", "tcp"),
            Map.entry("udp", "udp"),
            Map.entry("17", "udp"),
            Map.entry("icmp", "icmp"),
            Map.entry("1", "icmp"),
            Map.entry("icmpv6", "icmpv6"),
            Map.entry("58", "icmpv6"),
            Map.entry("all", GroupRule.ALL_PROTOCOLS),
            Map.entry("-1", GroupRule.ALL_PROTOCOLS));

    private final Section section;

    GroupReader(Section section) {
        this.section = section;
    }

    GroupSpec read(Common common) {
        String name = section.required("name");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            section.wrong("name", "aws.network-group-name", name);
        }
        GroupSpec spec = new GroupSpec(
                name,
                DescriptionReader.vpc(section, common),
                description(section),
                rules("ingress", Direction.INGRESS),
                rules("egress", Direction.EGRESS),
                section.flag("keepOtherRules"),
                DescriptionReader.tags(section, common),
                section.flag("adopt") || common.adopt());
        section.end();
        return spec;
    }

    private static String description(Section of) {
        String text = of.text("description");
        if (text != null && !DESCRIPTION.matcher(text).matches()) {
            of.wrong("description", "aws.network-group-description");
        }
        return text;
    }

    private List<GroupRule> rules(String field, Direction direction) {
        List<Section> sections = section.sections(field);
        if (sections == null) {
            return null;
        }
        List<GroupRule> rules = new ArrayList<>();
        for (Section rule : sections) {
            for (GroupRule each : rules(rule, direction)) {
                if (rules.stream().anyMatch(other -> other.key().equals(each.key()))) {
                    rule.wrong("protocol", "aws.network-rule-twice", each.toString());
                }
                rules.add(each);
            }
        }
        return rules;
    }

    private static List<GroupRule> rules(Section rule, Direction direction) {
        String protocol = protocol(rule);
        int[] ports = ports(rule, protocol);
        String description = description(rule);
        List<Peer> peers = peers(rule);
        rule.end();
        return peers.stream()
                .map(peer -> new GroupRule(
                        direction, protocol, ports[0], ports[1], peer, description == null ? "" : description))
                .toList();
    }

    private static String protocol(Section rule) {
        String word = rule.text("protocol");
        if (word == null) {
            return rule.has("ports") ? "tcp" : GroupRule.ALL_PROTOCOLS;
        }
        String known = PROTOCOLS.get(word);
        if (known == null && !(word.matches("\\d{1,3}") && Integer.parseInt(word) <= LAST_PROTOCOL)) {
            rule.wrong("protocol", "aws.network-protocol", word);
        }
        return known == null ? word : known;
    }

    /** First and last port, or ICMP type and code. */
    private static int[] ports(Section rule, String protocol) {
        Integer type = rule.number("icmpType", GroupRule.ALL, LAST_PROTOCOL);
        Integer code = rule.number("icmpCode", GroupRule.ALL, LAST_PROTOCOL);
        String ports = rule.text("ports");
        boolean icmp = protocol.startsWith("icmp");
        if (!icmp && (type != null || code != null)) {
            rule.wrong(type != null ? "icmpType" : "icmpCode", "aws.network-icmp");
        }
        if (icmp) {
            if (ports != null) {
                rule.wrong("ports", "aws.network-ports-of", protocol);
            }
            return new int[] {type == null ? GroupRule.ALL : type, code == null ? GroupRule.ALL : code};
        }
        boolean ported = protocol.equals("tcp") || protocol.equals("udp");
        if (!ported) {
            if (ports != null) {
                rule.wrong(
                        "ports", "aws.network-ports-of", protocol.equals(GroupRule.ALL_PROTOCOLS) ? "all" : protocol);
            }
            return new int[] {GroupRule.ALL, GroupRule.ALL};
        }
        if (ports == null || ports.equals("all")) {
            return new int[] {0, LAST_PORT};
        }
        Matcher range = PORTS.matcher(ports);
        int first = range.matches() ? Integer.parseInt(range.group(1)) : LAST_PORT + 1;
        int last = range.matches() && range.group(2) != null ? Integer.parseInt(range.group(2)) : first;
        if (last > LAST_PORT || first > last) {
            rule.wrong("ports", "aws.network-ports", ports);
        }
        return new int[] {first, last};
    }

    private static List<Peer> peers(Section rule) {
        List<Peer> peers = new ArrayList<>();
        for (String cidr : list(rule, "cidr")) {
            Cidr.canonical(cidr)
                    .ifPresentOrElse(
                            network -> peers.add(new Peer(PeerKind.CIDR, network)),
                            () -> rule.wrong("cidr", "aws.network-cidr", cidr));
        }
        list(rule, "prefixList").forEach(name -> peers.add(new Peer(PeerKind.PREFIX_LIST, name)));
        list(rule, "group").forEach(name -> peers.add(new Peer(PeerKind.GROUP, name)));
        if (!rule.has("cidr") && !rule.has("prefixList") && !rule.has("group")) {
            rule.wrong("cidr", "aws.network-no-peer");
        }
        return peers;
    }

    private static List<String> list(Section rule, String field) {
        List<String> written = rule.list(field);
        return written == null ? List.of() : written;
    }
}
