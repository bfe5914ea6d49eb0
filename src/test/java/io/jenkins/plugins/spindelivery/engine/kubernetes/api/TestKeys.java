package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key with its certificate, made by the JDK's keytool for one test, in the forms that kubeconfigs hold: so
 * that no key lies in the tree and none expires there.
 */
public final class TestKeys {
    private static final String PASSWORD = "changeit";

    private final Path file;

    private TestKeys(Path file) {
        this.file = file;
    }

    /**
     * A new key with a self-signed certificate.
     *
     * @param folder for the key store
     * @param name the subject's common name
     * @param options of {@code keytool -genkeypair}, such as {@code -keyalg EC}
     * @return the key and its certificate
     */
    public static TestKeys make(Path folder, String name, String... options) throws Exception {
        TestKeys keys = new TestKeys(folder.resolve(name + ".p12"));
        keys.tool("-genkeypair", "-dname", "CN=" + name, options);
        return keys;
    }

    /**
     * Replaces the certificate by one from an authority.
     *
     * @param authority the authority
     * @param options of {@code keytool -gencert}, such as {@code -validity 2}
     * @return this
     */
    public TestKeys signedBy(TestKeys authority, String... options) throws Exception {
        String request = file + ".csr";
        String certificate = file + ".crt";
        tool("-certreq", "-file", request);
        authority.tool("-gencert", "-infile", request, options("-outfile", certificate, options));
        authority.tool("-exportcert", "-file", file + ".ca");
        tool("-importcert", "-file", file + ".ca", "-noprompt", "-alias", "ca");
        tool("-importcert", "-file", certificate, "-noprompt");
        return this;
    }

    private static String[] options(String first, String second, String... more) {
        List<String> all = new ArrayList<>(List.of(first, second));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private void tool(String action, String option, String value, String... more) throws Exception {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(List.of(tool, action, option, value));
        command.addAll(Arrays.asList(more));
        if (!command.contains("-alias")) {
            command.addAll(List.of("-alias", "key"));
        }
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(action + " failed");
        }
    }

    /** The key store, for a server; its password is {@link #password()}. */
    public KeyStore store() throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a server of TLS needs to show this certificate. */
    public SSLContext serverContext() throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store(), password());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** The key store's password. */
    public char[] password() {
        return PASSWORD.toCharArray();
    }

    /** The certificate. */
    public Certificate certificate() throws GeneralSecurityException {
        return store().getCertificate("key");
    }

    /** The certificate as a kubeconfig's {@code …-data}. */
    public String certificateData() throws GeneralSecurityException {
        return data("CERTIFICATE", certificate().getEncoded());
    }

    /** The key as a kubeconfig's {@code client-key-data}, in PKCS#8 (BEGIN PRIVATE KEY). */
    public String keyData() throws GeneralSecurityException {
        return data("PRIVATE KEY", key().getEncoded());
    }

    /** The key in the form of its own algorithm: PKCS#1 (BEGIN RSA PRIVATE KEY) or SEC 1 (BEGIN EC PRIVATE KEY). */
    public String oldKeyData() throws GeneralSecurityException {
        if (key() instanceof ECPrivateKey ec) {
            return data("EC PRIVATE KEY", sec1(ec.getS()));
        }
        byte[] pkcs8 = key().getEncoded();
        // PKCS#8 puts version, algorithm and the head of an octet string, 26 bytes for keys of 2048 bits, in front.
        return data("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
    }

    private PrivateKey key() throws GeneralSecurityException {
        return (PrivateKey) store().getKey("key", PASSWORD.toCharArray());
    }

    /** RFC 5915 for the curve P-256: version 1, the 32 bytes of the key, and the curve's object identifier. */
    private static byte[] sec1(BigInteger secret) {
        byte[] key = new byte[32];
        byte[] bytes = secret.toByteArray();
        int from = Math.max(0, bytes.length - 32);
        System.arraycopy(bytes, from, key, 32 - (bytes.length - from), bytes.length - from);
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.writeBytes(new byte[] {0x30, 49, 0x02, 1, 1, 0x04, 32});
        der.writeBytes(key);
        der.writeBytes(new byte[] {(byte) 0xA0, 10, 0x06, 8, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 3, 1, 7});
        return der.toByteArray();
    }

    private static String data(String label, byte[] der) {
        String pem = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
