package io.jenkins.plugins.spindelivery.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Just enough of an API server, on this machine alone, for the commands of a {@link Training}. */
final class TrainingServer implements AutoCloseable {
    private static final char[] PASSWORD = "training".toCharArray();
    private static final String ALIAS = "training";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> TYPES = Map.of(
            "/api/v1/namespaces/default/configmaps", "ConfigMap",
            "/apis/apps/v1/namespaces/default/deployments", "Deployment");

    private final HttpsServer server;
    private final KeyStore store;
    private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();

    private TrainingServer(HttpsServer server, KeyStore store) {
        this.server = server;
        this.store = store;
        ObjectNode namespace = JSON.createObjectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", "default");
        store("/api/v1/namespaces/default", namespace, false);
    }

    /**
     * Starts one with a certificate of its own, which a program of the JDK makes.
     *
     * @param folder for the certificate
     * @return a running server
     */
    static TrainingServer start(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore store = certificate(folder.resolve("store.p12"));
        SSLContext tls = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory authorities = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        authorities.init(store);
        tls.init(keys.getKeyManagers(), authorities.getTrustManagers(), null);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        TrainingServer training = new TrainingServer(https, store);
        https.createContext("/", training::answer);
        https.start();
        return training;
    }

    private static KeyStore certificate(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        String password = new String(PASSWORD);
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=training",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        password,
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no certificate");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    /**
     * How to reach it, with its certificate as the client's as well.
     *
     * @return a kubeconfig
     */
    String kubeconfig() throws GeneralSecurityException {
        Certificate own = store.getCertificate(ALIAS);
        String certificate = pem("CERTIFICATE", own.getEncoded());
        String key = pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded());
        return """
                apiVersion: v1
                kind: Config
                current-context: training
                contexts:
                - name: training
                  context: {cluster: training, user: training}
                clusters:
                - name: training
                  cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}
                users:
                - name: training
                  user: {client-certificate-data: %s, client-key-data: %s}
                """
                .formatted(server.getAddress().getPort(), certificate, certificate, key);
    }

    /** As kubeconfigs have it: base64 around PEM, which is base64 itself. */
    private static String pem(String what, byte[] content) {
        String text = "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder().encodeToString(content)
                + "\n-----END " + what + "-----\n";
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void answer(HttpExchange exchange) throws IOException {
        ObjectNode body;
        try (InputStream in = exchange.getRequestBody()) {
            body = JSON.readTree(in) instanceof ObjectNode sent ? sent : JSON.createObjectNode();
        }
        ObjectNode answer = answer(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getQuery(),
                body);
        int status = answer.path("code").asInt(200);
        byte[] bytes = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private ObjectNode answer(String method, String path, String query, ObjectNode body) {
        if (path.equals("/api") || path.equals("/apis")) {
            return discovery(path);
        }
        boolean collection = TYPES.containsKey(path);
        boolean dryRun = query != null && query.contains("dryRun");
        return switch (method) {
            case "POST" -> collection ? store(path + "/" + name(body), body, dryRun) : allowed(body);
            case "PATCH" -> store(path, body, dryRun);
            default -> collection ? list(path) : objects.getOrDefault(path, missing());
        };
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static ObjectNode allowed(ObjectNode review) {
        review.putObject("status").put("allowed", true);
        return review;
    }

    private ObjectNode store(String path, ObjectNode sent, boolean dryRun) {
        ObjectNode stored = stored(sent);
        if (!dryRun) {
            objects.put(path, stored);
        }
        return stored;
    }

    private static ObjectNode stored(ObjectNode sent) {
        ObjectNode stored = sent.deepCopy();
        stored.withObject("/metadata")
                .put("uid", "1")
                .put("resourceVersion", "1")
                .put("generation", 1);
        if (stored.path("kind").asText().equals("Deployment")) {
            ObjectNode status = stored.putObject("status");
            status.put("observedGeneration", 1);
            for (String count : List.of("replicas", "updatedReplicas", "readyReplicas", "availableReplicas")) {
                status.put(count, 1);
            }
        }
        return stored;
    }

    private ObjectNode list(String path) {
        ObjectNode list = JSON.createObjectNode();
        list.put("kind", TYPES.get(path) + "List");
        list.putObject("metadata").put("resourceVersion", "1");
        ArrayNode items = list.putArray("items");
        objects.forEach((place, object) -> {
            if (place.startsWith(path + "/")) {
                items.add(object);
            }
        });
        return list;
    }

    private static ObjectNode missing() {
        ObjectNode status = JSON.createObjectNode();
        status.put("kind", "Status").put("status", "Failure").put("reason", "NotFound");
        status.putObject("details").put("name", "it");
        return status.put("code", 404);
    }

    private static ObjectNode discovery(String path) {
        ObjectNode list = JSON.createObjectNode();
        list.put("kind", "APIGroupDiscoveryList");
        ArrayNode groups = list.putArray("items");
        if (path.equals("/api")) {
            ArrayNode resources = group(groups, "");
            type(resources, "ConfigMap", "configmaps");
            type(resources, "Namespace", "namespaces").put("scope", "Cluster");
        } else {
            type(group(groups, "apps"), "Deployment", "deployments")
                    .putArray("shortNames")
                    .add("deploy");
        }
        return list;
    }

    private static ArrayNode group(ArrayNode groups, String name) {
        ObjectNode group = groups.addObject();
        group.putObject("metadata").put("name", name);
        return group.putArray("versions").addObject().put("version", "v1").putArray("resources");
    }

    private static ObjectNode type(ArrayNode resources, String kind, String plural) {
        ObjectNode type = resources.addObject().put("resource", plural).put("scope", "Namespaced");
        type.putObject("responseKind").put("kind", kind);
        ArrayNode verbs = type.putArray("verbs");
        List.of("create", "delete", "get", "list", "patch", "update", "watch").forEach(verbs::add);
        return type;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
