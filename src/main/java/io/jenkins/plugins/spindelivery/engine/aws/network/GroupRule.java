package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.util.Locale;

/**
 * A rule of a security group: one peer and one range of ports.
 *
 * @param direction in or out
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, a number, or {@code -1} for all
 * @param from the first port, or the ICMP type; {@code -1} for all
 * @param to the last port, or the ICMP code; {@code -1} for all
 * @param peer who is let in, or where to
 * @param description empty when there is none; not part of what makes a rule this rule
 */
record GroupRule(Direction direction, String protocol, int from, int to, Peer peer, String description) {
    /** For all protocols, ports, types and codes. */
    static final int ALL = -1;

    static final String ALL_PROTOCOLS = "-1";

    /** Whose traffic a rule is about. */
    enum Direction {
        INGRESS,
        EGRESS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a peer is named by. */
    enum PeerKind {
        CIDR,
        PREFIX_LIST,
        GROUP
    }

    /**
     * The other side.
     *
     * @param kind what it is
     * @param value a network in its shortest form, the id or name of a prefix list, the id or name of a group
     */
    record Peer(PeerKind kind, String value) {}

    GroupRule to(Peer other) {
        return new GroupRule(direction, protocol, from, to, other, description);
    }

    /** What AWS tells rules apart by. */
    GroupRule key() {
        return new GroupRule(direction, protocol, from, to, peer, "");
    }

    /** For people: {@code ingress tcp 443 10.0.0.0/8}. */
    @Override
    public String toString() {
        String what = protocol.equals(ALL_PROTOCOLS) ? "all" : protocol;
        if (from != ALL) {
            what += " " + (from == to ? String.valueOf(from) : from + "-" + to);
        }
        return direction.word() + " " + what + " " + peer.value();
    }
}
