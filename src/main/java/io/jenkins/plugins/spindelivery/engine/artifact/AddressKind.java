package io.jenkins.plugins.spindelivery.engine.artifact;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an address is for. All but ordinary ones lead to places that trust whoever can reach them: fetching on behalf of
 * a user must not become a way in.
 */
public enum AddressKind {
    /** Any host, in the internet or in a private network. */
    ORDINARY("artifact.address-refused"),
    /** This machine (127.0.0.0/8, ::1). */
    LOOPBACK("artifact.address-loopback"),
    /** The same cable or switch (169.254.0.0/16, fe80::/10), where clouds put services of the machine itself. */
    LINK_LOCAL("artifact.address-link-local"),
    /** A cloud's metadata service, which hands out the machine's credentials. */
    METADATA("artifact.address-metadata"),
    /** No single host: unspecified, multicast, broadcast, reserved. */
    RESERVED("artifact.address-reserved");

    /** The metadata services of AWS (with ECS and EKS), Azure, Google, Alibaba and Oracle. */
    private static final Set<InetAddress> METADATA_SERVICES = Set.copyOf(Stream.of(
                    "169.254.169.254",
                    "169.254.170.2",
                    "169.254.170.23",
                    "168.63.129.16",
                    "100.100.100.200",
                    "192.0.0.192",
                    "fd00:ec2::254",
                    "fd00:ec2::23",
                    "fd20:ce::254")
            .map(AddressKind::literal)
            .toList());

    private static final byte[] NAT64_PREFIX = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final int LAST_CLASS = 240;

    private final String refusal;

    AddressKind(String refusal) {
        this.refusal = refusal;
    }

    /** The code of the problem for an address of this kind that is not allowed. */
    String refusal() {
        return refusal;
    }

    /**
     * What an address is for; an IPv6 address that carries an IPv4 address is what that one is, if that one is special.
     *
     * @param address the address
     * @return its kind
     */
    public static AddressKind of(InetAddress address) {
        List<InetAddress> carried = carried(address);
        return Stream.concat(Stream.of(address), carried.stream())
                .map(AddressKind::plain)
                .filter(kind -> kind != ORDINARY)
                .findFirst()
                .orElse(ORDINARY);
    }

    private static AddressKind plain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (METADATA_SERVICES.contains(address)) {
            return METADATA;
        } else if (address.isLoopbackAddress()) {
            return LOOPBACK;
        } else if (address.isLinkLocalAddress()) {
            return LINK_LOCAL;
        }
        boolean edge = bytes.length == 4 && (bytes[0] == 0 || Byte.toUnsignedInt(bytes[0]) >= LAST_CLASS);
        return edge || address.isAnyLocalAddress() || address.isMulticastAddress() ? RESERVED : ORDINARY;
    }

    /** The IPv4 address inside an IPv4-compatible, 6to4 or NAT64 address; Java unwraps IPv4-mapped ones by itself. */
    private static List<InetAddress> carried(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return List.of();
        }
        byte[] bytes = address.getAddress();
        if (bytes[0] == 0x20 && bytes[1] == 0x02) {
            return List.of(four(bytes, 2));
        }
        boolean nat64 = Arrays.equals(bytes, 0, NAT64_PREFIX.length, NAT64_PREFIX, 0, NAT64_PREFIX.length);
        boolean compatible = six.isIPv4CompatibleAddress() && !six.isLoopbackAddress() && !six.isAnyLocalAddress();
        return nat64 || compatible ? List.of(four(bytes, 12)) : List.of();
    }

    private static InetAddress four(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address in digits needs no look-up", e);
        }
    }
}
