package io.jenkins.plugins.spindelivery.account;

import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people copy out of a cluster to make an account of a server and a token. */
final class ServiceAccounts {
    private ServiceAccounts() {}

    /** A token of a namespace's default service account, which may do next to nothing. */
    static String token(TestCluster cluster, String namespace) {
        return cluster.api()
                .create(
                        "/api/v1/namespaces/" + namespace + "/serviceaccounts/default/token",
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}")
                .at("/status/token")
                .asText();
    }

    /** The certificate of the cluster's authority in PEM. */
    static String authority(TestCluster cluster) {
        return new String(
                Base64.getDecoder().decode(value(cluster, "certificate-authority-data")), StandardCharsets.UTF_8);
    }

    /** The administrator's token. */
    static String adminToken(TestCluster cluster) {
        return value(cluster, "token");
    }

    private static String value(TestCluster cluster, String key) {
        Matcher matcher = Pattern.compile(key + ": *\"?([^\"\\s]+)").matcher(cluster.kubeconfigText());
        if (!matcher.find()) {
            throw new IllegalStateException("the kubeconfig has no " + key);
        }
        return matcher.group(1);
    }
}
