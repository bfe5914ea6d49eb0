package distribution;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands for the configuration database of a company: serves the files of a folder to this machine. */
final class ConfigurationDatabase implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    private final HttpServer server;

    private ConfigurationDatabase(HttpServer server) {
        this.server = server;
    }

    /**
     * Serves a folder on a free port.
     *
     * @param folder the folder
     * @return the running server
     * @throws IOException if it can't listen
     */
    static ConfigurationDatabase serve(Path folder) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> answer(exchange, folder));
        server.start();
        return new ConfigurationDatabase(server);
    }

    /**
     * Where the folder is.
     *
     * @return a URL without a slash at its end
     */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, Path folder) throws IOException {
        try (exchange) {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1))
                    .normalize();
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
                return;
            }
            byte[] content = Files.readAllBytes(file);
            exchange.sendResponseHeaders(OK, content.length);
            exchange.getResponseBody().write(content);
        }
    }
}
