package io.jenkins.plugins.spindelivery.account;

import hudson.model.ItemGroup;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.FabricCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs;
import io.jenkins.plugins.spindelivery.engine.kubernetes.kubeconfig.Kubeconfigs.Policy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * All that a connection depends on, the credential in plain text among it: made to be used at once and not to be kept.
 */
final class ConnectionSettings implements AccountConnections.Settings<Cluster> {
    private final KubernetesAccount account;
    private final String credentialsId;
    private final String secret;

    private ConnectionSettings(KubernetesAccount account, String credentialsId, String secret) {
        this.account = account;
        this.credentialsId = credentialsId;
        this.secret = secret;
    }

    /**
     * The settings of an account at this moment.
     *
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when its credential can't be had
     */
    static ConnectionSettings of(KubernetesAccount account, ItemGroup<?> owner) {
        String secret = AccountCredentials.text(AccountCredentials.of(account, owner));
        return new ConnectionSettings(account, account.getCredentialsId(), secret);
    }

    /**
     * The same text for the same settings; kept in memory only, because a weak secret could be guessed from it.
     *
     * @return a SHA-256 in hexadecimal digits
     */
    String digest() {
        MessageDigest digest = sha256();
        List<String> parts = List.of(
                account.getServerUrl(),
                account.getCaCertificate(),
                account.getContext(),
                account.getDefaultNamespace(),
                secret);
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public Object key() {
        return digest();
    }

    @Override
    public Cluster open(Clock clock) {
        return new FabricCluster(config(clock), FabricCluster.DEFAULT_TIMEOUT);
    }

    /**
     * The client's configuration.
     *
     * @param clock tells whether certificates have expired
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when kubeconfig, certificate or token are
     *     wrong, or not allowed in a stored credential
     */
    Config config(Clock clock) {
        Kubeconfigs kubeconfigs = new Kubeconfigs(Policy.CREDENTIAL, Map.of(), clock);
        Config config = account.hasServerUrl()
                ? kubeconfigs.server(account.getName(), account.getServerUrl(), account.getCaCertificate(), secret)
                : kubeconfigs.load(credentialsId, secret, account.getContext());
        return account.getDefaultNamespace().isEmpty()
                ? config
                : new ConfigBuilder(config)
                        .withNamespace(account.getDefaultNamespace())
                        .build();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
