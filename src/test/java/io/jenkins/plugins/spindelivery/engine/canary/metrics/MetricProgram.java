package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A small program that serves the metrics of several versions of a service, as Prometheus reads them. Each scrape is a
 * hundred requests to each workload:
 *
 * <pre>
 * demo_requests_total{namespace="shop",workload="web-canary",status="ok"}     counter; status is ok or error
 * demo_error_ratio{namespace="shop",workload="web-canary"}                    gauge, 0 to 1
 * demo_latency_seconds{namespace="shop",workload="web-canary"}                gauge
 * </pre>
 *
 * <p>The gauges scatter by a tenth around what the test says, so that no two points are the same.
 */
public final class MetricProgram implements AutoCloseable {
    private static final int REQUESTS = 100;
    private static final double SCATTER = 0.1;

    private final HttpServer server;
    private final Map<String, Workload> workloads = new ConcurrentSkipListMap<>();
    private final Random random = new Random(7);

    /** One version's behaviour. */
    private static final class Workload {
        private volatile double errorRatio;
        private volatile double latency;
        private double ok;
        private double errors;
    }

    /** Starts it on 127.0.0.1, at a free port, without any workload. */
    public MetricProgram() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/metrics", this::serve);
        server.start();
    }

    /**
     * Where it is.
     *
     * @return {@code 127.0.0.1:port}, as Prometheus' configuration names targets
     */
    public String target() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * Says how a workload behaves from the next scrape on; one that was not there before appears.
     *
     * @param namespace its namespace
     * @param name its name
     * @param errorRatio the share of its requests that fail, 0 to 1
     * @param latencySeconds how long a request takes
     */
    public void behaves(String namespace, String name, double errorRatio, double latencySeconds) {
        Workload workload = workloads.computeIfAbsent(labels(namespace, name), labels -> new Workload());
        workload.errorRatio = errorRatio;
        workload.latency = latencySeconds;
    }

    /**
     * A workload disappears, and its metrics with it.
     *
     * @param namespace its namespace
     * @param name its name
     */
    public void gone(String namespace, String name) {
        workloads.remove(labels(namespace, name));
    }

    /** Ends it; a Prometheus that scrapes it then has no more points. */
    @Override
    public void close() {
        server.stop(0);
    }

    private static String labels(String namespace, String name) {
        return "namespace=\"" + namespace + "\",workload=\"" + name + "\"";
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] page = page().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private String page() {
        Map<String, StringBuilder> metrics = new TreeMap<>();
        workloads.forEach((labels, workload) -> {
            double failed = REQUESTS * workload.errorRatio;
            workload.errors += failed;
            workload.ok += REQUESTS - failed;
            add(metrics, "demo_requests_total", labels + ",status=\"ok\"", workload.ok);
            add(metrics, "demo_requests_total", labels + ",status=\"error\"", workload.errors);
            add(metrics, "demo_error_ratio", labels, scattered(workload.errorRatio));
            add(metrics, "demo_latency_seconds", labels, scattered(workload.latency));
        });
        StringBuilder page = new StringBuilder();
        metrics.forEach((name, lines) -> page.append("# TYPE ")
                .append(name)
                .append(name.endsWith("_total") ? " counter\n" : " gauge\n")
                .append(lines));
        return page.toString();
    }

    private double scattered(double value) {
        return value * (1 + SCATTER * (2 * random.nextDouble() - 1));
    }

    private static void add(Map<String, StringBuilder> metrics, String name, String labels, double value) {
        metrics.computeIfAbsent(name, key -> new StringBuilder())
                .append(String.format(Locale.ROOT, "%s{%s} %s\n", name, labels, value));
    }
}
