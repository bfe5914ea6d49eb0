package io.jenkins.plugins.spindelivery.engine.aws.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Networks in the notation of RFC 4632 and RFC 4291, in one form for one network, so that they can be compared. */
final class Cidr {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final int BITS_OF_A_BYTE = 8;

    private Cidr() {}

    /** Whether a network's addresses are of version 6. */
    static boolean isV6(String cidr) {
        return cidr.contains(":");
    }

    /**
     * The one form of a network: the address that begins it.
     *
     * @param cidr such as {@code 10.0.0.0/8} or {@code 2001:DB8::/32}; a lone address is a network of one
     * @return such as {@code 2001:db8::/32}; empty when it is none
     */
    static Optional<String> canonical(String cidr) {
        int slash = cidr.indexOf('/');
        String address = slash < 0 ? cidr : cidr.substring(0, slash);
        Optional<byte[]> bytes = bytes(address);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        int most = bytes.get().length * BITS_OF_A_BYTE;
        String length = slash < 0 ? String.valueOf(most) : cidr.substring(slash + 1);
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > most) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length);
        return Optional.of(text(masked(bytes.get(), bits)) + "/" + bits);
    }

    private static Optional<byte[]> bytes(String address) {
        // Nothing but an address gets there, so that no name is ever looked up.
        if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(BITS_OF_A_BYTE, bits - i * BITS_OF_A_BYTE));
            masked[i] &= (byte) (0xFF << (BITS_OF_A_BYTE - kept));
        }
        return masked;
    }

    /** As RFC 5952 writes it: the longest run of zeros, if longer than one, becomes two colons. */
    private static String text(byte[] address) {
        if (address.length == 4) {
            return (address[0] & 0xFF) + "." + (address[1] & 0xFF) + "." + (address[2] & 0xFF) + "."
                    + (address[3] & 0xFF);
        }
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < address.length; i += 2) {
            groups.append(i == 0 ? "" : ":")
                    .append(Integer.toHexString((address[i] & 0xFF) << BITS_OF_A_BYTE | address[i + 1] & 0xFF));
        }
        return shortest(groups.toString());
    }

    private static String shortest(String full) {
        for (int zeros = 8; zeros > 1; zeros--) {
            String run = "0" + ":0".repeat(zeros - 1);
            int at = (":" + full + ":").indexOf(":" + run + ":");
            if (at >= 0) {
                String before = at == 0 ? "" : full.substring(0, at - 1);
                String after = at + run.length() >= full.length() ? "" : full.substring(at + run.length() + 1);
                return before + "::" + after;
            }
        }
        return full;
    }
}
