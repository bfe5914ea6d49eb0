package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;

/** Sources that are down, slow, strange, or not for us. */
public class SourceFaultsTest {
    private static final String EMPTY = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}";
    private static final String SECRET = "s3cr3t-t0ken";

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    private static MetricQuery query() {
        return Queries.promQl("up", Queries.scope(Map.of()));
    }

    private MetricSource source() {
        return Queries.open("prometheus", server.address());
    }

    private MetricSource source(int limit, Duration timeout) {
        return MetricSourceTypes.open(
                new MetricSourceSpec("numbers", "prometheus", server.address(), Authorization.NONE, "", limit, timeout),
                HttpClient.newBuilder());
    }

    private MetricException failure(int status, String body) {
        server.answers(status, body);
        return Queries.failure(source(), query());
    }

    private static String code(ProblemException failure) {
        return failure.problems().get(0).code();
    }

    @Test
    public void eachStatusSaysWhoHasToAct() {
        Map<Integer, String> codes = Map.of(
                401, "canary.source-unauthorized",
                403, "canary.source-forbidden",
                404, "canary.source-not-found",
                418, "canary.source-status",
                501, "canary.source-status");
        codes.forEach((status, code) -> {
            MetricException failure = failure(status, "{}");
            assertEquals(code, code(failure));
            assertFalse(code, failure.passing());
        });
        for (int status : List.of(408, 500, 502, 503, 504)) {
            MetricException failure = failure(status, "<html>");
            assertEquals("canary.source-server", code(failure));
            assertTrue(failure.passing());
        }
    }

    @Test
    public void whatPrometheusSaysIsPassedOn() {
        MetricException refused =
                failure(422, "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"many-to-many\"}");
        assertEquals("errors: The metric source numbers refuses the query: many-to-many", refused.getMessage());
        assertFalse(refused.passing());
        MetricException timeout =
                failure(503, "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}");
        assertTrue(timeout.getMessage(), timeout.getMessage().contains("HTTP 503 (query timed out)"));
        assertTrue(timeout.passing());
    }

    @Test
    public void aSourceThatIsAskedTooOftenIsNotAskedForTheRest() {
        server.answers(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            ScriptedServer.answer(exchange, 429, "");
        });
        List<Outcome<Series>> outcomes =
                source(1, Duration.ofSeconds(30)).fetch(Collections.nCopies(5, query()), Runnable::run);
        for (Outcome<Series> outcome : outcomes) {
            MetricException failure = (MetricException) outcome.failure();
            assertEquals("canary.source-too-many", code(failure));
            assertEquals(Optional.of(Duration.ofSeconds(7)), failure.retryAfter());
            assertTrue(failure.passing());
        }
        assertEquals(1, server.requests().size());
    }

    @Test
    public void aRedirectIsNotFollowed() {
        server.answers(exchange -> {
            exchange.getResponseHeaders().add("Location", "https://login.example/?secret=1");
            ScriptedServer.answer(exchange, 302, "");
        });
        MetricException failure = Queries.failure(source(), query());
        assertEquals("canary.source-redirect", code(failure));
        assertTrue(failure.getMessage(), failure.getMessage().contains("https://login.example/?…"));
        assertFalse(failure.passing());
        assertEquals(1, server.requests().size());
    }

    @Test
    public void whatIsNotFromPrometheusIsNamedSo() {
        assertEquals("canary.source-not-json", code(failure(200, "<html>")));
        assertEquals("canary.source-not-prometheus", code(failure(200, "{\"data\":{}}")));
        assertEquals("canary.source-not-prometheus", code(failure(200, "[]")));
        assertEquals("canary.source-not-json", code(failure(200, "")));
        assertEquals(
                "canary.source-not-prometheus",
                code(failure(200, EMPTY.replace("[]", "[{\"metric\":{},\"values\":[[1767261600,\"many\"]]}]"))));
        assertEquals(
                "canary.series-histogram",
                code(failure(200, EMPTY.replace("[]", "[{\"metric\":{},\"histograms\":[]}]"))));
    }

    @Test
    public void anEndlessAnswerIsCutOff() {
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 20];
            try {
                while (true) {
                    exchange.getResponseBody().write(block);
                }
            } catch (IOException e) {
                // The other side has had enough.
            }
        });
        MetricException failure = Queries.failure(source(), query());
        assertEquals("canary.source-too-large", code(failure));
        assertFalse(failure.passing());
    }

    @Test
    public void aSlowSourceIsGivenUpAndNotAskedForTheRest() {
        CountDownLatch over = new CountDownLatch(1);
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            awaited(over);
        });
        List<Outcome<Series>> outcomes =
                source(2, Duration.ofSeconds(1)).fetch(Collections.nCopies(10, query()), Runnable::run);
        over.countDown();
        assertEquals(10, outcomes.size());
        for (Outcome<Series> outcome : outcomes) {
            MetricException failure = (MetricException) outcome.failure();
            assertEquals("canary.source-slow", code(failure));
            assertTrue(failure.passing());
        }
        assertTrue(server.requests().toString(), server.requests().size() <= 3);
    }

    @Test
    public void aSourceThatIsDownIsNamed() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        MetricException down = Queries.failure(Queries.open("prometheus", "http://127.0.0.1:" + free), query());
        assertEquals(
                "The metric source numbers refuses the connection: nothing listens at http://127.0.0.1:" + free
                        + ". Start it, or correct its address.",
                down.getMessage());
        assertTrue(down.passing());
        MetricException unknown = Queries.failure(Queries.open("prometheus", "http://nowhere.invalid"), query());
        assertEquals("canary.source-unknown-host", code(unknown));
        assertTrue(unknown.passing());
    }

    @Test
    public void whoSpeaksNoTlsCanNotBeTrusted() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread answering = new Thread(() -> {
                // The client may come a second time when the first connection broke off.
                while (!plain.isClosed()) {
                    try (Socket socket = plain.accept()) {
                        socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                        socket.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        // The other side hangs up, or the test is over.
                    }
                }
            });
            answering.start();
            MetricException failure =
                    Queries.failure(Queries.open("prometheus", "https://127.0.0.1:" + plain.getLocalPort()), query());
            assertEquals("canary.source-tls", code(failure));
            assertFalse(failure.passing());
            plain.close();
            answering.join();
        }
    }

    @Test
    public void aConnectionThatBreaksOffPasses() {
        server.answers(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
        });
        MetricException failure = Queries.failure(source(), query());
        assertEquals("canary.source-cut", code(failure));
        assertTrue(failure.passing());
    }

    @Test
    public void neverMoreRequestsAtOnceThanTheLimit() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        server.answers(exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            awaited(three);
            now.decrementAndGet();
            ScriptedServer.answer(exchange, 200, EMPTY);
        });
        List<Outcome<Series>> outcomes =
                source(3, Duration.ofSeconds(60)).fetch(Collections.nCopies(30, query()), Runnable::run);
        assertTrue(outcomes.stream().allMatch(outcome -> outcome.failure() == null));
        assertEquals(30, server.requests().size());
        assertEquals(3, most.get());
    }

    @Test
    public void whoeverComesWhenTooManyWaitIsToldToComeAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(HttpMetricSource.CALLERS);
        CountDownLatch over = new CountDownLatch(1);
        server.answers(exchange -> {
            asked.countDown();
            awaited(over);
            ScriptedServer.answer(exchange, 200, EMPTY);
        });
        MetricSource source = source();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Outcome<Series>>> waiting = new ArrayList<>();
            for (int i = 0; i < HttpMetricSource.CALLERS; i++) {
                waiting.add(threads.submit(() -> Queries.ask(source, query())));
            }
            assertTrue(asked.await(60, TimeUnit.SECONDS));
            MetricException busy = Queries.failure(source, query());
            assertEquals("canary.source-busy", code(busy));
            assertTrue(busy.passing());
            assertEquals(Optional.of(Duration.ofSeconds(5)), busy.retryAfter());
            over.countDown();
            for (Future<Outcome<Series>> one : waiting) {
                assertEquals(0, one.get(60, TimeUnit.SECONDS).value().size());
            }
            assertEquals(0, Queries.series(source, query()).size());
        } finally {
            over.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    public void aQuickSourceTellsNobodyToComeAgain() throws Exception {
        server.answers(200, EMPTY);
        MetricSource source = source();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Outcome<Series>>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(threads.submit(() -> Queries.ask(source, query())));
            }
            for (Future<Outcome<Series>> one : all) {
                assertEquals(0, one.get(60, TimeUnit.SECONDS).value().size());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    public void aMistakeInOneQueryLeavesTheOthersAlone() {
        server.answers(200, EMPTY);
        List<Outcome<Series>> outcomes =
                source().fetch(List.of(query(), Queries.of("{'type': 'datadog'}"), query()), Runnable::run);
        assertEquals(0, outcomes.get(0).value().size());
        assertEquals(
                "canary.query-type", code((ProblemException) outcomes.get(1).failure()));
        assertEquals(0, outcomes.get(2).value().size());
    }

    @Test
    public void theCredentialIsSentAndNeverShown() {
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        server.answers(exchange -> {
            sent.add(exchange.getRequestHeaders().getFirst("Authorization"));
            ScriptedServer.answer(exchange, 401, "{\"error\":\"bad token " + SECRET + "\"}");
        });
        MetricSourceSpec spec = MetricSourceSpec.of("numbers", "prometheus", server.address());
        for (Authorization who : List.of(Authorization.bearer(SECRET + "\n"), Authorization.basic("anna", SECRET))) {
            MetricSourceSpec known = spec.as(who);
            MetricException failure = Queries.failure(MetricSourceTypes.open(known, HttpClient.newBuilder()), query());
            assertFalse((failure.getMessage() + known + who).contains(SECRET));
        }
        assertEquals(List.of("Bearer " + SECRET, "Basic YW5uYTpzM2NyM3QtdDBrZW4="), sent);
        ProblemException bad = assertThrows(ProblemException.class, () -> Authorization.bearer(SECRET + "\n" + SECRET));
        assertFalse(bad.getMessage().contains(SECRET));
        assertThrows(ProblemException.class, () -> Authorization.basic("a:b", SECRET));
    }

    @Test
    public void tooManyPointsAreRefusedBeforeTheyAreAskedFor() {
        MetricScope year = new MetricScope(
                "s", "", Queries.START, Queries.START.plusSeconds(3600 * 24 * 365), Queries.STEP, Map.of());
        Problem problem =
                Queries.failure(source(), Queries.promQl("up", year)).problems().get(0);
        assertEquals(
                "The query asks for 525600 points, and 11000 are the most. Take a step of at least 2867 s, or a"
                        + " shorter time.",
                problem.message());
        assertEquals(List.of(), server.requests());
    }

    @Test
    public void aSpecIsCheckedBeforeItIsUsed() {
        for (String address : List.of("", "prometheus:9090", "ftp://x", "http://", "http://x?a=b", "http://x#a", "%")) {
            ProblemException wrong =
                    assertThrows(ProblemException.class, () -> MetricSourceSpec.of("numbers", "prometheus", address));
            assertEquals(address, "canary.source-address", code(wrong));
        }
        ProblemException user = assertThrows(
                ProblemException.class,
                () -> MetricSourceSpec.of("numbers", "prometheus", "http://anna:" + SECRET + "@x/"));
        assertEquals("canary.source-address-user", code(user));
        assertFalse(user.getMessage().contains(SECRET));
        assertThrows(ProblemException.class, () -> source(0, Duration.ofSeconds(1)));
        assertThrows(ProblemException.class, () -> source(65, Duration.ofSeconds(1)));
        assertThrows(ProblemException.class, () -> source(1, Duration.ofMillis(999)));
        assertThrows(ProblemException.class, () -> source(1, Duration.ofSeconds(301)));
        assertEquals(
                "canary.source-type",
                code(assertThrows(ProblemException.class, () -> Queries.open("graphite", server.address()))));
        assertEquals(
                "canary.source-bad-certificate",
                code(assertThrows(
                        ProblemException.class,
                        () -> MetricSourceTypes.open(
                                new MetricSourceSpec(
                                        "numbers",
                                        "prometheus",
                                        "https://x",
                                        Authorization.NONE,
                                        "no certificate",
                                        1,
                                        Duration.ofSeconds(1)),
                                HttpClient.newBuilder()))));
    }

    @Test
    public void aGreetingTellsTypesAndRefusalsApart() {
        server.answers(200, "<html>");
        assertEquals("canary.source-not-json", code(greeting("prometheus")));
        server.answers(401, "{}");
        assertEquals("canary.source-unauthorized", code(greeting("prometheus")));
        assertEquals("canary.source-unauthorized", code(greeting("json")));
        server.answers(404, "{}");
        assertEquals("canary.source-not-found", code(greeting("prometheus")));
        MetricSourceTypes.greet(MetricSourceSpec.of("numbers", "json", server.address()), HttpClient.newBuilder());
    }

    private ProblemException greeting(String type) {
        return assertThrows(
                ProblemException.class,
                () -> MetricSourceTypes.greet(
                        MetricSourceSpec.of("numbers", type, server.address()), HttpClient.newBuilder()));
    }

    private static void awaited(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IOException("nobody let it go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
