package io.jenkins.plugins.spindelivery.engine.aws.api;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.apache.http.conn.DnsResolver;
import org.apache.http.impl.conn.SystemDefaultDnsResolver;

/**
 * Finds the addresses of hosts, and refuses those that an account's endpoint must not lead to. The connection goes to the
 * very addresses that were looked at, so a name that changes its address gains nothing.
 */
final class EndpointResolver implements DnsResolver {
    private final AwsSettings settings;

    EndpointResolver(AwsSettings settings) {
        this.settings = settings;
    }

    /**
     * The addresses of a host.
     *
     * @param host a name, or an address in digits
     * @return all of them
     * @throws AwsFault when it is the endpoint's, and one of them is refused
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        if (isEndpoint(host)) {
            for (InetAddress address : addresses) {
                settings.refusal().apply(address).ifPresent(EndpointResolver::refuse);
            }
        }
        return addresses;
    }

    /** Any other host is that of AWS itself, or of a proxy, which whoever runs this process has chosen. */
    private boolean isEndpoint(String host) {
        if (settings.endpoint() == null) {
            return false;
        }
        String endpoint = plain(settings.endpoint().getHost());
        String asked = plain(host);
        // Some requests put the name of what they are about before the endpoint's.
        return asked.equals(endpoint) || asked.endsWith("." + endpoint);
    }

    private static String plain(String host) {
        return host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

    private static void refuse(Problem problem) {
        throw new AwsFault(Category.ACCESS, problem, "", false, Optional.empty(), null);
    }
}
