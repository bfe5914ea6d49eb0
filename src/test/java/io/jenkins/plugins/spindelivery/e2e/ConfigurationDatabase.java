package io.jenkins.plugins.spindelivery.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.rules.ExternalResource;

/** Plays the database in which operators keep configuration and secrets: serves the files of a folder. */
final class ConfigurationDatabase extends ExternalResource {
    private final Path folder;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    ConfigurationDatabase(Path folder) {
        this.folder = folder;
    }

    @Override
    protected void before() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @Override
    protected void after() {
        server.stop(0);
    }

    /** Its address, without a slash at the end. */
    String url() {
        return "http://" + host();
    }

    /** Its host and port. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The paths that were asked for. */
    List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            Path file = folder.resolve(path.substring(1));
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
