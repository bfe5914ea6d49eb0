package io.jenkins.plugins.spindelivery.engine.artifact;

import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;

/** Decides which URLs may be connected to at all; asked again for the target of each redirect. */
public final class UrlGuard {
    private static final int MAX_PORT = 65_535;

    private final FetchPolicy policy;
    private final HostResolver resolver;
    private final Optional<ProxySelector> proxies;

    /**
     * A guard.
     *
     * @param policy what is allowed
     * @param resolver finds the addresses of a host
     * @param proxies those that the client uses; empty when it connects by itself
     */
    public UrlGuard(FetchPolicy policy, HostResolver resolver, Optional<ProxySelector> proxies) {
        this.policy = policy;
        this.resolver = resolver;
        this.proxies = proxies;
    }

    /** Reads a URL as a user wrote it. */
    static URI parse(String reference) {
        try {
            return new URI(reference.strip());
        } catch (URISyntaxException e) {
            // The reason quotes the text, which may hold a token.
            throw Failures.of("artifact.url-malformed", SafeUrl.display(reference), e.getIndex() + 1);
        }
    }

    /**
     * Refuses a URL that is no plain HTTP URL, or that leads to an address the policy does not allow.
     *
     * @param url absolute
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it is refused; it shows host and path
     */
    public void check(URI url) {
        String shown = SafeUrl.display(url);
        if (!"http".equalsIgnoreCase(url.getScheme()) && !"https".equalsIgnoreCase(url.getScheme())) {
            throw Failures.of("artifact.url-scheme", shown);
        } else if (url.getRawUserInfo() != null) {
            throw Failures.of("artifact.url-credentials", shown);
        } else if (url.getHost() == null || url.getPort() == 0 || url.getPort() > MAX_PORT) {
            throw Failures.of("artifact.url-host", shown);
        }
        if (!policy.allowsHost(url)) {
            for (InetAddress address : addresses(url, shown)) {
                AddressKind kind = AddressKind.of(address);
                if (!policy.allows(kind)) {
                    throw Failures.of(kind.refusal(), shown, url.getHost());
                }
            }
        }
    }

    private InetAddress[] addresses(URI url, String shown) {
        try {
            return resolver.resolve(url.getHost());
        } catch (UnknownHostException e) {
            // Behind a proxy this machine often can't resolve outside names; then the connection is the proxy's.
            if (proxies.isPresent() && usesProxy(proxies.get(), url)) {
                return new InetAddress[0];
            }
            throw Failures.of("artifact.unknown-host", e, shown, url.getHost());
        }
    }

    private static boolean usesProxy(ProxySelector selector, URI url) {
        return selector.select(url).stream().allMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
    }
}
