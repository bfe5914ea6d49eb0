package io.jenkins.plugins.spindelivery.engine.artifact;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.rules.ExternalResource;

/** A web server on this machine for one test; what it does is the test's to say. */
final class TestServer extends ExternalResource {
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch testEnded = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @Override
    protected void before() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @Override
    protected void after() {
        testEnded.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String base() {
        return "http://127.0.0.1:" + port();
    }

    /** The paths and queries asked for, in order. */
    List<String> requests() {
        return requests;
    }

    void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            requests.add(exchange.getRequestURI().toString());
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    void serve(String path, int status, String content, String... headers) {
        serve(path, exchange -> answer(exchange, status, content, headers));
    }

    static void answer(HttpExchange exchange, int status, String content, String... headers) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Runs something on a thread of the server's. */
    void execute(Runnable work) {
        threads.execute(work);
    }

    boolean isTestRunning() {
        return testEnded.getCount() > 0;
    }

    /** For handlers that never answer. */
    void awaitTestEnd() {
        try {
            testEnded.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
