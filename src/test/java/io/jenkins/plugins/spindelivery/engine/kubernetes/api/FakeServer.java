package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.rules.ExternalResource;

/** An HTTP server that answers as told: for what a real API server can't be made to do. */
final class FakeServer extends ExternalResource {
    static final String CONFIG_MAPS = "/api/v1/namespaces/shop/configmaps";

    /** Answers one request. */
    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** A request as it came. */
    record Seen(String method, String uri, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }
    }

    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private HttpServer server;

    @Override
    protected void before() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::dispatch);
        server.start();
        json("/api", 200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
        json("/apis", 200, "{\"kind\":\"APIGroupList\",\"groups\":[]}");
        json(
                "/api/v1",
                200,
                "{\"resources\":[{\"name\":\"configmaps\",\"kind\":\"ConfigMap\",\"namespaced\":true,"
                        + "\"verbs\":[\"get\",\"list\"],\"shortNames\":[\"cm\"]},{\"name\":\"pods\",\"kind\":\"Pod\","
                        + "\"namespaced\":true,\"verbs\":[\"get\"]},{\"name\":\"pods/log\",\"kind\":\"Pod\",\"namespaced\":true}]}");
    }

    @Override
    protected void after() {
        server.stop(0);
        executor.shutdownNow();
    }

    /** What to answer for a path (without its query). */
    void on(String path, Handler handler) {
        handlers.put(path, handler);
    }

    void json(String path, int status, String body) {
        on(path, exchange -> answer(exchange, status, "application/json", body));
    }

    static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    List<Seen> seen() {
        return seen;
    }

    /** The requests for a path, oldest first. */
    List<Seen> seen(String path) {
        return seen.stream()
                .filter(request -> request.uri().split("\\?")[0].equals(path))
                .toList();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    ConfigBuilder config() {
        return new ConfigBuilder(Config.empty())
                .withAutoConfigure(false)
                .withMasterUrl(url())
                .withOauthToken("t0ken")
                .withConnectionTimeout(2_000);
    }

    private void dispatch(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        try {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body));
            Handler handler = handlers.get(path);
            if (handler == null) {
                answer(exchange, 404, "text/plain", "404 page not found");
            } else {
                handler.handle(exchange);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
