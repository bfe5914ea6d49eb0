package demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A test cluster that lives as long as this object, and never longer than this process: it ends with its input. */
final class TestCluster implements AutoCloseable {
    private static final int SECONDS_TO_STOP = 10;

    private final Process process;
    private final JsonNode started;

    /**
     * Starts the cluster and waits until it is ready.
     *
     * @throws IOException when it does not start
     */
    TestCluster() throws IOException {
        process = new ProcessBuilder("testcluster/cluster.sh", "run")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("the test cluster did not start; the lines above say why.");
        }
        started = new ObjectMapper().readTree(line);
    }

    /**
     * The administrator's access.
     *
     * @return a kubeconfig
     */
    Path kubeconfig() {
        return Path.of(started.path("kubeconfig").asText());
    }

    /**
     * What it is.
     *
     * @return for people
     */
    String describe() {
        return String.format(
                Locale.ROOT,
                "Kubernetes %s, on this machine, started in %.1f s",
                started.path("version").asText(),
                started.path("startMillis").asLong() / 1000.0);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
