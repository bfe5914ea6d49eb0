package io.jenkins.plugins.spindelivery.engine.testcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Plain HTTP requests to a test cluster: no Kubernetes client, so that a test can look at what the engine did with eyes
 * other than the engine's.
 */
public final class ClusterApi {

    /** For {@link #send}: server-side apply. */
    public static final String APPLY = "application/apply-patch+yaml";

    /** For {@link #send}: merge patch, RFC 7386. */
    public static final String MERGE_PATCH = "application/merge-patch+json";

    /** For {@link #send}: JSON. */
    public static final String JSON_TYPE = "application/json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final HttpClient client;
    private final String server;
    private final String token;

    private ClusterApi(HttpClient client, String server, String token) {
        this.client = client;
        this.server = server;
        this.token = token;
    }

    /** An answer of the API server; {@code text} is the body as it came, for what is not JSON. */
    public record Answer(int code, String text) {

        /**
         * The body as JSON.
         *
         * @return the object, or the {@code Status} of an error
         */
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("The API server answered " + code + " and no JSON: " + text, e);
            }
        }
    }

    static ClusterApi fromKubeconfig(String kubeconfig) {
        JsonNode config = read(kubeconfig);
        HttpClient client =
                HttpClient.newBuilder().sslContext(trust(kubeconfig)).build();
        return new ClusterApi(
                client,
                config.at("/clusters/0/cluster/server").asText(),
                config.at("/users/0/user/token").asText());
    }

    static SSLContext trust(String kubeconfig) {
        return trusting(Base64.getDecoder()
                .decode(read(kubeconfig)
                        .at("/clusters/0/cluster/certificate-authority-data")
                        .asText()));
    }

    private static JsonNode read(String kubeconfig) {
        return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(kubeconfig));
    }

    /**
     * Sends one request.
     *
     * @param method such as {@code PATCH}
     * @param path path and query, such as {@code /api/v1/namespaces?limit=1}
     * @param type the content type of the body, such as {@link #APPLY}
     * @param body the text to send; empty for none
     * @return the answer, whatever its code
     */
    public Answer send(String method, String path, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Reads an object or a list.
     *
     * @param path such as {@code /apis/apps/v1/namespaces/a/deployments/b}
     * @return the JSON, or a missing node (on which every path is missing, too) if there is no such object
     */
    public JsonNode get(String path) {
        Answer answer = send("GET", path, JSON_TYPE, "");
        return answer.code() == 404 ? MissingNode.getInstance() : succeeded("GET " + path, answer);
    }

    /**
     * Creates an object.
     *
     * @param path the path of the list it goes to
     * @param object JSON
     * @return the created object
     */
    public JsonNode create(String path, String object) {
        return succeeded("POST " + path, send("POST", path, JSON_TYPE, object));
    }

    /**
     * Applies an object as another owner than the engine would.
     *
     * @param path the object's path
     * @param manager the field manager
     * @param manifest YAML or JSON
     * @return the object as it is now
     */
    public JsonNode apply(String path, String manager, String manifest) {
        return succeeded("apply " + path, send("PATCH", path + "?fieldManager=" + manager, APPLY, manifest));
    }

    /**
     * Changes an object, for example its {@code status} subresource.
     *
     * @param path the object's path
     * @param patch a merge patch, JSON
     * @return the object as it is now
     */
    public JsonNode patch(String path, String patch) {
        return succeeded("PATCH " + path, send("PATCH", path, MERGE_PATCH, patch));
    }

    /**
     * Deletes an object; that there is none is fine.
     *
     * @param path the object's path
     */
    public void delete(String path) {
        Answer answer = send("DELETE", path, JSON_TYPE, "");
        if (answer.code() != 404) {
            succeeded("DELETE " + path, answer);
        }
    }

    /**
     * Waits, a minute at most, until an object is as wanted.
     *
     * @param path as for {@link #get}
     * @param wanted gets the object, or a missing node while there is none
     * @return the object that was as wanted
     */
    public JsonNode await(String path, Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode found = get(path);
            if (wanted.test(found)) {
                return found;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(path + " is not as wanted after " + PATIENCE.toSeconds() + " s: " + found);
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    /** Creates a namespace and waits for its default service account: without it pods are refused. */
    void createNamespace(String name) {
        create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + name + "\"}}");
        await("/api/v1/namespaces/" + name + "/serviceaccounts/default", account -> !account.isMissingNode());
    }

    private static JsonNode succeeded(String what, Answer answer) {
        if (answer.code() / 100 != 2) {
            throw new AssertionError(what + " was answered with " + answer.code() + ": " + answer.text());
        }
        return answer.json();
    }

    private static SSLContext trusting(byte[] authority) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "cluster",
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
