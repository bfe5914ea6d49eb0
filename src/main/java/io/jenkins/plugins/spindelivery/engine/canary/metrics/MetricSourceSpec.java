package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import io.jenkins.plugins.spindelivery.engine.artifact.SafeUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * A metric source as it is configured. Whoever configures it decides which server is asked, and with which credential; the
 * queries of canary configurations can't leave its address.
 *
 * @param name what canaries call it
 * @param type one of {@link MetricSourceTypes#names()}
 * @param address where it answers: {@code http} or {@code https}, perhaps with a path that all requests begin with; no user,
 *     query or fragment
 * @param authorization who asks
 * @param authorities who has to have signed the server's certificate, in PEM; empty for those that Java trusts
 * @param limit how many requests may be under way at once, from 1 to {@value #MAX_LIMIT}; all who use the source share it
 * @param timeout how long the answer to one request may take, from 1 s to 5 min
 */
public record MetricSourceSpec(
        String name,
        String type,
        String address,
        Authorization authorization,
        String authorities,
        int limit,
        Duration timeout) {
    /** Eight requests at once. */
    public static final int DEFAULT_LIMIT = 8;

    /** More would be an attack. */
    public static final int MAX_LIMIT = 64;

    /** 30 s, as Kayenta has it. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** The longest timeout. */
    public static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);

    private static final int MAX_PORT = 65_535;

    /**
     * Checks what is configured.
     *
     * @throws MetricException when the address is none, or a limit is out of its range
     */
    public MetricSourceSpec {
        address = address(name, address);
        authorities = authorities == null ? "" : authorities.strip();
        if (limit < 1 || limit > MAX_LIMIT) {
            throw MetricException.wrong("canary.source-bad-limit", "", name, limit, MAX_LIMIT);
        }
        if (timeout.toMillis() < 1000 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw MetricException.wrong("canary.source-bad-timeout", "", name, MAX_TIMEOUT.toSeconds());
        }
    }

    /**
     * A source with the usual limits that wants no credential.
     *
     * @param name what canaries call it
     * @param type one of {@link MetricSourceTypes#names()}
     * @param address where it answers
     * @return the source
     * @throws MetricException when the address is none
     */
    public static MetricSourceSpec of(String name, String type, String address) {
        return new MetricSourceSpec(name, type, address, Authorization.NONE, "", DEFAULT_LIMIT, DEFAULT_TIMEOUT);
    }

    /**
     * The same source, asked by somebody.
     *
     * @param somebody who asks
     * @return the source
     */
    public MetricSourceSpec as(Authorization somebody) {
        return new MetricSourceSpec(name, type, address, somebody, authorities, limit, timeout);
    }

    private static String address(String name, String given) {
        String text = given == null ? "" : given.strip();
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme());
            boolean usable = (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
                    && url.getHost() != null
                    && url.getPort() != 0
                    && url.getPort() <= MAX_PORT
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            if (url.getRawUserInfo() != null) {
                throw MetricException.wrong("canary.source-address-user", "", name, SafeUrl.display(text));
            } else if (usable) {
                return text.replaceAll("/+$", "");
            }
        } catch (URISyntaxException e) {
            // The reason quotes the text, which may hold a password.
            throw MetricException.wrong("canary.source-address", "", name, SafeUrl.display(text));
        }
        throw MetricException.wrong("canary.source-address", "", name, SafeUrl.display(text));
    }
}
