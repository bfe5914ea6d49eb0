package demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays the database in which operators keep configuration and secrets, apart from the developers' code. */
final class ConfigurationDatabase implements AutoCloseable {
    private static final int FOUND = 200;
    private static final int NOT_FOUND = 404;

    private final HttpServer server;
    private final Map<String, Path> entries = new ConcurrentHashMap<>();
    private final AtomicInteger fetched = new AtomicInteger();

    /**
     * Starts on a free port of this machine.
     *
     * @throws IOException when it can't listen
     */
    ConfigurationDatabase() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * Keeps a manifest.
     *
     * @param entry such as {@code ci-youdu/secret}
     * @param manifest the file that holds it
     */
    void keep(String entry, Path manifest) {
        entries.put("/" + entry, manifest);
    }

    /**
     * Where an entry is fetched.
     *
     * @param entry such as {@code ci-youdu/secret}
     * @return its URL
     */
    String url(String entry) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + entry;
    }

    /**
     * How often an entry was fetched since the last time this was asked.
     *
     * @return the number
     */
    int fetched() {
        return fetched.getAndSet(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Path manifest = entries.get(exchange.getRequestURI().getPath());
            if (manifest == null) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
                return;
            }
            fetched.incrementAndGet();
            byte[] body = Files.readAllBytes(manifest);
            exchange.getResponseHeaders().set("Content-Type", "application/yaml");
            exchange.sendResponseHeaders(FOUND, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
