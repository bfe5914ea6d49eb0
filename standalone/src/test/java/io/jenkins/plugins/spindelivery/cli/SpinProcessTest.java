package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Stopping and going on, as only processes can show it. */
public class SpinProcessTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    /** Its pods fit no node until a node has the namespace as a label: so the test says when the wait ends. */
    private static final String MANIFEST =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  nodeSelector: {"%s/test": "here"}
                  containers: [{name: web, image: "web:1"}]
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Process> started = new ArrayList<>();
    private String namespace;
    private Path manifest;
    private Path state;

    @Before
    public void begin() throws Exception {
        namespace = CLUSTER.newNamespace("process");
        manifest = Files.writeString(folder.getRoot().toPath().resolve("web.yaml"), MANIFEST.formatted(namespace));
        state = folder.getRoot().toPath().resolve("state.json");
    }

    @After
    public void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process spin(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Spin.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("KUBECONFIG", CLUSTER.kubeconfig().toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Process deployUntilItWaits() throws IOException {
        Process deploy =
                spin("deploy", "-f", manifest.toString(), "-n", namespace, "--state", state.toString(), "-o", "json");
        // With a JSON result the progress is on standard error.
        BufferedReader err = deploy.errorReader(StandardCharsets.UTF_8);
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            if (line.contains("/web progressing")) {
                return deploy;
            }
        }
        throw new AssertionError("it ended before it waited: " + output(deploy));
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(Process process) throws IOException {
        String output = output(process);
        assertEquals("one object: " + output, 1, output.lines().count());
        return new ObjectMapper().readTree(output);
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertTrue("it ends", process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private static void signal(Process process, String name) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    private void letPodsRun() {
        CLUSTER.api()
                .patch(
                        "/api/v1/nodes/node-1",
                        "{\"metadata\":{\"labels\":{\"%s/test\":\"here\"}}}".formatted(namespace));
    }

    private void resumed() throws Exception {
        letPodsRun();
        Process resume = spin("resume", state.toString(), "-o", "json");
        JsonNode result = json(resume);
        assertEquals(result.toString(), 0, exitCode(resume));
        assertEquals("succeeded", result.path("status").asText());
        assertEquals("created", result.at("/objects/0/action").asText());
        assertEquals("stable", result.at("/objects/0/status").asText());
        assertFalse("the state is gone", Files.exists(state));
        assertFalse("and what was beside it", Files.exists(Path.of(state + ".blobs")));
    }

    @Test
    public void ctrlCStopsCleanlyAndTheWorkGoesOn() throws Exception {
        stopsCleanly("INT");
        resumed();
    }

    @Test
    public void terminatingStopsCleanlyToo() throws Exception {
        stopsCleanly("TERM");
        resumed();
    }

    private void stopsCleanly(String signal) throws Exception {
        Process deploy = deployUntilItWaits();
        signal(deploy, signal);
        JsonNode cancelled = json(deploy);
        assertEquals(130, exitCode(deploy));
        assertEquals("cancelled", cancelled.path("status").asText());
        assertEquals("web", cancelled.at("/objects/0/name").asText());
        assertEquals("created", cancelled.at("/objects/0/action").asText());
        assertEquals(0, cancelled.path("errors").size());
        assertEquals("cli.resumable", cancelled.at("/warnings/0/code").asText());
        assertEquals(state.toString(), cancelled.at("/warnings/0/where").asText());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));
    }

    @Test
    public void killedWorkGoesOn() throws Exception {
        Process deploy = deployUntilItWaits();
        signal(deploy, "KILL");
        assertEquals("", output(deploy));
        assertEquals(137, exitCode(deploy));
        resumed();
    }

    @Test
    public void aSecondSpinDoesNotTouchRunningWork() throws Exception {
        Process deploy = deployUntilItWaits();
        Process second = spin("resume", state.toString(), "-o", "json");
        assertEquals("cli.state-in-use", json(second).at("/errors/0/code").asText());
        assertEquals(2, exitCode(second));
        Process third = spin("deploy", "-f", manifest.toString(), "--state", state.toString(), "-o", "json");
        assertEquals(2, exitCode(third));
        letPodsRun();
        assertEquals("succeeded", json(deploy).path("status").asText());
    }
}
