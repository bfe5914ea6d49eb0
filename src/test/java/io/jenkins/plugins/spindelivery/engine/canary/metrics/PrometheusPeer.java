package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.AssumptionViolatedException;
import org.junit.rules.ExternalResource;

/**
 * A real Prometheus that scrapes a {@link MetricProgram} every 200 ms, as a JUnit 4 rule for a class or a test. It listens
 * on 127.0.0.1 alone and ends with this JVM, however that ends. Where Prometheus can't be had the tests are skipped.
 */
public final class PrometheusPeer extends ExternalResource {
    private static final int EXIT_NOT_HERE = 3;
    private static final int STOP_SECONDS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Pattern VALUE = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]*)\"]");

    private final HttpClient client = HttpClient.newHttpClient();
    private MetricProgram program;
    private Path configuration;
    private Process process;
    private String address;

    @Override
    protected void before() throws IOException {
        start();
    }

    @Override
    protected void after() {
        stop();
    }

    /**
     * What it scrapes.
     *
     * @return the program, which has no workloads until the test says so
     */
    public MetricProgram program() {
        return program;
    }

    /**
     * Where it answers.
     *
     * @return such as {@code http://127.0.0.1:34567}; another one after {@link #stop()} and {@link #start()}
     */
    public String address() {
        return address;
    }

    /**
     * Waits until an instant query has at least a value, for a minute at most.
     *
     * @param expression PromQL that gives one number, such as {@code count_over_time(demo_error_ratio{workload="a"}[1m])}
     * @param least the value
     */
    public void awaitAtLeast(String expression, double least) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        double last = Double.NaN;
        while (!(last >= least)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(expression + " is " + last + " after " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
            last = value(expression);
        }
    }

    private double value(String expression) {
        String url = address + "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        try {
            String answer = client.send(
                            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher value = VALUE.matcher(answer);
            return value.find() ? Double.parseDouble(value.group(1)) : Double.NaN;
        } catch (IOException e) {
            throw new AssertionError("Prometheus does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Starts it; a rule does so by itself.
     *
     * @throws IOException when it can't be run
     */
    public void start() throws IOException {
        program = new MetricProgram();
        configuration = Files.createTempFile("prometheus", ".yml");
        Files.writeString(
                configuration,
                String.join(
                        "\n",
                        "global: {scrape_interval: 200ms, scrape_timeout: 200ms}",
                        "scrape_configs:",
                        "- job_name: program",
                        "  static_configs: [{targets: ['" + program.target() + "']}]",
                        ""));
        Path script = script();
        process = new ProcessBuilder("bash", script.toString(), "run", configuration.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        address = output.readLine();
        if (address == null) {
            int code = waitFor();
            stop();
            if (code == EXIT_NOT_HERE) {
                throw new AssumptionViolatedException("Skipped, there is no Prometheus: see above");
            }
            throw new AssertionError(script + " run ended with exit code " + code);
        }
    }

    /** Ends it, as if it were down; a rule does so by itself. */
    public void stop() {
        program.close();
        try {
            process.getOutputStream().close();
            Files.deleteIfExists(configuration);
        } catch (IOException e) {
            process.destroy();
        }
        waitFor();
    }

    private int waitFor() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("Prometheus did not stop within " + STOP_SECONDS + " s; it was killed.");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Path script() {
        Path start =
                Path.of(System.getProperty("spin.root", "")).toAbsolutePath().normalize();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            Path script = folder.resolve("testpeers/prometheus.sh");
            if (Files.exists(script)) {
                return script;
            }
        }
        throw new IllegalStateException("there is no testpeers/prometheus.sh in " + start + " or above");
    }
}
