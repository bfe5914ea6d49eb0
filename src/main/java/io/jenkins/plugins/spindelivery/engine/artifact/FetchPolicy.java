package io.jenkins.plugins.spindelivery.engine.artifact;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What fetching over the network may do.
 *
 * @param connectTimeout how long connecting may take
 * @param timeout how long a fetch may take from beginning to end, redirects included
 * @param maxBytes how large the content may be
 * @param maxRedirects how many redirects are followed
 * @param allowedAddresses kinds of addresses that may be fetched from besides ordinary ones
 * @param allowedHosts hosts that may be fetched from whatever their address is: {@code host} or {@code host:port}, as
 *     the URL has them
 */
public record FetchPolicy(
        Duration connectTimeout,
        Duration timeout,
        int maxBytes,
        int maxRedirects,
        Set<AddressKind> allowedAddresses,
        Set<String> allowedHosts) {

    /** 10 s to connect, 60 s in all, 16 MiB, five redirects, ordinary addresses only. */
    public static final FetchPolicy DEFAULT =
            new FetchPolicy(Duration.ofSeconds(10), Duration.ofSeconds(60), 16 << 20, 5, Set.of(), Set.of());

    /** Checks the limits; hosts are compared without regard to case. */
    public FetchPolicy {
        if (connectTimeout.isNegative() || connectTimeout.isZero() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeouts have to be positive");
        }
        if (maxBytes <= 0 || maxRedirects < 0) {
            throw new IllegalArgumentException("limits have to be positive");
        }
        allowedAddresses = Set.copyOf(allowedAddresses);
        allowedHosts = allowedHosts.stream().map(FetchPolicy::lowerCase).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The same policy that allows one more kind of address.
     *
     * @param kind the kind
     * @return the policy
     */
    public FetchPolicy allowing(AddressKind kind) {
        Set<AddressKind> kinds = new HashSet<>(allowedAddresses);
        kinds.add(kind);
        return new FetchPolicy(connectTimeout, timeout, maxBytes, maxRedirects, kinds, allowedHosts);
    }

    /**
     * The same policy that allows one more host.
     *
     * @param host {@code host} or {@code host:port}
     * @return the policy
     */
    public FetchPolicy allowingHost(String host) {
        Set<String> hosts = new HashSet<>(allowedHosts);
        hosts.add(host);
        return new FetchPolicy(connectTimeout, timeout, maxBytes, maxRedirects, allowedAddresses, hosts);
    }

    /**
     * Whether a URL's host is allowed by name.
     *
     * @param url with scheme and host
     * @return whether it is, with the URL's port or any
     */
    public boolean allowsHost(URI url) {
        String host = lowerCase(url.getHost());
        return allowedHosts.contains(host) || allowedHosts.contains(host + ":" + port(url));
    }

    /**
     * Whether addresses of a kind may be fetched from, whatever the host is called.
     *
     * @param kind what the address is for
     * @return whether they may
     */
    public boolean allows(AddressKind kind) {
        return kind == AddressKind.ORDINARY || allowedAddresses.contains(kind);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static String lowerCase(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
