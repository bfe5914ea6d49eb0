package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange.Answer;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange.Request;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange.Unanswered;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** Requests to a real server on this machine, well-behaved and otherwise. */
public class HttpExchangeTest {
    @Rule
    public final TestServer server = new TestServer();

    private final List<String> seen = new ArrayList<>();

    private static HttpExchange exchange(FetchPolicy policy, HostResolver resolver) {
        return new HttpExchange(
                HttpSource.client(HttpClient.newBuilder(), policy), policy, resolver, Clock.systemUTC());
    }

    private static Answer send(String method, String url, String body) {
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        return exchange(Fetching.policy(Fetching.PATIENCE), HostResolver.SYSTEM)
                .send(new Request(method, url, Map.of("X-Key", "k"), bytes));
    }

    private static String refused(String method, String url, String body) {
        return assertThrows(ProblemException.class, () -> send(method, url, body))
                .problems()
                .get(0)
                .code();
    }

    private void echo(String path, int status, String... headers) {
        server.serve(path, exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("X-Key") + " " + body);
            TestServer.answer(exchange, status, "answer", headers);
        });
    }

    @Test
    public void anyMethodAndAnyStatus() {
        echo("/a", 409);
        Answer answer = send("PATCH", server.base() + "/a", "body");
        assertEquals(409, answer.status());
        assertEquals("answer", new String(answer.body(), StandardCharsets.UTF_8));
        assertEquals(List.of("PATCH k body"), seen);
    }

    @Test
    public void aPlaceIsToldInFull() {
        echo("/a", 201, "Location", "jobs/1");
        assertEquals(
                server.base() + "/jobs/1",
                send("POST", server.base() + "/a", "x").location());
    }

    @Test
    public void redirectsAreFollowedAsBrowsersDo() {
        echo("/see", 303, "Location", "/end");
        echo("/same", 307, "Location", "/end");
        echo("/end", 200);
        send("POST", server.base() + "/see", "x");
        send("POST", server.base() + "/same", "x");
        assertEquals(List.of("POST k x", "GET k ", "POST k x", "POST k x"), seen);
    }

    @Test
    public void anotherServerGetsNeitherHeadersNorBody() {
        String other = "http://localhost:" + server.port() + "/end";
        echo("/see", 302, "Location", other);
        echo("/same", 308, "Location", other);
        echo("/end", 200);
        send("POST", server.base() + "/see", "x");
        assertEquals(List.of("POST k x", "GET null "), seen);
        assertEquals("artifact.redirect-body", refused("POST", server.base() + "/same", "x"));
    }

    @Test
    public void theGuardHoldsForUrlsAndRedirects() {
        echo("/a", 302, "Location", "http://169.254.169.254/latest/");
        assertEquals("artifact.address-metadata", refused("GET", server.base() + "/a", null));
        FetchPolicy strict = FetchPolicy.DEFAULT;
        ProblemException loopback = assertThrows(ProblemException.class, () -> exchange(strict, HostResolver.SYSTEM)
                .send(new Request("POST", server.base() + "/a", Map.of(), null)));
        assertFalse(loopback instanceof Unanswered);
        assertEquals("artifact.address-loopback", loopback.problems().get(0).code());
        assertEquals(1, seen.size());
    }

    @Test
    public void tooMuchIsRefused() {
        server.serve("/large", exchange -> TestServer.answer(exchange, 500, "x".repeat(Fetching.LIMIT + 1)));
        assertEquals("artifact.too-large", refused("GET", server.base() + "/large", null));
    }

    @Test
    public void whetherARequestMayHaveArrivedIsKnown() throws Exception {
        server.serve("/never", exchange -> server.awaitTestEnd());
        HttpExchange hasty = exchange(Fetching.policy(Duration.ofMillis(300)), HostResolver.SYSTEM);
        Unanswered late = assertThrows(
                Unanswered.class, () -> hasty.send(new Request("POST", server.base() + "/never", Map.of(), null)));
        assertTrue(late.maybeArrived());
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        Unanswered closed = assertThrows(Unanswered.class, () -> send("POST", "http://127.0.0.1:" + free + "/", "x"));
        assertFalse(closed.maybeArrived());
        HttpExchange lost = exchange(FetchPolicy.DEFAULT, host -> {
            throw new UnknownHostException(host);
        });
        Unanswered unknown = assertThrows(
                Unanswered.class, () -> lost.send(new Request("POST", "http://a.example.org/", Map.of(), null)));
        assertFalse(unknown.maybeArrived());
    }

    @Test
    public void headersAreCheckedBeforehand() {
        assertTrue(HttpExchange.isHeader("X-Api-Key", "a b=\"c\""));
        for (String name : List.of("", "a b", "Host", "content-LENGTH", "Transfer-Encoding", "a:b")) {
            assertFalse(name, HttpExchange.isHeader(name, "x"));
        }
        assertFalse(HttpExchange.isHeader("X", "a\r\nB: c"));
    }
}
