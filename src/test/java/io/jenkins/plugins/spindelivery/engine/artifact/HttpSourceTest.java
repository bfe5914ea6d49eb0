package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Fetching from a real server on this machine, well-behaved and otherwise. */
public class HttpSourceTest {
    private static final int LIMIT = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch testEnded = new CountDownLatch(1);
    private final ExecutorService serverThreads = Executors.newCachedThreadPool();
    private HttpServer server;
    private String base;

    @Before
    public void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(serverThreads);
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @After
    public void stopServer() {
        testEnded.countDown();
        server.stop(0);
        serverThreads.shutdownNow();
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            requests.add(exchange.getRequestURI().toString());
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private void serve(String path, int status, String content, String... headers) {
        serve(path, exchange -> answer(exchange, status, content, headers));
    }

    private static void answer(HttpExchange exchange, int status, String content, String... headers)
            throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static FetchPolicy policy(Duration timeout) {
        return new FetchPolicy(PATIENCE, timeout, LIMIT, 3, Set.of(AddressKind.LOOPBACK), Set.of());
    }

    private static HttpSource source(FetchPolicy policy, HostResolver resolver) {
        return new HttpSource(HttpSource.client(HttpClient.newBuilder(), policy), policy, resolver, Clock.systemUTC());
    }

    private static HttpSource source() {
        return source(policy(PATIENCE), HostResolver.SYSTEM);
    }

    private static Problem refused(HttpSource source, String url) {
        List<Problem> problems =
                assertThrows(ProblemException.class, () -> source.fetch(url)).problems();
        assertEquals(1, problems.size());
        Problem problem = problems.get(0);
        assertFalse(problem.describe(), problem.describe().startsWith(problem.code()));
        return problem;
    }

    @Test
    public void contentComesWithItsHeaders() {
        serve("/a.yaml", 200, "kind: ConfigMap 你好", "ETag", "\"1\"", "Content-Type", "application/yaml");
        Fetched fetched = source().fetch(base + "/a.yaml?token=abc");
        assertArrayEquals("kind: ConfigMap 你好".getBytes(StandardCharsets.UTF_8), fetched.content());
        assertEquals("\"1\"", fetched.etag().orElseThrow());
        assertEquals("application/yaml", fetched.contentType().orElseThrow());
        assertEquals(base + "/a.yaml?…", fetched.name());
        assertEquals(List.of("/a.yaml?token=abc"), requests);
    }

    @Test
    public void anUnchangedContentIsNotSentAgain() {
        serve("/a.yaml", exchange -> {
            if ("\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                answer(exchange, 304, "");
            } else {
                answer(exchange, 200, "content", "ETag", "\"1\"");
            }
        });
        HttpSource source = source();
        Fetched first = source.fetch(base + "/a.yaml");
        Fetched second = source.fetch(base + "/a.yaml");
        assertEquals("content", new String(second.content(), StandardCharsets.UTF_8));
        assertTrue("taken from memory", first.content() == second.content());
        assertEquals(2, requests.size());
    }

    @Test
    public void aChangedContentReplacesTheOldOne() {
        AtomicReference<String> asked = new AtomicReference<>();
        serve("/a.yaml", exchange -> {
            asked.set(exchange.getRequestHeaders().getFirst("If-None-Match"));
            answer(exchange, 200, "content " + requests.size(), "ETag", "\"" + requests.size() + "\"");
        });
        HttpSource source = source();
        source.fetch(base + "/a.yaml");
        Fetched second = source.fetch(base + "/a.yaml");
        assertEquals("\"1\"", asked.get());
        assertEquals("content 2", new String(second.content(), StandardCharsets.UTF_8));
        source.fetch(base + "/a.yaml");
        assertEquals("\"2\"", asked.get());
    }

    @Test
    public void anUnaskedNotModifiedIsNoContent() {
        serve("/a.yaml", 304, "");
        assertEquals("artifact.status", refused(source(), base + "/a.yaml").code());
    }

    @Test
    public void aBodyWithoutLengthIsCutOffAtTheLimit() {
        serve("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] chunk = new byte[8192];
                while (testEnded.getCount() > 0) {
                    out.write(chunk);
                }
            }
        });
        Problem problem = refused(source(), base + "/endless");
        assertEquals("artifact.too-large", problem.code());
        assertEquals(
                base + "/endless is larger than the 100000 bytes that are allowed.", problem.message(Locale.ENGLISH));
    }

    @Test
    public void anAnnouncedLargeBodyIsRefusedBeforeItComes() {
        serve("/large", exchange -> {
            exchange.sendResponseHeaders(200, LIMIT + 1L);
            exchange.getResponseBody().flush();
            awaitTestEnd();
        });
        assertEquals("artifact.too-large", refused(source(), base + "/large").code());
        serve("/fits", 200, "x".repeat(LIMIT));
        assertEquals(LIMIT, source().fetch(base + "/fits").content().length);
    }

    @Test
    public void aSlowBodyEndsAtTheTimeout() {
        serve("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitTestEnd();
        });
        serve("/silent", exchange -> awaitTestEnd());
        HttpSource source = source(policy(Duration.ofMillis(300)), HostResolver.SYSTEM);
        for (String path : List.of("/slow", "/silent")) {
            long start = System.nanoTime();
            Problem problem = refused(source, base + path);
            assertEquals(path, "artifact.timeout", problem.code());
            assertEquals("300", problem.arguments().get(1));
            assertTrue(path, Duration.ofNanos(System.nanoTime() - start).compareTo(PATIENCE) < 0);
        }
    }

    @Test
    public void theTimeoutIsForAllRedirectsTogether() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Clock byHand = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        serve("/again", exchange -> {
            now.set(now.get().plus(PATIENCE));
            answer(exchange, 302, "", "Location", "/again");
        });
        FetchPolicy policy = policy(PATIENCE);
        HttpSource source =
                new HttpSource(HttpSource.client(HttpClient.newBuilder(), policy), policy, HostResolver.SYSTEM, byHand);
        assertEquals("artifact.timeout", refused(source, base + "/again").code());
        assertEquals(1, requests.size());
    }

    @Test
    public void anEndlessErrorPageIsNotRead() {
        serve("/error", exchange -> {
            exchange.sendResponseHeaders(500, 0);
            exchange.getResponseBody().write(new byte[100]);
            exchange.getResponseBody().flush();
            awaitTestEnd();
        });
        assertEquals(
                "artifact.status-server", refused(source(), base + "/error").code());
    }

    @Test
    public void eachStatusHasItsWords() {
        Map<Integer, String> codes = Map.of(
                204, "artifact.status",
                400, "artifact.status",
                401, "artifact.status-unauthorized",
                403, "artifact.status-forbidden",
                404, "artifact.status-not-found",
                410, "artifact.status-gone",
                429, "artifact.status-too-many",
                503, "artifact.status-server");
        codes.forEach((status, code) -> {
            serve("/" + status, status, "");
            assertEquals(code, refused(source(), base + "/" + status).code());
        });
        assertEquals(
                base + "/404?…: there is nothing there (404). Check the path.",
                refused(source(), base + "/404?token=s3cr3t").message(Locale.ENGLISH));
    }

    @Test
    public void redirectsAreFollowedWithinTheScheme() {
        serve("/from", 302, "", "Location", "/to?x=1");
        serve("/to", 200, "there");
        assertEquals("there", new String(source().fetch(base + "/from").content(), StandardCharsets.UTF_8));
        assertEquals(List.of("/from", "/to?x=1"), requests);
    }

    @Test
    public void redirectsAreLimited() {
        serve("/loop", 307, "", "Location", "/loop");
        Problem problem = refused(source(), base + "/loop?token=s3cr3t");
        assertEquals("artifact.redirects", problem.code());
        assertEquals(List.of(base + "/loop?…", "3"), problem.arguments());
        assertEquals("the first request and three redirects", 4, requests.size());
    }

    @Test
    public void redirectsElsewhereAreRefused() {
        serve("/https", 302, "", "Location", "https://127.0.0.1:1/x?token=s3cr3t");
        Problem problem = refused(source(), base + "/https");
        assertEquals("artifact.redirect-scheme", problem.code());
        assertEquals("https://127.0.0.1:1/x?…", problem.arguments().get(1));
        serve("/file", 302, "", "Location", "file:///etc/passwd");
        assertEquals(
                "artifact.redirect-scheme", refused(source(), base + "/file").code());
        serve("/nowhere", 302, "");
        assertEquals(
                "artifact.redirect-malformed",
                refused(source(), base + "/nowhere").code());
        serve("/garbage", 302, "", "Location", "http://[");
        assertEquals(
                "artifact.redirect-malformed",
                refused(source(), base + "/garbage").code());
        serve("/user", 302, "", "Location", "http://user:s3cr3t@127.0.0.1/");
        assertEquals(
                "artifact.url-credentials", refused(source(), base + "/user").code());
    }

    @Test
    public void theTargetOfARedirectIsCheckedToo() {
        serve("/metadata", 302, "", "Location", "http://169.254.169.254/latest/meta-data/");
        assertEquals(
                "artifact.address-metadata",
                refused(source(), base + "/metadata").code());
        serve("/inside", 302, "", "Location", "http://inside.example:1/");
        HostResolver resolver =
                host -> new InetAddress[] {InetAddress.getByName(host.equals("inside.example") ? "127.0.0.2" : host)};
        FetchPolicy onlyTheServer = new FetchPolicy(
                PATIENCE,
                PATIENCE,
                LIMIT,
                3,
                Set.of(),
                Set.of("127.0.0.1:" + server.getAddress().getPort()));
        assertEquals(
                "artifact.address-loopback",
                refused(source(onlyTheServer, resolver), base + "/inside").code());
    }

    @Test
    public void compressedContentIsRefused() {
        serve("/zip", 200, "x", "Content-Encoding", "gzip");
        assertEquals("artifact.encoding", refused(source(), base + "/zip").code());
    }

    @Test
    public void aServerThatHangsUpIsTold() throws IOException {
        serve("/short", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
        });
        assertEquals("artifact.broken-off", refused(source(), base + "/short").code());
        try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            serverThreads.execute(() -> answerEach(rude, ""));
            assertEquals(
                    "artifact.broken-off",
                    refused(source(), "http://127.0.0.1:" + rude.getLocalPort() + "/")
                            .code());
        }
    }

    @Test
    public void aPortWithoutServerIsTold() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        assertEquals(
                "artifact.connect",
                refused(source(), "http://127.0.0.1:" + free + "/").code());
    }

    @Test
    public void plainTextOnATlsPortIsTold() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            serverThreads.execute(() -> answerEach(plain, "HTTP/1.1 400 Bad Request\r\n\r\n"));
            assertEquals(
                    "artifact.tls",
                    refused(source(), "https://127.0.0.1:" + plain.getLocalPort() + "/x")
                            .code());
        }
    }

    @Test
    public void anUnknownHostIsTold() {
        HostResolver nobody = host -> {
            throw new UnknownHostException(host);
        };
        Problem problem = refused(source(policy(PATIENCE), nobody), "http://nobody.example/x");
        assertEquals("artifact.unknown-host", problem.code());
        assertEquals("nobody.example", problem.arguments().get(1));
    }

    @Test
    public void anInterruptedFetchStaysInterrupted() {
        serve("/silent", exchange -> awaitTestEnd());
        Thread.currentThread().interrupt();
        assertEquals("artifact.interrupted", refused(source(), base + "/silent").code());
        assertTrue(Thread.interrupted());
    }

    @Test
    public void aClientThatFollowsRedirectsByItselfIsRefused() {
        HttpClient follower = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThrows(
                IllegalArgumentException.class,
                () -> new HttpSource(follower, FetchPolicy.DEFAULT, HostResolver.SYSTEM, Clock.systemUTC()));
    }

    private static void answerEach(ServerSocket server, String answer) {
        // The client may try once more on a new connection.
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.getInputStream().read();
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void awaitTestEnd() {
        try {
            testEnded.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
