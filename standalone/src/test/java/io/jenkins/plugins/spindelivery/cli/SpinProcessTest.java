package io.jenkins.plugins.spindelivery.cli;

import static io.jenkins.plugins.spindelivery.cli.SpinProcesses.exitCode;
import static io.jenkins.plugins.spindelivery.cli.SpinProcesses.json;
import static io.jenkins.plugins.spindelivery.cli.SpinProcesses.output;
import static io.jenkins.plugins.spindelivery.cli.SpinProcesses.signal;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

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

    /** A ConfigMap that is made anew for each change; with the finalizer it stays until somebody lets it go. */
    private static final String RECREATED =
            """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: held
              annotations: {strategy.spinnaker.io/versioned: "false", strategy.spinnaker.io/recreate: "true"}
              finalizers: %s
            data: {value: "%s"}
            """;

    @Rule
    public final Timeout atMost = Timeout.seconds(120);

    @Rule
    public final SpinProcesses spin = new SpinProcesses(CLUSTER);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String namespace;
    private Path manifest;
    private Path state;

    @Before
    public void begin() throws Exception {
        namespace = CLUSTER.newNamespace("process");
        manifest = Files.writeString(folder.getRoot().toPath().resolve("web.yaml"), MANIFEST.formatted(namespace));
        state = folder.getRoot().toPath().resolve("state.json");
    }

    private Process deployUntilItWaits(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("deploy", "-f", manifest.toString(), "-n", namespace, "--state", state.toString()));
        arguments.addAll(List.of(more));
        Process deploy = spin.start(arguments.toArray(String[]::new));
        BufferedReader progress = List.of(more).contains("json")
                ? deploy.errorReader(StandardCharsets.UTF_8)
                : deploy.inputReader(StandardCharsets.UTF_8);
        SpinProcesses.readUntil(progress, line -> line.contains("/web progressing"));
        return deploy;
    }

    private void letPodsRun() {
        CLUSTER.api()
                .patch(
                        "/api/v1/nodes/node-1",
                        "{\"metadata\":{\"labels\":{\"%s/test\":\"here\"}}}".formatted(namespace));
    }

    private void resumed() throws Exception {
        letPodsRun();
        Process resume = spin.start("resume", state.toString(), "-o", "json");
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
        Process deploy = deployUntilItWaits("-o", "json");
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

    /** What a person without JSON reads. */
    @Test
    public void theLastLinesSayHowToGoOn() throws Exception {
        Process deploy = deployUntilItWaits();
        signal(deploy, "INT");
        String err = new String(deploy.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(130, exitCode(deploy));
        assertTrue(err, err.contains("What was applied stays. \"spin resume " + state + "\" goes on."));
    }

    @Test
    public void killedWorkGoesOn() throws Exception {
        Process deploy = deployUntilItWaits("-o", "json");
        signal(deploy, "KILL");
        assertEquals("", output(deploy));
        assertEquals(137, exitCode(deploy));
        resumed();
    }

    @Test
    public void aSecondSpinDoesNotTouchRunningWork() throws Exception {
        Process deploy = deployUntilItWaits("-o", "json");
        Process second = spin.start("resume", state.toString(), "-o", "json");
        assertEquals("cli.state-in-use", json(second).at("/errors/0/code").asText());
        assertEquals(2, exitCode(second));
        Process third = spin.start("deploy", "-f", manifest.toString(), "--state", state.toString(), "-o", "json");
        assertEquals(2, exitCode(third));
        letPodsRun();
        assertEquals("succeeded", json(deploy).path("status").asText());
    }

    /** What keeps the new ConfigMap keeps the old one from coming back; so the second signal finds the taking back at work. */
    @Test
    public void aSecondCtrlCStopsTheTakingBackAndResumingGoesOnWithIt() throws Exception {
        Path before = Files.writeString(
                folder.getRoot().toPath().resolve("before.yaml"), RECREATED.formatted("[]", "before"));
        assertEquals(0, exitCode(spin.start("deploy", "-f", before.toString(), "-n", namespace)));
        Files.writeString(manifest, Files.readString(manifest) + RECREATED.formatted("[example.com/hold]", "after"));
        Process deploy = spin.start(
                "deploy",
                "-f",
                manifest.toString(),
                "-n",
                namespace,
                "--state",
                state.toString(),
                "--rollback-on-failure",
                "-o",
                "json");
        BufferedReader progress = deploy.errorReader(StandardCharsets.UTF_8);
        SpinProcesses.readUntil(progress, line -> line.contains("/web progressing"));
        signal(deploy, "INT");
        SpinProcesses.readUntil(progress, line -> line.contains("Press Ctrl-C once more to stop at once."));
        CLUSTER.api().await(held(), held -> held.at("/metadata").has("deletionTimestamp"));
        signal(deploy, "INT");
        JsonNode abandoned = json(deploy);
        assertEquals(130, exitCode(deploy));
        assertEquals("cancelled", abandoned.path("status").asText());
        assertEquals(
                abandoned.toString(),
                "cli.interrupted-resume",
                abandoned.at("/errors/0/code").asText());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state)));

        CLUSTER.api().patch(held(), "{\"metadata\":{\"finalizers\":null}}");
        Process resume = spin.start("resume", state.toString(), "-o", "json");
        JsonNode result = json(resume);
        assertEquals(result.toString(), 130, exitCode(resume));
        assertEquals("cancelled", result.path("status").asText());
        assertEquals("before", CLUSTER.api().get(held()).at("/data/value").asText());
        String deployment = "/apis/apps/v1/namespaces/" + namespace + "/deployments/web";
        assertTrue(CLUSTER.api().get(deployment).isMissingNode());
        assertFalse("the state is gone", Files.exists(state));
    }

    private String held() {
        return "/api/v1/namespaces/" + namespace + "/configmaps/held";
    }

    @Test
    public void ofTwoThatResumeAtOnceOneGoesOn() throws Exception {
        Process deploy = deployUntilItWaits("-o", "json");
        signal(deploy, "KILL");
        assertEquals(137, exitCode(deploy));
        List<Process> both = List.of(
                spin.start("resume", state.toString(), "-o", "json"),
                spin.start("resume", state.toString(), "-o", "json"));
        Process first = (Process)
                CompletableFuture.anyOf(both.get(0).onExit(), both.get(1).onExit())
                        .get(60, TimeUnit.SECONDS);
        assertEquals("cli.state-in-use", json(first).at("/errors/0/code").asText());
        assertEquals(2, exitCode(first));
        letPodsRun();
        Process other = both.get(0) == first ? both.get(1) : both.get(0);
        assertEquals("succeeded", json(other).path("status").asText());
        assertEquals(0, exitCode(other));
        assertFalse(Files.exists(state));
    }
}
