package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code spin scale}, {@code spin rollout} and {@code spin patch} on a real control plane. */
public class RolloutCommandsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final String WEB =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: 'web:TAG'}]}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestConsole console;
    private String namespace;

    @Before
    public void begin() {
        namespace = CLUSTER.newNamespace("cli-rollout");
    }

    private JsonNode json(int exitCode, String... arguments) throws Exception {
        console = new TestConsole();
        console.env("XDG_STATE_HOME", folder.getRoot().toString());
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--kubeconfig", CLUSTER.kubeconfig().toString(), "-n", namespace, "-o", "json"));
        assertEquals(console.out() + console.err(), exitCode, console.spin(all.toArray(String[]::new)));
        return new ObjectMapper().readTree(console.out());
    }

    private String changed(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--kind", "deploy", "--name", "web"));
        JsonNode result = json(0, all.toArray(String[]::new));
        assertEquals("succeeded", result.path("status").asText());
        return result.at("/objects/0/action").asText() + " "
                + result.at("/objects/0/status").asText();
    }

    private String refused(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--kind", "deploy", "--name", "web"));
        JsonNode result = json(2, all.toArray(String[]::new));
        assertEquals("refused", result.path("status").asText());
        return result.at("/errors/0/code").asText();
    }

    private void deploy(String tag) throws Exception {
        Path file = Files.writeString(folder.getRoot().toPath().resolve("web.yaml"), WEB.replace("TAG", tag));
        json(0, "deploy", "-f", file.toString());
    }

    private JsonNode web() {
        return CLUSTER.api().get("/apis/apps/v1/namespaces/" + namespace + "/deployments/web");
    }

    private String image() {
        return web().at("/spec/template/spec/containers/0/image").asText();
    }

    @Test
    public void scalesPausesResumesRestartsAndUndoes() throws Exception {
        deploy("1");
        deploy("2");
        assertEquals("scaled stable", changed("scale", "--replicas", "3"));
        assertEquals("scaled stable", changed("scale", "--replicas", "-1"));
        assertEquals(2, web().at("/spec/replicas").asInt());
        assertEquals("unchanged stable", changed("scale", "--replicas=2"));
        assertEquals("paused unknown", changed("rollout", "pause"));
        assertEquals("resumed stable", changed("rollout", "resume"));
        assertEquals("restarted stable", changed("rollout", "restart"));
        assertEquals("rolledBack stable", changed("rollout", "undo", "--to-revision", "1"));
        assertEquals("web:1", image());
        assertEquals("rolledBack stable", changed("rollout", "undo", "--revisions-back", "2"));
        assertEquals("web:2", image());
    }

    @Test
    public void patchesByTextAndByFile() throws Exception {
        deploy("1");
        assertEquals("patched unknown", changed("patch", "--no-wait", "-p", "spec: {minReadySeconds: 1}"));
        assertEquals(1, web().at("/spec/minReadySeconds").asInt());
        Path file = Files.writeString(
                folder.getRoot().toPath().resolve("patch.json"),
                "[{\"op\": \"replace\", \"path\": \"/spec/replicas\", \"value\": 2}]");
        assertEquals("patched stable", changed("patch", "--type", "json", "--patch-file", file.toString()));
        assertEquals(2, web().at("/spec/replicas").asInt());
        assertEquals(
                "patched stable",
                changed(
                        "patch",
                        "--type=merge",
                        "--require-artifact",
                        "type=docker/image,name=web,reference=web:7",
                        "-p",
                        "spec: {template: {spec: {containers: [{name: web, image: web}]}}}"));
        assertEquals("web:7", image());
    }

    @Test
    public void unclearWishesAreRefused() throws Exception {
        deploy("1");
        assertEquals("kubernetes.rollout-scale-number", refused("scale", "--replicas", "many"));
        assertEquals("cli.patch-nothing", refused("patch"));
        assertEquals("cli.patch-both", refused("patch", "-p", "a: b", "--patch-file", "x"));
        assertEquals("kubernetes.rollout-patch-text", refused("patch", "-p", "text"));
        assertEquals(
                "kubernetes.rollout-both-revisions",
                refused("rollout", "undo", "--to-revision=1", "--revisions-back=1"));
        assertEquals("cli.revisions-back", refused("rollout", "undo", "--revisions-back=-1"));
        assertEquals("kubernetes.rollout-too-far-back", refused("rollout", "undo"));
        assertEquals("kubernetes.find-ways", refused("rollout", "restart", "-l", "app=web"));
        assertEquals(
                "cli.delete-empty-selector",
                json(2, "scale", "--kind", "deploy", "-l", "", "--replicas", "1")
                        .at("/errors/0/code")
                        .asText());
        assertEquals("web:1", image());
    }

    @Test
    public void aRolloutNeedsACommandAndHasHelp() {
        TestConsole bare = new TestConsole();
        assertEquals(2, bare.spin("rollout"));
        assertTrue(bare.err(), bare.err().contains("Which one? undo, restart, pause or resume."));
        TestConsole help = new TestConsole();
        assertEquals(0, help.spin("rollout", "undo", "--help"));
        assertTrue(help.out(), help.out().contains("--to-revision=NUMBER"));
    }
}
