package io.jenkins.plugins.spindelivery.engine.artifact;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.Test;

/** Fetching from a real server on this machine, well-behaved and otherwise. */
public class HttpSourceTest {
    @Rule
    public final TestServer server = new TestServer();

    @Test
    public void contentComesWithItsHeaders() {
        server.serve("/a.yaml", 200, "kind: ConfigMap 你好", "ETag", "\"1\"", "Content-Type", "application/yaml");
        Fetched fetched = Fetching.source().fetch(server.base() + "/a.yaml?token=abc");
        assertArrayEquals("kind: ConfigMap 你好".getBytes(StandardCharsets.UTF_8), fetched.content());
        assertEquals("\"1\"", fetched.etag().orElseThrow());
        assertEquals("application/yaml", fetched.contentType().orElseThrow());
        assertEquals(server.base() + "/a.yaml?…", fetched.name());
        assertEquals(List.of("/a.yaml?token=abc"), server.requests());
    }

    @Test
    public void anUnchangedContentIsNotSentAgain() {
        server.serve("/a.yaml", exchange -> {
            if ("\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                TestServer.answer(exchange, 304, "");
            } else {
                TestServer.answer(exchange, 200, "content", "ETag", "\"1\"");
            }
        });
        HttpSource source = Fetching.source();
        Fetched first = source.fetch(server.base() + "/a.yaml");
        Fetched second = source.fetch(server.base() + "/a.yaml");
        assertEquals("content", new String(second.content(), StandardCharsets.UTF_8));
        assertTrue("taken from memory", first.content() == second.content());
        assertEquals(2, server.requests().size());
    }

    @Test
    public void aChangedContentReplacesTheOldOne() {
        AtomicReference<String> asked = new AtomicReference<>();
        server.serve("/a.yaml", exchange -> {
            asked.set(exchange.getRequestHeaders().getFirst("If-None-Match"));
            TestServer.answer(
                    exchange,
                    200,
                    "content " + server.requests().size(),
                    "ETag",
                    "\"" + server.requests().size() + "\"");
        });
        HttpSource source = Fetching.source();
        source.fetch(server.base() + "/a.yaml");
        Fetched second = source.fetch(server.base() + "/a.yaml");
        assertEquals("\"1\"", asked.get());
        assertEquals("content 2", new String(second.content(), StandardCharsets.UTF_8));
        source.fetch(server.base() + "/a.yaml");
        assertEquals("\"2\"", asked.get());
    }

    @Test
    public void anEtagThatCannotBeSentBackIsNotUsed() {
        server.serve("/a.yaml", 200, "content", "ETag", "\"\u00e9\"");
        HttpSource source = Fetching.source();
        source.fetch(server.base() + "/a.yaml");
        assertEquals(7, source.fetch(server.base() + "/a.yaml").content().length);
    }

    @Test
    public void anUnaskedNotModifiedIsNoContent() {
        server.serve("/a.yaml", 304, "");
        assertEquals(
                "artifact.status",
                Fetching.refused(Fetching.source(), server.base() + "/a.yaml").code());
    }

    @Test
    public void aBodyWithoutLengthIsCutOffAtTheLimit() {
        server.serve("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                byte[] chunk = new byte[8192];
                while (server.isTestRunning()) {
                    out.write(chunk);
                }
            }
        });
        Problem problem = Fetching.refused(Fetching.source(), server.base() + "/endless");
        assertEquals("artifact.too-large", problem.code());
        assertEquals(
                server.base() + "/endless is larger than the 100000 bytes that are allowed.",
                problem.message(Locale.ENGLISH));
    }

    @Test
    public void anAnnouncedLargeBodyIsRefusedBeforeItComes() {
        server.serve("/large", exchange -> {
            exchange.sendResponseHeaders(200, Fetching.LIMIT + 1L);
            exchange.getResponseBody().flush();
            server.awaitTestEnd();
        });
        assertEquals(
                "artifact.too-large",
                Fetching.refused(Fetching.source(), server.base() + "/large").code());
        server.serve("/fits", 200, "x".repeat(Fetching.LIMIT));
        assertEquals(
                Fetching.LIMIT, Fetching.source().fetch(server.base() + "/fits").content().length);
    }

    @Test
    public void aSlowBodyEndsAtTheTimeout() {
        server.serve("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            server.awaitTestEnd();
        });
        server.serve("/silent", exchange -> server.awaitTestEnd());
        HttpSource source = Fetching.source(Fetching.policy(Duration.ofMillis(300)), HostResolver.SYSTEM);
        for (String path : List.of("/slow", "/silent")) {
            long start = System.nanoTime();
            Problem problem = Fetching.refused(source, server.base() + path);
            assertEquals(path, "artifact.timeout", problem.code());
            assertEquals("300", problem.arguments().get(1));
            assertTrue(path, Duration.ofNanos(System.nanoTime() - start).compareTo(Fetching.PATIENCE) < 0);
        }
    }

    @Test
    public void anEndlessErrorPageIsNotRead() {
        server.serve("/error", exchange -> {
            exchange.sendResponseHeaders(500, 0);
            exchange.getResponseBody().write(new byte[100]);
            exchange.getResponseBody().flush();
            server.awaitTestEnd();
        });
        assertEquals(
                "artifact.status-server",
                Fetching.refused(Fetching.source(), server.base() + "/error").code());
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
            server.serve("/" + status, status, "");
            assertEquals(
                    code,
                    Fetching.refused(Fetching.source(), server.base() + "/" + status)
                            .code());
        });
        assertEquals(
                server.base() + "/404?…: there is nothing there (404). Check the path.",
                Fetching.refused(Fetching.source(), server.base() + "/404?token=s3cr3t")
                        .message(Locale.ENGLISH));
    }

    @Test
    public void compressedContentIsRefused() {
        server.serve("/zip", 200, "x", "Content-Encoding", "gzip");
        assertEquals(
                "artifact.encoding",
                Fetching.refused(Fetching.source(), server.base() + "/zip").code());
    }

    @Test
    public void aServerThatHangsUpIsTold() throws IOException {
        server.serve("/short", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
        });
        assertEquals(
                "artifact.broken-off",
                Fetching.refused(Fetching.source(), server.base() + "/short").code());
        try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            server.execute(() -> answerEach(rude, ""));
            assertEquals(
                    "artifact.broken-off",
                    Fetching.refused(Fetching.source(), "http://127.0.0.1:" + rude.getLocalPort() + "/")
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
                Fetching.refused(Fetching.source(), "http://127.0.0.1:" + free + "/")
                        .code());
    }

    @Test
    public void plainTextOnATlsPortIsTold() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            server.execute(() -> answerEach(plain, "HTTP/1.1 400 Bad Request\r\n\r\n"));
            assertEquals(
                    "artifact.tls",
                    Fetching.refused(Fetching.source(), "https://127.0.0.1:" + plain.getLocalPort() + "/x")
                            .code());
        }
    }

    @Test
    public void anUnknownHostIsTold() {
        HostResolver nobody = host -> {
            throw new UnknownHostException(host);
        };
        Problem problem = Fetching.refused(
                Fetching.source(Fetching.policy(Fetching.PATIENCE), nobody), "http://nobody.example/x");
        assertEquals("artifact.unknown-host", problem.code());
        assertEquals("nobody.example", problem.arguments().get(1));
    }

    @Test
    public void anInterruptedFetchStaysInterrupted() {
        server.serve("/silent", exchange -> server.awaitTestEnd());
        Thread.currentThread().interrupt();
        assertEquals(
                "artifact.interrupted",
                Fetching.refused(Fetching.source(), server.base() + "/silent").code());
        assertTrue(Thread.interrupted());
    }

    /** What needs a network to go wrong in earnest. */
    @Test
    public void rareFailuresHaveTheirWords() {
        Map<Throwable, String> codes = Map.of(
                new HttpConnectTimeoutException("x"),
                "artifact.connect-timeout",
                new HttpTimeoutException("x"),
                "artifact.timeout",
                new ConnectException("x").initCause(new UnresolvedAddressException()),
                "artifact.unreachable",
                new IOException(new ConnectException("x")),
                "artifact.connect",
                new IOException("x"),
                "artifact.broken-off");
        codes.forEach((cause, code) -> assertEquals(
                code,
                Failures.ofExchange("url", FetchPolicy.DEFAULT, cause)
                        .problems()
                        .get(0)
                        .code()));
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
}
