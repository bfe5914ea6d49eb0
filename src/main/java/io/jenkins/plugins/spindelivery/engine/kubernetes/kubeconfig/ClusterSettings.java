package io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.URI;
import java.util.Set;

/** A kubeconfig's cluster entry: address, authority, proxy. */
final class ClusterSettings {
    private final Policy policy;
    private final Kubeconfig.Entry cluster;

    ClusterSettings(Policy policy, Kubeconfig.Entry cluster) {
        this.policy = policy;
        this.cluster = cluster;
    }

    void apply(ConfigBuilder builder) {
        builder.withMasterUrl(server());
        authority(builder);
        if (cluster.has("proxy-url")) {
            String proxy = address("proxy-url", Set.of("http"), "kubernetes.kubeconfig-bad-proxy");
            builder.withHttpProxy(proxy).withHttpsProxy(proxy);
        }
        if (cluster.has("tls-server-name")) {
            // The JDK's HTTP client always checks against the host of the address.
            throw cluster.problem(
                    Category.INPUT, "kubernetes.kubeconfig-tls-server-name", cluster.text("tls-server-name"));
        }
    }

    private String server() {
        if (!cluster.has("server")) {
            throw cluster.problem(Category.INPUT, "kubernetes.kubeconfig-no-server");
        }
        return address("server", Set.of("https", "http"), "kubernetes.kubeconfig-bad-server");
    }

    private String address(String key, Set<String> schemes, String code) {
        String text = cluster.text(key);
        try {
            URI uri = URI.create(text);
            boolean usable = uri.getScheme() != null && schemes.contains(uri.getScheme()) && uri.getHost() != null;
            if (usable && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw cluster.problem(Category.INPUT, code, withoutUser(text));
        }
        throw cluster.problem(Category.INPUT, code, withoutUser(text));
    }

    private void authority(ConfigBuilder builder) {
        boolean insecure = cluster.text("insecure-skip-tls-verify").equals("true");
        boolean data = cluster.has("certificate-authority-data");
        boolean file = cluster.has("certificate-authority");
        if (insecure && (data || file)) {
            throw cluster.problem(Category.INPUT, "kubernetes.kubeconfig-insecure-with-authority");
        }
        builder.withTrustCerts(insecure);
        String authority = Certificates.of(policy, cluster, "certificate-authority");
        if (authority != null) {
            Certificates.check(cluster, "certificate-authority", authority);
            builder.withCaCertData(authority);
        }
    }

    /** A proxy's address may hold a password; and a line break would make two lines of a message. */
    private static String withoutUser(String address) {
        return address.replaceFirst("//[^/]*@", "//").replaceAll("\\p{Cntrl}", " ");
    }
}
