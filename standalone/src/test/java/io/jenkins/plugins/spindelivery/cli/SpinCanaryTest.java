package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code spin canary run} and {@code spin canary analyse} against a real control plane and an HTTP server of the test. */
public class SpinCanaryTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final String WEB =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "web:TAG"}]}
            """;

    private static final String CONFIG =
            """
            {"name": "shop", "metrics": [{"name": "errors", "groups": ["web"],
               "query": {"type": "prometheus", "customInlineTemplate": "PromQL:errors{workload=\\"${scope}\\"}"},
               "analysisConfigurations": {"canary": {"direction": "increase"}}}]}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestConsole console;
    private String namespace;
    private HttpServer prometheus;

    @Before
    public void begin() throws IOException {
        namespace = CLUSTER.newNamespace("cli-canary");
        prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        prometheus.createContext("/", exchange -> {
            String asked = exchange.getRequestURI().getQuery()
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            double factor = asked.contains("bad") ? 9 : 1;
            byte[] answer = series(factor).getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        prometheus.start();
    }

    @After
    public void end() {
        prometheus.stop(0);
    }

    /** An hour from 2026-01-01T10:00:00Z on, a point a minute. */
    private static String series(double factor) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            points.add("[" + (1_767_261_600L + 60L * i) + ",\"" + factor * (100 + i % 7) + "\"]");
        }
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":["
                + String.join(",", points) + "]}]}}";
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.getRoot().toPath().resolve(name), content)
                .toString();
    }

    private JsonNode json(int code, String... arguments) throws IOException {
        console = new TestConsole();
        console.env("XDG_STATE_HOME", folder.getRoot().toString());
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        int ended = console.spin(all.toArray(String[]::new));
        assertEquals(console.out() + console.err(), code, ended);
        assertEquals("one object: " + console.out(), 1, console.out().lines().count());
        return new ObjectMapper().readTree(console.out());
    }

    private JsonNode run(int code, String program) throws IOException {
        String web = file("web.yaml", WEB.replace("TAG", "2"));
        String kubeconfig = CLUSTER.kubeconfig().toString();
        return json(code, "canary", "run", "-f", web, "-n", namespace, "--kubeconfig", kubeconfig, "--run", program);
    }

    private JsonNode past(int code, String experiment, String... more) throws IOException {
        String address = "http://127.0.0.1:" + prometheus.getAddress().getPort();
        List<String> all = new ArrayList<>(List.of(
                "canary",
                "analyse",
                "--config",
                file("canary.json", CONFIG),
                "--metric-source",
                "prometheus," + address,
                "--start",
                "2026-01-01T10:00:00Z",
                "--end",
                "2026-01-01T11:00:00Z",
                "--control",
                "good",
                "--experiment",
                experiment));
        all.addAll(List.of(more));
        return json(code, all.toArray(String[]::new));
    }

    private static List<String> fields(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }

    private int deployments() {
        return CLUSTER.api()
                .get("/apis/apps/v1/namespaces/" + namespace + "/deployments")
                .path("items")
                .size();
    }

    @Test
    public void aProgramDecidesAndTheCanaryIsGone() throws Exception {
        String seen = folder.getRoot().toPath().resolve("seen").toString();
        JsonNode result = run(0, "echo $SPIN_CANARY_NAME $SPIN_CANARY_NAMESPACE > " + seen);
        assertEquals(
                List.of(
                        "status",
                        "verdict",
                        "intervals",
                        "metrics",
                        "groups",
                        "objects",
                        "warnings",
                        "errors",
                        "durationMs"),
                fields(result));
        assertEquals("succeeded", result.path("status").asText());
        assertEquals("Pass", result.path("verdict").asText());
        assertEquals("web-canary", result.at("/objects/0/name").asText());
        assertEquals("deleted", result.at("/objects/0/action").asText());
        assertEquals(
                "web-canary " + namespace,
                Files.readString(folder.getRoot().toPath().resolve("seen")).strip());
        assertEquals(0, deployments());
        assertTrue(console.err(), console.err().contains("Deployment " + namespace + "/web-canary created"));
    }

    @Test
    public void aProgramThatFailsFailsTheCanary() throws Exception {
        JsonNode result = run(1, "echo no good; exit 4");
        assertEquals("failed", result.path("status").asText());
        assertEquals("Fail", result.path("verdict").asText());
        assertEquals("canary.block-failed", result.at("/errors/0/code").asText());
        assertEquals(0, deployments());
    }

    @Test
    public void thePastIsJudged() throws Exception {
        JsonNode good = past(0, "good");
        assertEquals(
                List.of(
                        "status",
                        "verdict",
                        "score",
                        "intervals",
                        "metrics",
                        "groups",
                        "objects",
                        "warnings",
                        "errors",
                        "durationMs"),
                fields(good));
        assertEquals("Pass", good.path("verdict").asText());
        assertEquals(100, good.path("score").asDouble(), 0);
        assertEquals(List.of("number", "start", "end", "score", "verdict"), fields(good.at("/intervals/0")));
        assertEquals("2026-01-01T11:00:00Z", good.at("/intervals/0/end").asText());

        Path report = folder.getRoot().toPath().resolve("report.html");
        JsonNode bad = past(1, "bad", "--interval", "15m", "--report", report.toString());
        String html = Files.readString(report);
        assertTrue(html, html.startsWith("<!DOCTYPE html>") && html.contains("errors") && html.contains("<svg"));
        assertEquals("Fail", bad.path("verdict").asText());
        assertEquals(1, bad.path("intervals").size());
        assertEquals("High", bad.at("/metrics/0/classification").asText());
        assertEquals(List.of("name", "classification", "reason", "critical"), fields(bad.at("/metrics/0")));
    }

    @Test
    public void peopleSeeTheJudgmentAndTheVerdict() throws Exception {
        past(1, "bad");
        console = new TestConsole();
        console.env("XDG_STATE_HOME", folder.getRoot().toString());
        String address = "http://127.0.0.1:" + prometheus.getAddress().getPort();
        int code = console.spin(
                "canary",
                "analyse",
                "--config",
                file("canary.json", CONFIG),
                "--metric-source",
                "prometheus," + address,
                "--start",
                "2026-01-01T10:00:00Z",
                "--end",
                "2026-01-01T11:00:00Z",
                "--control",
                "good",
                "--experiment",
                "bad");
        assertEquals(1, code);
        assertTrue(console.out(), console.out().contains("Canary: Fail, after"));
        assertTrue(console.out(), console.out().contains("errors"));
        assertTrue(console.err(), console.err().contains("The score is 0.00, not above 50.00. errors High"));
    }

    @Test
    public void wrongInputIsRefusedTogether() throws Exception {
        JsonNode result = past(2, "good", "--pass", "120", "--marginal", "10", "--lookback", "10s");
        assertEquals("refused", result.path("status").asText());
        assertEquals("canary.thresholds", result.at("/errors/0/code").asText());
        assertFalse(result.has("verdict"));
    }
}
