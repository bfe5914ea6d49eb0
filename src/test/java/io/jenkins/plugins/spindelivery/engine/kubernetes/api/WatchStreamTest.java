package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Watches as they come over the wire. */
public class WatchStreamTest {
    private static final ApiResource CONFIG_MAPS =
            new ApiResource("v1", "ConfigMap", "configmaps", true, Set.of("list", "watch"), List.of());
    private static final String ADDED =
            "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"}}}\n";

    @Rule
    public final FakeServer server = new FakeServer();

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final WatchListener listener = new WatchListener() {
        @Override
        public void changed(Change change, ObjectNode object) {
            told.add(change + " " + object.at("/metadata/name").asText());
        }

        @Override
        public void ended(End end) {
            told.add(end.name());
        }
    };
    private FabricCluster cluster;

    /** Writes a part of an answer. */
    private interface Body {
        void write(OutputStream out) throws Exception;
    }

    @Before
    public void connect() {
        cluster = new FabricCluster(server.config().build(), Duration.ofSeconds(5));
    }

    @After
    public void disconnect() {
        over.countDown();
        cluster.close();
    }

    private Watch watch() {
        return watch(Duration.ofSeconds(60));
    }

    private Watch watch(Duration period) {
        return cluster.watch(CONFIG_MAPS, "shop", "7", period, listener);
    }

    private void answering(int status, Body body) {
        server.on(FakeServer.CONFIG_MAPS, exchange -> stream(exchange, status, body));
    }

    private static void stream(HttpExchange exchange, int status, Body body) throws IOException {
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().flush();
        try (OutputStream out = exchange.getResponseBody()) {
            body.write(out);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private String next() throws InterruptedException {
        return told.poll(10, TimeUnit.SECONDS);
    }

    @Test
    public void tellsWhatHappensWhenItHappens() throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        answering(200, out -> {
            send(out, ADDED.formatted("a"));
            seen.await();
            send(out, ADDED.formatted("b").replace("ADDED", "MODIFIED"));
            send(
                    out,
                    ADDED.formatted("c").replace("ADDED", "DELETED")
                            + ADDED.formatted("").replace("ADDED", "BOOKMARK"));
        });
        watch();
        assertEquals("PRESENT a", next());
        seen.countDown();
        assertEquals("PRESENT b", next());
        assertEquals("DELETED c", next());
        assertEquals("BOOKMARK ", next());
        assertEquals("DONE", next());
        assertEquals(
                FakeServer.CONFIG_MAPS + "?watch=true&allowWatchBookmarks=true&resourceVersion=7&timeoutSeconds=60",
                server.seen(FakeServer.CONFIG_MAPS).get(0).uri());
        assertEquals("Bearer t0ken", server.seen(FakeServer.CONFIG_MAPS).get(0).header("Authorization"));
    }

    @Test
    public void aLineMayComeInPiecesAndCharactersTorn() throws InterruptedException {
        byte[] line = ADDED.formatted("größe").getBytes(StandardCharsets.UTF_8);
        answering(200, out -> {
            for (byte one : line) {
                out.write(one);
                out.flush();
            }
        });
        watch();
        assertEquals("PRESENT größe", next());
        assertEquals("DONE", next());
    }

    @Test
    public void aVersionThatIsTooOldIsToldInTheStreamOrByTheStatus() throws InterruptedException {
        answering(200, out -> {
            send(out, "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}}\n");
            over.await();
        });
        watch();
        assertEquals("EXPIRED", next());
        answering(410, out -> send(out, "{\"kind\":\"Status\",\"code\":410}"));
        watch();
        assertEquals("EXPIRED", next());
        assertNull(told.poll());
    }

    @Test
    public void otherErrorsOfTheServerBreakIt() throws InterruptedException {
        answering(200, out -> send(out, "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":500}}\n"));
        watch();
        assertEquals("BROKEN", next());
        for (int status : List.of(401, 429, 500, 503)) {
            answering(status, out -> send(out, "{\"kind\":\"Status\"}"));
            watch();
            assertEquals("status " + status, "BROKEN", next());
        }
        assertNull(told.poll());
    }

    @Test
    public void whoMayNotWatchIsToldSo() throws InterruptedException {
        for (int status : List.of(403, 404, 405)) {
            answering(status, out -> send(out, "{\"kind\":\"Status\"}"));
            watch();
            assertEquals("status " + status, "REFUSED", next());
        }
    }

    @Test
    public void whatIsNoWatchBreaksItAtOnce() throws InterruptedException {
        for (String garbage :
                List.of("<html>Please log in</html>\n", "{\"kind\":\"ConfigMapList\",\"items\":[]}\n", "\n")) {
            answering(200, out -> {
                send(out, garbage);
                over.await();
            });
            watch();
            assertEquals(garbage, "BROKEN", next());
        }
        assertNull(told.poll());
    }

    @Test
    public void aConnectionThatIsCutIsNoEnd() throws InterruptedException {
        server.on(FakeServer.CONFIG_MAPS, exchange -> {
            exchange.sendResponseHeaders(200, 10_000);
            send(exchange.getResponseBody(), ADDED.formatted("a") + "{\"type\":\"ADD");
            // Fewer bytes than it promised.
            exchange.close();
        });
        watch();
        assertEquals("PRESENT a", next());
        assertEquals("BROKEN", next());
    }

    @Test
    public void aLineWithoutEndIsNotGathered() throws InterruptedException {
        answering(200, out -> {
            byte[] part = new byte[1 << 20];
            for (int i = 0; i <= WatchStream.MAX_LINE_BYTES / part.length; i++) {
                out.write(part);
            }
            out.flush();
            over.await();
        });
        watch();
        assertEquals("BROKEN", next());
    }

    @Test
    public void nothingListensIsABrokenWatchToo() throws InterruptedException {
        try (FabricCluster nowhere = new FabricCluster(
                server.config().withMasterUrl("http://127.0.0.1:1").build(), Duration.ofSeconds(5))) {
            nowhere.watch(CONFIG_MAPS, "shop", "7", Duration.ofSeconds(60), listener);
            assertEquals("BROKEN", next());
        }
    }

    @Test
    public void aServerThatForgetsToEndItIsLeft() throws InterruptedException {
        try (FabricCluster impatient = new FabricCluster(server.config().build(), Duration.ofMillis(100))) {
            answering(200, out -> over.await());
            impatient.watch(CONFIG_MAPS, "shop", "7", Duration.ofMillis(100), listener);
            assertEquals("BROKEN", next());
        }
    }

    @Test
    public void aClosedWatchTellsNothingMoreAndLeavesTheServer() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        answering(200, out -> {
            try {
                send(out, ADDED.formatted("a"));
                while (true) {
                    send(out, ADDED.formatted("more"));
                }
            } catch (IOException e) {
                left.countDown();
            }
        });
        Watch watch = watch();
        assertEquals("PRESENT a", next());
        watch.close();
        watch.close();
        assertTrue("the server sees it go", left.await(10, TimeUnit.SECONDS));
        assertTrue(told.stream().noneMatch(what -> what.equals("BROKEN") || what.equals("DONE")));
    }
}
