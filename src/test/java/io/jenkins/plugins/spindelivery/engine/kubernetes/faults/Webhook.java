package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.TestKeys;
import io.jenkins.plugins.spindelivery.engine.testcluster.ClusterApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/**
 * An admission webhook on 127.0.0.1, which the cluster asks about the ConfigMaps of one namespace; the server is for a
 * test class, what it says and to whom for one test.
 */
final class Webhook extends ExternalResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/%swebhookconfigurations";

    private final AtomicInteger asked = new AtomicInteger();
    private final TemporaryFolder folder = new TemporaryFolder();
    private HttpsServer server;
    private ExecutorService executor;
    private String authority;
    private volatile Function<JsonNode, ObjectNode> answers;

    @Override
    protected void before() throws Throwable {
        folder.create();
        TestKeys keys = TestKeys.make(
                folder.getRoot().toPath(), "webhook", "-keyalg", "EC", "-validity", "2", "-ext", "san=ip:127.0.0.1");
        authority = keys.certificateData();
        executor = Executors.newCachedThreadPool();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.serverContext()));
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    @Override
    protected void after() {
        server.stop(0);
        executor.shutdownNow();
        folder.delete();
    }

    /** What an admission controller is told about itself, and how the server is to treat it. */
    record Settings(String sort, String failurePolicy, int timeoutSeconds, boolean up) {
        static final Settings VALIDATING = new Settings("validating", "Fail", 10, true);

        Settings mutating() {
            return new Settings("mutating", failurePolicy, timeoutSeconds, up);
        }

        Settings down() {
            return new Settings(sort, failurePolicy, timeoutSeconds, false);
        }

        Settings ignored() {
            return new Settings(sort, "Ignore", timeoutSeconds, up);
        }

        Settings within(int seconds) {
            return new Settings(sort, failurePolicy, seconds, up);
        }
    }

    /**
     * Has the cluster ask the webhook about the ConfigMaps of a namespace, from now on until the returned installation is
     * closed.
     *
     * @param bench the namespace
     * @param settings how
     * @param answering gets a review's {@code request} and gives its {@code response}
     */
    Installation install(RuleBench bench, Settings settings, Function<JsonNode, ObjectNode> answering) {
        answers = answering;
        String configurations = CONFIGURATIONS.formatted(settings.sort());
        String name = bench.namespace() + ".example.com";
        int port = settings.up() ? server.getAddress().getPort() : 1;
        bench.api()
                .create(
                        configurations,
                        """
                        {"metadata":{"name":"%1$s"},"webhooks":[{"name":"%1$s","admissionReviewVersions":["v1"],
                         "failurePolicy":"%2$s","sideEffects":"None","timeoutSeconds":%3$d,
                         "clientConfig":{"url":"https://127.0.0.1:%4$d/","caBundle":"%5$s"},
                         "namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"%6$s"}},
                         "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],
                          "resources":["configmaps"]}]}]}"""
                                .formatted(
                                        name,
                                        settings.failurePolicy(),
                                        settings.timeoutSeconds(),
                                        port,
                                        authority,
                                        bench.namespace()));
        Installation installed = new Installation(bench.api(), configurations + "/" + name);
        int before = asked.get();
        Until.reached("the webhook is asked", () -> isAsked(bench, before));
        return installed;
    }

    private boolean isAsked(RuleBench bench, int before) {
        ClusterApi.Answer answer = bench.api()
                .send(
                        "POST",
                        bench.path("configmaps") + "?dryRun=All",
                        ClusterApi.JSON_TYPE,
                        "{\"metadata\":{\"name\":\"probe\"}}");
        return answer.code() >= 400 || asked.get() > before;
    }

    /** A webhook's registration. */
    record Installation(ClusterApi api, String path) implements AutoCloseable {
        @Override
        public void close() {
            api.delete(path);
        }
    }

    static ObjectNode allowed(JsonNode request) {
        return JSON.createObjectNode().put("allowed", true);
    }

    static ObjectNode refused(String message) {
        ObjectNode response = JSON.createObjectNode().put("allowed", false);
        response.putObject("status").put("message", message);
        return response;
    }

    /** Adds a label. Objects of a deploy have labels already; others pass as they are. */
    static ObjectNode labelling(JsonNode request) {
        return request.at("/object/metadata/labels").isObject()
                ? setting(request, "/metadata/labels/injected", "yes")
                : allowed(request);
    }

    /** Gives a field a value, unless what it is in is not there. */
    static ObjectNode setting(JsonNode request, String path, String value) {
        String parent = path.substring(0, path.lastIndexOf('/'));
        if (request.path("object").at(parent).isMissingNode()) {
            return allowed(request);
        }
        String patch = "[{\"op\":\"add\",\"path\":\"" + path + "\",\"value\":\"" + value + "\"}]";
        return allowed(request)
                .put("patchType", "JSONPatch")
                .put("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode review = JSON.readTree(exchange.getRequestBody());
            asked.incrementAndGet();
            ObjectNode response = answers.apply(review.path("request"));
            response.put("uid", review.at("/request/uid").asText());
            ObjectNode answer = JSON.createObjectNode()
                    .put("apiVersion", "admission.k8s.io/v1")
                    .put("kind", "AdmissionReview");
            answer.set("response", response);
            byte[] body = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
