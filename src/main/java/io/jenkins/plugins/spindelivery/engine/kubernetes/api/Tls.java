package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.CertUtils;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom a connection trusts and how it proves who it is.
 *
 * <p>The client library adds the JVM's own authorities to the cluster's, and the controller's own key store (system
 * property {@code javax.net.ssl.keyStore}) to the client certificate. Here a cluster with an authority of its own trusts
 * that one alone, as kubectl does, and only the account's certificate is shown.
 */
final class Tls {
    /** Key stores in memory want a password; it protects nothing here. */
    private static final char[] PASSWORD = "in-memory".toCharArray();

    private static final byte[] PROBE = {42};

    private Tls() {}

    static TrustManager[] trustManagers(Config config) throws GeneralSecurityException, IOException {
        if (config.isTrustCerts()) {
            return SSLUtils.trustManagers(config);
        }
        KeyStore authorities = null;
        if (config.getCaCertData() != null || config.getCaCertFile() != null) {
            authorities = emptyStore();
            int number = 0;
            for (Certificate authority : certificates(config.getCaCertData(), config.getCaCertFile())) {
                authorities.setCertificateEntry("ca-" + number++, authority);
            }
        }
        // Without a store of its own the factory takes the JVM's authorities: for clusters behind a public certificate.
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }

    static KeyManager[] keyManagers(Config config) throws GeneralSecurityException, IOException {
        boolean certificateGiven = config.getClientCertData() != null || config.getClientCertFile() != null;
        boolean keyGiven = config.getClientKeyData() != null || config.getClientKeyFile() != null;
        if (!certificateGiven || !keyGiven) {
            return new KeyManager[0];
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(clientStore(config), PASSWORD);
        return factory.getKeyManagers();
    }

    /** Certificates in PEM, as a kubeconfig has them (base64 of the PEM text) or in a file. */
    static Collection<? extends Certificate> certificates(String data, String file)
            throws GeneralSecurityException, IOException {
        try (InputStream pem = CertUtils.getInputStreamFromDataOrFile(data, file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (found.isEmpty()) {
                throw new IOException("no certificate in it");
            }
            return found;
        }
    }

    private static KeyStore clientStore(Config config) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> chain = certificates(config.getClientCertData(), config.getClientCertFile());
        Certificate own = chain.iterator().next();
        KeyStore parsed = parsedStore(config);
        for (String alias : Collections.list(parsed.aliases())) {
            if (parsed.isKeyEntry(alias) && own.equals(parsed.getCertificate(alias))) {
                PrivateKey key = (PrivateKey) parsed.getKey(alias, PASSWORD);
                requireMatch(config, key, own.getPublicKey());
                KeyStore store = emptyStore();
                store.setKeyEntry("client", key, PASSWORD, chain.toArray(Certificate[]::new));
                return store;
            }
        }
        throw new IOException("no private key for the client certificate");
    }

    /** With another certificate's key the server would only say that a handshake failed. */
    private static void requireMatch(Config config, PrivateKey key, PublicKey certified)
            throws GeneralSecurityException {
        boolean matches = key.getAlgorithm().equals(certified.getAlgorithm());
        if (matches) {
            Signature signature =
                    Signature.getInstance("SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            matches = signature.verify(signed);
        }
        if (!matches) {
            throw new ProblemException(
                    ProblemException.Category.ACCESS, Problem.of("kubernetes.api-key-mismatch", config.getMasterUrl()));
        }
    }

    private static KeyStore parsedStore(Config config) throws GeneralSecurityException, IOException {
        try {
            return parsedStore(config, "RSA");
        } catch (GeneralSecurityException | IOException | IllegalArgumentException notRsa) {
            // PKCS#8 does not name its algorithm in the header line, so the file's look does not tell RSA from EC.
            try {
                return parsedStore(config, "EC");
            } catch (GeneralSecurityException | IOException | IllegalArgumentException notEc) {
                throw new IOException("the key is neither an RSA nor an EC key in PEM without a passphrase", notEc);
            }
        }
    }

    private static KeyStore parsedStore(Config config, String algorithm) throws GeneralSecurityException, IOException {
        return CertUtils.createKeyStore(
                CertUtils.getInputStreamFromDataOrFile(config.getClientCertData(), config.getClientCertFile()),
                CertUtils.getInputStreamFromDataOrFile(config.getClientKeyData(), config.getClientKeyFile()),
                algorithm,
                PASSWORD,
                null,
                null);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
