package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** The JDK's HTTP client for one cluster: certificates, proxy, and what it must not do by itself. */
final class HttpConnections {
    private HttpConnections() {}

    /**
     * A client that follows no redirects, which would take the token to any host.
     *
     * @param config certificates, proxy and the time limit for connecting
     * @param server the cluster's URL
     * @return a new client
     * @throws ProblemException {@code ACCESS} when the certificates can't be used
     */
    static HttpClient client(Config config, String server) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                // The API server ends a HTTP/2 connection after an Unauthorized and when it shuts down (GOAWAY), and
                // the client then throws away answers that have arrived: a wrong token would look like a broken
                // network.
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(selector(config, server))
                .sslContext(tls(config, server));
        if (config.getConnectionTimeout() > 0) {
            builder.connectTimeout(Duration.ofMillis(config.getConnectionTimeout()));
        }
        return builder.build();
    }

    /**
     * How to log in to the proxy.
     *
     * @param config may name a proxy
     * @param server the cluster's URL
     * @return the value of the header; {@code null} if there is nothing to log in to
     */
    static String proxyAuthorization(Config config, String server) {
        URI proxy = proxy(config, server);
        return proxy == null || proxy.getUserInfo() == null
                ? null
                : HttpClientUtils.basicCredentials(proxy.getUserInfo());
    }

    private static SSLContext tls(Config config, String server) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(Tls.keyManagers(config), Tls.trustManagers(config), null);
            return context;
        } catch (ProblemException e) {
            throw e;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new ProblemException(
                    ProblemException.Category.ACCESS,
                    List.of(Problem.of("kubernetes.api-bad-certificate", server, reason(e))),
                    e);
        }
    }

    private static ProxySelector selector(Config config, String server) {
        URI proxy = proxy(config, server);
        if (proxy == null) {
            // Or the JVM's system properties would decide.
            return HttpClient.Builder.NO_PROXY;
        }
        int port = proxy.getPort() >= 0 ? proxy.getPort() : "https".equals(proxy.getScheme()) ? 443 : 80;
        return ProxySelector.of(new InetSocketAddress(proxy.getHost(), port));
    }

    private static URI proxy(Config config, String server) {
        String proxy = server.startsWith("https:") ? config.getHttpsProxy() : config.getHttpProxy();
        return proxy == null || proxy.isEmpty() ? null : URI.create(proxy);
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
