package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.cli.output.Terminal;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The commands against a real control plane. */
public class SpinClusterTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final String CONFIG =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: conf, labels: {team: shop}}
            data: {a: "${ parameters.a }"}
            """;

    private static final String WEB =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, labels: {team: shop}}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web, team: shop}}
                spec:
                  containers:
                  - name: web
                    image: "web:${ parameters.tag }"
                    envFrom: [{configMapRef: {name: conf}}]
            """;

    private static final Terminal PERSON = new Terminal(true, true, true, true, false, true, () -> Terminal.USUAL_SIZE);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestConsole console;
    private String namespace;

    @Before
    public void begin() {
        console = new TestConsole();
        namespace = CLUSTER.newNamespace("cli");
    }

    private String file(String name, String content) throws Exception {
        return Files.writeString(folder.getRoot().toPath().resolve(name), content)
                .toString();
    }

    private int spin(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--kubeconfig", CLUSTER.kubeconfig().toString(), "-n", namespace));
        all.addAll(List.of(arguments));
        console.env("XDG_STATE_HOME", folder.getRoot().toString());
        return console.spin(all.toArray(String[]::new));
    }

    private JsonNode json(String command, String... arguments) throws Exception {
        console = new TestConsole();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        spin(command, all.toArray(String[]::new));
        assertEquals("one object: " + console.out(), 1, console.out().lines().count());
        return new ObjectMapper().readTree(console.out());
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path(field).asText())
                .toList();
    }

    private static List<String> fields(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }

    @Test
    public void deploysAndTellsPrograms() throws Exception {
        String manifests = file("app.yaml", WEB + "---\n" + CONFIG);
        JsonNode result = json("deploy", "-f", manifests, "--param", "a=1", "--param", "tag=1");
        assertEquals(List.of("status", "objects", "artifacts", "warnings", "errors", "durationMs"), fields(result));
        assertEquals(console.err(), "succeeded", result.path("status").asText());
        assertEquals(List.of("conf-v000", "web"), texts(result.path("objects"), "name"));
        assertEquals(List.of("created", "created"), texts(result.path("objects"), "action"));
        assertEquals(List.of("stable", "stable"), texts(result.path("objects"), "status"));
        assertEquals(
                List.of("apiVersion", "kind", "namespace", "name", "action", "status", "message"),
                fields(result.at("/objects/0")));
        assertEquals(List.of("type", "name", "location", "version", "reference"), fields(result.at("/artifacts/0")));
        assertTrue(
                "progress goes to standard error", console.err().contains("Deployment " + namespace + "/web created"));
        assertEquals("no state stays behind", List.of(), states());

        JsonNode again = json("deploy", "-f", manifests, "--param", "a=1", "--param", "tag=1");
        assertEquals(List.of("unchanged", "unchanged"), texts(again.path("objects"), "action"));
    }

    @Test
    public void deploysAndTellsPeople() throws Exception {
        int code = spin("deploy", "-f", file("app.yaml", CONFIG + "---\n" + WEB), "--param", "a=1", "--param", "tag=1");
        assertEquals(console.err(), 0, code);
        List<String> lines = console.out().lines().toList();
        assertTrue(console.out(), lines.contains("ConfigMap " + namespace + "/conf-v000: new version v000"));
        assertTrue(console.out(), lines.contains("Deployment " + namespace + "/web uses conf-v000"));
        assertTrue(console.out(), lines.contains("Deployment " + namespace + "/web created"));
        String last = lines.get(lines.size() - 1);
        assertTrue(last, last.matches("Deployed in \\d+\\.\\d s: 2 created\\."));
        assertFalse("no escape sequences without a terminal", console.out().contains("\u001b"));
    }

    @Test
    public void bindsAnEarlierResult() throws Exception {
        json("deploy", "-f", file("conf.yaml", CONFIG), "--param", "a=1");
        String result = file("result.json", console.out());
        json("deploy", "-f", file("web.yaml", WEB), "--param", "tag=1", "--require-artifact", result);
        JsonNode live = CLUSTER.api().get("/apis/apps/v1/namespaces/" + namespace + "/deployments/web");
        assertEquals(
                "conf-v000",
                live.at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                        .asText());
    }

    @Test
    public void plansWithoutChangingAnything() throws Exception {
        String manifests = file("app.yaml", CONFIG + "---\n" + WEB);
        JsonNode plan = json("plan", "-f", manifests, "--param", "a=1", "--param", "tag=1");
        assertEquals(List.of("changes", "warnings", "errors"), fields(plan));
        assertEquals(
                List.of("apiVersion", "kind", "namespace", "name", "action", "message", "diff"),
                fields(plan.at("/changes/0")));
        assertEquals(List.of("created", "created"), texts(plan.path("changes"), "action"));
        String path = "/api/v1/namespaces/" + namespace + "/configmaps?labelSelector=team%3Dshop";
        assertEquals(0, CLUSTER.api().get(path).path("items").size());

        json("deploy", "-f", manifests, "--param", "a=1", "--param", "tag=1");
        console = new TestConsole();
        assertEquals(0, spin("plan", "-f", manifests, "--param", "a=1", "--param", "tag=2"));
        assertTrue(console.out(), console.out().contains("\n-        image: web:1\n+        image: web:2\n"));
        assertTrue(console.out(), console.out().endsWith("A deploy would: change 1, leave 1 as they are.\n"));
    }

    @Test
    public void neverShowsSecretValuesInAPlan() throws Exception {
        String secret =
                "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: \"${ parameters.p }\"}\n";
        String manifests = file("secret.yaml", secret);
        String[] first = {"-f", manifests, "--versioned", "false", "--param", "p=hunter2"};
        json("plan", first);
        assertFalse(console.out() + console.err(), (console.out() + console.err()).contains("hunter2"));
        json("deploy", first);
        JsonNode changed = json("plan", "-f", manifests, "--versioned", "false", "--param", "p=correcthorse");
        assertEquals(List.of("configured"), texts(changed.path("changes"), "action"));
        for (String value : List.of("hunter2", "correcthorse", "aHVudGVyMg", "Y29ycmVjdGhvcnNl")) {
            assertFalse(value, (console.out() + console.err()).contains(value));
        }
    }

    @Test
    public void aRefusedDeployChangesNothing() throws Exception {
        String broken = WEB.replace("replicas: 2", "replica: 2");
        JsonNode result =
                json("deploy", "-f", file("app.yaml", CONFIG + "---\n" + broken), "--param", "a=1", "--param", "tag=1");
        assertEquals("refused", result.path("status").asText());
        assertTrue(result.toString(), result.at("/errors/0/message").asText().contains("replica"));
        String path = "/api/v1/namespaces/" + namespace + "/configmaps?labelSelector=team%3Dshop";
        assertEquals(0, CLUSTER.api().get(path).path("items").size());
        assertEquals(2, spin("deploy", "-f", file("web.yaml", broken), "--param", "tag=1"));
    }

    @Test
    public void aFailingDeployEndsWithOneAndSaysWhy() throws Exception {
        int code = spin("deploy", "-f", file("web.yaml", WEB), "--param", "tag=1-crash");
        assertEquals(1, code);
        assertTrue(console.err(), console.err().contains("CrashLoopBackOff"));
        assertTrue("the log's last lines", console.out().contains("    log: "));
        String last = console.out().lines().reduce((first, second) -> second).orElseThrow();
        assertTrue(last, last.startsWith("Failed after "));
    }

    @Test
    public void tellsTheStatusByNameAndByLabel() throws Exception {
        json("deploy", "-f", file("web.yaml", WEB), "--param", "tag=1");
        JsonNode byName = json("status", "deploy", "web");
        assertEquals(List.of("stable"), texts(byName.path("objects"), "status"));
        assertEquals("Deployment", byName.at("/objects/0/kind").asText());
        JsonNode byLabel = json("status", "-l", "team=shop");
        assertEquals(
                "what belongs to the Deployment is left out", List.of("web"), texts(byLabel.path("objects"), "name"));
        JsonNode pods = json("status", "-l", "team=shop", "pods");
        assertEquals(2, pods.path("objects").size());

        console = new TestConsole();
        assertEquals("two are asked for, one is there", 2, spin("status", "deploy/web", "deploy/wob"));
        assertEquals("Error: There is no deploy wob in namespace " + namespace + ".\n", console.err());
        assertEquals("", console.out());
        assertEquals(2, spin("status", "-l", "team=nobody"));
        assertEquals(2, spin("status", "deplyment", "web"));
        assertTrue(console.err(), console.err().contains("Deployment (apps/v1)"));
    }

    @Test
    public void whatIsNotReadyIsNotStable() throws Exception {
        spin("deploy", "-f", file("web.yaml", WEB), "--param", "tag=1-neverready", "--no-wait");
        console = new TestConsole();
        assertEquals(4, spin("status", "deployment/web"));
        assertTrue(console.out(), console.out().contains("progressing"));
    }

    @Test
    public void theStatusOfACrashingDeploymentIsFailedAndSaysWhy() throws Exception {
        assertEquals(1, spin("deploy", "-f", file("web.yaml", WEB), "--param", "tag=1-crash"));
        console = new TestConsole();
        assertEquals(1, spin("status", "deployment/web"));
        assertTrue(console.out(), console.out().contains("failed"));
        assertTrue(console.out(), console.out().contains("CrashLoopBackOff"));
        assertTrue("the log's last lines: " + console.out(), console.out().contains("    log: "));
        JsonNode result = json("status", "deployment/web");
        assertEquals(List.of("failed"), texts(result.path("objects"), "status"));
        assertTrue(result.toString(), result.at("/objects/0/message").asText().contains("CrashLoopBackOff"));
    }

    @Test
    public void aKeyThatASecretsStringDataDropsDisappears() throws Exception {
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {%s}\n";
        json("deploy", "--versioned", "false", "-f", file("1.yaml", secret.formatted("a: one, b: two")));
        JsonNode changed = json("deploy", "--versioned", "false", "-f", file("2.yaml", secret.formatted("a: one")));
        assertEquals(List.of("configured"), texts(changed.path("objects"), "action"));
        JsonNode again = json("deploy", "--versioned", "false", "-f", file("2.yaml", secret.formatted("a: one")));
        assertEquals(List.of("unchanged"), texts(again.path("objects"), "action"));
    }

    @Test
    public void labelsThatOnlyThePodsHaveFindWhatHasThem() throws Exception {
        json("deploy", "-f", file("web.yaml", WEB), "--param", "tag=1");
        JsonNode result = json("status", "-l", "app=web");
        assertEquals(
                "the Deployment has no such label; its pods belong to what is shown",
                List.of("ReplicaSet"),
                texts(result.path("objects"), "kind"));
        assertEquals(List.of("stable"), texts(result.path("objects"), "status"));
    }

    @Test
    public void deletesByLabelAndWaits() throws Exception {
        json("deploy", "-f", file("app.yaml", CONFIG + "---\n" + WEB), "--param", "a=1", "--param", "tag=1");
        JsonNode dry = json("delete", "--kind", "deploy", "--kind", "cm", "-l", "team=shop", "--dry-run");
        assertEquals(List.of("status", "objects", "warnings", "errors", "durationMs"), fields(dry));
        assertEquals(2, dry.path("objects").size());
        assertEquals(
                2,
                json("status", "-l", "team=shop", "deploy", "cm")
                        .path("objects")
                        .size());

        JsonNode result = json("delete", "--kind", "deploy", "--kind", "cm", "-l", "team=shop");
        assertEquals("succeeded", result.path("status").asText());
        assertEquals(List.of("deleted", "deleted"), texts(result.path("objects"), "action"));
        assertEquals(2, spin("status", "-l", "team=shop", "deploy", "cm"));
    }

    @Test
    public void asksAPersonBeforeDeletingMoreThanOne() throws Exception {
        json("deploy", "-f", file("app.yaml", CONFIG + "---\n" + WEB), "--param", "a=1", "--param", "tag=1");
        String[] both = {"--kind", "deploy", "--kind", "cm", "-l", "team=shop"};
        console = new TestConsole().terminal(PERSON).in("n\n");
        assertEquals(130, spin("delete", both));
        assertTrue(console.err(), console.err().contains("  Deployment " + namespace + "/web\n"));
        assertTrue(console.err(), console.err().contains("Delete these 2 objects? [y/N] "));
        assertEquals("", console.out());
        assertEquals(
                2,
                json("status", "-l", "team=shop", "deploy", "cm")
                        .path("objects")
                        .size());

        console = new TestConsole().terminal(PERSON).in("");
        assertEquals("no answer is no", 130, spin("delete", both));
        console = new TestConsole().terminal(PERSON).in("n\n");
        assertEquals("one object needs no question", 0, spin("delete", "--kind", "cm", "--name", "conf-v000"));
        assertFalse(console.err(), console.err().contains("[y/N]"));
        json("deploy", "-f", file("conf.yaml", CONFIG), "--param", "a=2");
        console = new TestConsole().terminal(PERSON).in("y\n");
        assertEquals(0, spin("delete", both));
        assertEquals(2, spin("status", "-l", "team=shop", "deploy", "cm"));
    }

    @Test
    public void drawsALiveTableOnATerminal() throws Exception {
        console = new TestConsole().terminal(PERSON);
        assertEquals(0, spin("deploy", "-f", file("web.yaml", WEB), "--param", "tag=1"));
        assertTrue("it moved the cursor", console.out().contains("\u001b[J"));
        String last = console.out().lines().reduce((first, second) -> second).orElseThrow();
        assertTrue(last, last.startsWith("Deployed in "));
    }

    private List<Path> states() throws Exception {
        Path states = folder.getRoot().toPath().resolve("spin-delivery");
        try (var found = Files.list(states)) {
            return found.toList();
        }
    }
}
