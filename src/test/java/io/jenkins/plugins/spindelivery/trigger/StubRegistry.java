package io.jenkins.plugins.spindelivery.trigger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A registry with one repository, two tags on each page, and a token that ann gets for her password. */
final class StubRegistry implements AutoCloseable {
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("ann:pass".getBytes(StandardCharsets.UTF_8));

    final List<String> tags = new CopyOnWriteArrayList<>();
    /** Where the last page says that the next one is; empty for nowhere. */
    volatile String elsewhere = "";

    private final HttpServer server;

    StubRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/token",
                exchange -> answer(
                        exchange,
                        BASIC.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                                        && exchange.getRequestURI()
                                                .getQuery()
                                                .contains("scope=repository:devops/gateway:pull")
                                ? 200
                                : 403,
                        "{\"token\": \"t0ken\"}"));
        server.createContext("/v2/devops/gateway/", this::repository);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void repository(HttpExchange exchange) throws IOException {
        if (!"Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders()
                    .add(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://" + host()
                                    + "/token\",service=\"hub\",scope=\"repository:devops/gateway:pull\"");
            answer(exchange, 401, "{}");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        if (path.contains("/manifests/")) {
            exchange.getResponseHeaders().add("Docker-Content-Digest", "sha256:d" + path.length());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        String query = exchange.getRequestURI().getQuery();
        int from = query.contains("last=") ? Integer.parseInt(query.replaceAll(".*last=", "")) : 0;
        int to = Math.min(from + 2, tags.size());
        String next = to < tags.size() ? "/v2/devops/gateway/tags/list?last=" + to : elsewhere;
        if (!next.isEmpty()) {
            exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=\"next\"");
        }
        String page =
                tags.subList(from, to).stream().map(tag -> '"' + tag + '"').collect(Collectors.joining(","));
        answer(exchange, 200, "{\"name\": \"devops/gateway\", \"tags\": [" + page + "]}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
