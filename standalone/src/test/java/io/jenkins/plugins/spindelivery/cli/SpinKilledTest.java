package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** {@code kill -9} while many objects are being applied, at several moments. */
public class SpinKilledTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final int EACH = 120;

    @Rule
    public final Timeout atMost = Timeout.seconds(120);

    @Rule
    public final SpinProcesses spin = new SpinProcesses(CLUSTER);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** With and without versions, and of generated names; all of one priority, so that one move writes them. */
    private Path manifests() throws Exception {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < EACH; i++) {
            yaml.append(configMap("name: versioned-" + i, "")).append(configMap("name: plain-" + i, "false"));
        }
        for (int i = 0; i < 10; i++) {
            yaml.append(configMap("generateName: run-", "false"));
        }
        return Files.writeString(folder.getRoot().toPath().resolve("many.yaml"), yaml);
    }

    private static String configMap(String name, String versioned) {
        String annotations =
                versioned.isEmpty() ? "" : ", annotations: {strategy.spinnaker.io/versioned: '" + versioned + "'}";
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {" + name + annotations + "}\ndata: {a: b}\n---\n";
    }

    private static List<String> told(JsonNode result) {
        return StreamSupport.stream(result.path("objects").spliterator(), false)
                .map(object -> plain(object.path("name").asText()) + " "
                        + object.path("action").asText() + " "
                        + object.path("status").asText())
                .toList();
    }

    private static List<String> live(String namespace) {
        JsonNode list = CLUSTER.api().get("/api/v1/namespaces/" + namespace + "/configmaps");
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(object -> plain(object.at("/metadata/name").asText()))
                .filter(name -> !name.equals("kube-root-ca.crt"))
                .sorted()
                .toList();
    }

    private static String plain(String name) {
        return name.startsWith("run-") ? "run-" : name;
    }

    @Test
    public void nothingIsTwiceAndNothingIsMissing() throws Exception {
        String calm = CLUSTER.newNamespace("calm");
        Process undisturbed = spin.start("deploy", "-f", manifests().toString(), "-n", calm, "-o", "json");
        JsonNode expected = SpinProcesses.quietJson(undisturbed);
        assertEquals("succeeded", expected.path("status").asText());
        assertEquals(2 * EACH + 10, live(calm).size());
        for (int objects : List.of(1, EACH, 2 * EACH)) {
            killedAfter(objects, told(expected), live(calm));
        }
    }

    private void killedAfter(int objects, List<String> told, List<String> live) throws Exception {
        String namespace = CLUSTER.newNamespace("killed");
        Path state = folder.newFolder().toPath().resolve("state.json");
        Process deploy =
                spin.start("deploy", "-f", manifests().toString(), "-n", namespace, "--state", state.toString());
        AtomicInteger created = new AtomicInteger();
        BufferedReader progress = deploy.inputReader(StandardCharsets.UTF_8);
        SpinProcesses.readUntil(progress, line -> line.endsWith(" created") && created.incrementAndGet() == objects);
        SpinProcesses.signal(deploy, "KILL");
        assertEquals(137, SpinProcesses.exitCode(deploy));
        assertTrue("killed after " + objects, live(namespace).size() >= objects);

        Process resume = spin.start("resume", state.toString(), "-o", "json");
        JsonNode result = SpinProcesses.quietJson(resume);
        assertEquals(result.path("errors").toString(), 0, SpinProcesses.exitCode(resume));
        assertEquals("killed after " + objects, told, told(result));
        assertEquals("killed after " + objects, live, live(namespace));
        try (Stream<Path> left = Files.list(state.getParent())) {
            assertEquals(List.of(), left.toList());
        }
        assertFalse(Files.exists(state));
    }
}
