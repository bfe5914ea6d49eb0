package distribution;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Which images a test cluster runs. It reads a test cluster's kubeconfig, which has one server and one token. */
final class ClusterImages {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern TAG = Pattern.compile("\"image\":\\s*\"[^\"]*:([^\":/]+)\"");

    private final HttpClient client;
    private final String server;
    private final String token;

    private ClusterImages(HttpClient client, String server, String token) {
        this.client = client;
        this.server = server;
        this.token = token;
    }

    /**
     * The images of a cluster.
     *
     * @param kubeconfig as the test cluster writes it
     * @return what asks the cluster
     * @throws IOException if it can't be read
     */
    static ClusterImages of(Path kubeconfig) throws IOException {
        String text = Files.readString(kubeconfig);
        byte[] authority = Base64.getDecoder().decode(value(text, "certificate-authority-data"));
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .sslContext(trusting(authority))
                .build();
        return new ClusterImages(client, value(text, "server"), value(text, "token"));
    }

    /**
     * What a Deployment runs.
     *
     * @param namespace its namespace
     * @param name its name
     * @return the tag of its first container's image; nothing if there is no such Deployment
     * @throws IOException if the cluster does not answer, or not as it should
     * @throws InterruptedException when interrupted
     */
    Optional<String> tag(String namespace, String name) throws IOException, InterruptedException {
        URI uri = URI.create(server + "/apis/apps/v1/namespaces/" + namespace + "/deployments/" + name);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        } else if (answer.statusCode() != OK) {
            throw new IOException(uri + " answers " + answer.statusCode());
        }
        Matcher tag = TAG.matcher(answer.body());
        return Optional.of(tag.find() ? tag.group(1) : "");
    }

    private static String value(String kubeconfig, String key) throws IOException {
        Matcher line =
                Pattern.compile("^[ -]*" + key + ": (\\S+)$", Pattern.MULTILINE).matcher(kubeconfig);
        if (!line.find()) {
            throw new IOException("The test cluster's kubeconfig has no " + key + ".");
        }
        return line.group(1);
    }

    private static SSLContext trusting(byte[] authority) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "authority",
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("The test cluster's authority can't be read.", e);
        }
    }
}
