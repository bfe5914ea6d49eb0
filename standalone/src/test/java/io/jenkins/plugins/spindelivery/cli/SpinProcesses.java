package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.rules.ExternalResource;

/** Runs {@code spin} as processes of its own, on the test cluster or at AWS' peer; none of them outlives the test. */
final class SpinProcesses extends ExternalResource {
    /**
     * A shell that starts the tests in the background makes them deaf to Ctrl-C, and their children with them. GNU's env
     * takes that back; without it the tests have to run in the foreground.
     */
    private static final List<String> HEARING = hearing();

    private final Supplier<Map<String, String>> environment;
    private final List<Process> started = new ArrayList<>();

    SpinProcesses(TestCluster cluster) {
        this(() -> Map.of("KUBECONFIG", cluster.kubeconfig().toString()));
    }

    SpinProcesses(Supplier<Map<String, String>> environment) {
        this.environment = environment;
    }

    private static List<String> hearing() {
        List<String> prefix = List.of("env", "--default-signal=INT");
        List<String> probe = new ArrayList<>(prefix);
        probe.add("true");
        try {
            return new ProcessBuilder(probe).start().waitFor() == 0 ? prefix : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    @Override
    protected void after() {
        started.forEach(Process::destroyForcibly);
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(HEARING);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Spin.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment.get());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /**
     * Reads what a process tells of its progress.
     *
     * @param lines of standard error or standard output; with a JSON result the progress is on standard error
     * @param last where to stop
     */
    static void readUntil(BufferedReader lines, Predicate<String> last) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (last.test(line)) {
                return;
            }
        }
        throw new AssertionError("it ended before that");
    }

    static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static JsonNode json(Process process) throws IOException {
        String output = output(process);
        assertEquals("one object: " + output, 1, output.lines().count());
        return new ObjectMapper().readTree(output);
    }

    /** As {@link #json}, of a process whose progress is more than a pipe holds and of no interest. */
    static JsonNode quietJson(Process process) throws IOException {
        CompletableFuture<Void> progress = CompletableFuture.runAsync(
                () -> process.errorReader(StandardCharsets.UTF_8).lines().forEach(line -> {}));
        JsonNode result = json(process);
        progress.join();
        return result;
    }

    static int exitCode(Process process) throws InterruptedException {
        assertTrue("it ends", process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    static void signal(Process process, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertEquals(0, kill.waitFor());
    }
}
