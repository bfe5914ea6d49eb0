package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.AssumptionViolatedException;

/** The process of moto, which ends with this JVM, and its HTTP client. */
final class Moto implements PeerHandler, AutoCloseable {
    private static final String REQUIRE = "SPIN_REQUIRE_CLUSTER";
    private static final int EXIT_NOT_HERE = 3;
    private static final String CHECKSUM = "x-amz-crc32";
    private static final int FAILED = 500;
    private static final int LONGEST = 600;
    private static final int STOP_SECONDS = 30;
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection", "content-length", "date", "expect", "host", "transfer-encoding", "upgrade", "keep-alive");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final String address;

    private Moto(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it, and makes its Python environment first if it is not there yet.
     *
     * @return once it listens
     * @throws AssumptionViolatedException where it can't be had
     * @throws AssertionError where it can't be had and must, or does not start
     */
    static Moto start() throws IOException {
        Path script = script();
        Process process = new ProcessBuilder("bash", script.toString(), "run")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String address = output.readLine();
        if (address != null) {
            return new Moto(process, address);
        }
        int code = waitFor(process);
        if (code == EXIT_NOT_HERE) {
            throw unavailable(
                    "it needs Python 3.9 or later with venv, and moto by pip; see above",
                    Boolean.getBoolean(REQUIRE) || Boolean.parseBoolean(System.getenv(REQUIRE)));
        }
        throw new AssertionError(script + " run ended with exit code " + code);
    }

    /** Where it listens itself. */
    String address() {
        return address;
    }

    /** Skips the tests of the class; or fails them, if the peers are required. */
    static RuntimeException unavailable(String reason, boolean required) {
        if (required) {
            throw new AssertionError("No emulator of AWS, and " + REQUIRE + " is set: " + reason);
        }
        return new AssumptionViolatedException("Skipped, there is no emulator of AWS: " + reason);
    }

    @Override
    public PeerReply answer(PeerCall call) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + call.target()))
                .method(
                        call.method(),
                        call.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        request.header("x-moto-account-id", call.account());
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> {
                // The checksum is of what moto said, which rules change.
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)) && !name.equalsIgnoreCase(CHECKSUM)) {
                    headers.put(name, values);
                }
            });
            PeerReply reply = new PeerReply(response.statusCode(), headers, response.body());
            return reply.status() < FAILED ? reply : unable(call, reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What moto can't do must not look like what passes, or tests would wait for it. */
    private static PeerReply unable(PeerCall call, PeerReply reply) {
        String said = reply.text().length() > LONGEST ? reply.text().substring(0, LONGEST) : reply.text();
        return PeerReply.refused(call, "PeerUnable", "moto failed at " + call + ": " + said);
    }

    /** Ends it. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        waitFor(process);
    }

    private static int waitFor(Process process) {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("moto did not stop within " + STOP_SECONDS + " s; it was killed.");
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
            Path script = folder.resolve("testpeers/moto.sh");
            if (Files.exists(script)) {
                return script;
            }
        }
        throw new IllegalStateException("there is no testpeers/moto.sh in " + start + " or above");
    }
}
