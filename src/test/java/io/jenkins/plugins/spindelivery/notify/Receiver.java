package io.jenkins.plugins.spindelivery.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.rules.ExternalResource;

/** A server that records what is posted to it, and answers by path: {@code /ok}, {@code /refused}, {@code /hangs}, … */
public final class Receiver extends ExternalResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    /** One request. */
    record Got(String path, String query, Map<String, List<String>> headers, JsonNode body) {}

    private record Answer(int status, String body, int times) {}

    @Override
    protected void before() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    @Override
    protected void after() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** What a path answers, for so many times and with 200 and nothing after that. */
    void answers(String path, int status, String body, int times) {
        answers.put(path, new Answer(status, body, times));
    }

    private void take(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        got.add(new Got(
                path, exchange.getRequestURI().getRawQuery(), exchange.getRequestHeaders(), JSON.readTree(body)));
        if (path.startsWith("/hangs")) {
            hang();
        }
        Answer answer = answers.computeIfPresent(
                path, (any, one) -> one.times() == 0 ? null : new Answer(one.status(), one.body(), one.times() - 1));
        byte[] text = (answer == null ? "" : answer.body()).getBytes(StandardCharsets.UTF_8);
        if (answer != null && answer.status() == 302) {
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
        }
        exchange.sendResponseHeaders(answer == null ? 200 : answer.status(), text.length == 0 ? -1 : text.length);
        if (text.length > 0) {
            exchange.getResponseBody().write(text);
        }
        exchange.close();
    }

    private void hang() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What came to a path, in order. */
    List<Got> got(String path) {
        return got.stream().filter(one -> one.path().equals(path)).toList();
    }

    String url(String path) {
        return "http://" + host() + path;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }
}
