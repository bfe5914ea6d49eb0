package distribution;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Stands for the configuration database of a company: serves the files of the examples' folders {@code database} to this
 * machine, all of them together.
 */
final class ConfigurationDatabase implements AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    private final HttpServer server;

    private ConfigurationDatabase(HttpServer server) {
        this.server = server;
    }

    /**
     * Serves examples on a free port.
     *
     * @param examples the folder that holds the examples' folders
     * @return the running server
     * @throws IOException if it can't listen
     */
    static ConfigurationDatabase serve(Path examples) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> answer(exchange, examples));
        server.start();
        return new ConfigurationDatabase(server);
    }

    /**
     * Where the files are.
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

    private static void answer(HttpExchange exchange, Path examples) throws IOException {
        try (exchange) {
            Path file = find(examples, exchange.getRequestURI().getPath().substring(1));
            if (file == null) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
                return;
            }
            byte[] content = Files.readAllBytes(file);
            exchange.sendResponseHeaders(OK, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static Path find(Path examples, String name) throws IOException {
        try (Stream<Path> folders = Files.list(examples)) {
            return folders.map(folder -> folder.resolve("database"))
                    .filter(folder -> folder.resolve(name).normalize().startsWith(folder))
                    .map(folder -> folder.resolve(name))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElse(null);
        }
    }
}
