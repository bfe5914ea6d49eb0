package io.jenkins.plugins.spindelivery.engine.canary.metrics;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.rules.ExternalResource;

/** An HTTP server that answers as the test says, to every path. */
public final class ScriptedServer extends ExternalResource {
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile HttpHandler handler = exchange -> answer(exchange, 404, "{}");
    private HttpServer server;

    @Override
    protected void before() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                            + new String(body, StandardCharsets.UTF_8))
                    .strip());
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
    }

    @Override
    protected void after() {
        server.stop(0);
        threads.shutdownNow();
    }

    /**
     * Where it is.
     *
     * @return such as {@code http://127.0.0.1:34567}
     */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * What was asked: method, path with query, and body.
     *
     * @return in the order of arrival
     */
    public List<String> requests() {
        return requests;
    }

    /**
     * What it does with each request from now on.
     *
     * @param answering closes nothing; the exchange is closed after it
     */
    public void answers(HttpHandler answering) {
        handler = answering;
    }

    /**
     * The same answer to each request from now on.
     *
     * @param status the HTTP status
     * @param body what the answer holds
     */
    public void answers(int status, String body) {
        handler = exchange -> answer(exchange, status, body);
    }

    /**
     * Sends an answer.
     *
     * @param exchange its headers may be set already
     * @param status the HTTP status
     * @param body what the answer holds
     * @throws IOException when nobody listens any more
     */
    public static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", body.startsWith("<") ? "text/html" : "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
