package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The command line from its arguments to its output and exit code, as far as no cluster is needed. */
public class SpinTest {
    private static final String MANIFESTS =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: devops}
            spec:
              replicas: ${ parameters.replicas }
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: web
                    image: "web:${ parameters.tag }"
                    envFrom: [{configMapRef: {name: conf}}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: conf, namespace: devops}
            data: {host: "${spring.cloud.client.ipAddress}"}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final TestConsole console = new TestConsole();

    private String file(String name, String content) throws Exception {
        Path file = folder.getRoot().toPath().resolve(name);
        return Files.writeString(file, content).toString();
    }

    /** Standard output has to be one JSON object and nothing else. */
    private JsonNode json() throws Exception {
        String out = console.out();
        assertEquals("one line: " + out, 1, out.lines().count());
        return new ObjectMapper().readTree(out);
    }

    private static List<String> fields(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }

    @Test
    public void withoutACommandItAsksForOne() {
        assertEquals(2, console.spin());
        assertEquals("", console.out());
        assertEquals(
                "Error: Which command? deploy, plan, render, status, delete and resume do the work. See: spin --help\n",
                console.err());
    }

    @Test
    public void aTypingErrorGetsASuggestion() {
        assertEquals(2, console.spin("rendr"));
        assertEquals("Error: There is no command rendr. Did you mean render? See: spin --help\n", console.err());
    }

    @Test
    public void wrongUsageIsRefusedAsJsonWhereverTheFlagStands() throws Exception {
        for (String[] arguments : new String[][] {
            {"deploy", "-o", "json"},
            {"deploy", "--nonsense", "-o", "json"},
            {"-o", "json", "deploy"},
            {"deploy", "--output=json"},
            {"deploy", "-ojson", "-f"}
        }) {
            TestConsole own = new TestConsole();
            assertEquals(2, own.spin(arguments));
            JsonNode reply = new ObjectMapper().readTree(own.out());
            assertEquals(List.of("status", "objects", "artifacts", "warnings", "errors", "durationMs"), fields(reply));
            assertEquals("refused", reply.path("status").asText());
            assertEquals("cli.usage", reply.at("/errors/0/code").asText());
            assertEquals("", own.err());
        }
    }

    @Test
    public void saysWhichValuesAFlagTakes() {
        assertEquals(2, console.spin("deploy", "-f", "x", "--check", "none"));
        assertEquals(
                "Error: none is no choice for --check; give one of full, structural. See: spin deploy --help\n",
                console.err());
    }

    @Test
    public void readsDurations() {
        assertEquals(2, console.spin("deploy", "-f", "x", "--timeout", "0s"));
        assertEquals(
                "Error: --timeout: 0s is no duration: give 30m, 90s, 1h30m or plain seconds, more than zero."
                        + " See: spin deploy --help\n",
                console.err());
    }

    @Test
    public void helpGoesToStandardOutput() {
        assertEquals(0, console.spin("deploy", "--help"));
        assertTrue(console.out(), console.out().startsWith("Usage: spin deploy [OPTIONS]"));
        assertTrue(console.out(), console.out().contains("${ parameters.NAME }"));
        assertEquals("", console.err());
    }

    @Test
    public void tellsItsVersion() throws Exception {
        assertEquals(0, console.spin("version", "-o", "json"));
        assertEquals(List.of("name", "version", "commit", "java"), fields(json()));
        assertEquals(System.getProperty("java.version"), json().path("java").asText());
        assertFalse("the build filled it in", json().path("version").asText().contains("$"));
    }

    @Test
    public void completesEachCommand() {
        assertEquals(0, console.spin("completion"));
        for (String command : List.of("deploy", "plan", "render", "status", "delete", "resume", "version")) {
            assertTrue(command, console.out().contains("function _picocli_spin_" + command + "()"));
        }
    }

    @Test
    public void completesFlagsFilesAndChoices() throws Exception {
        console.spin("completion");
        Path script = Path.of(file("completion.sh", console.out()));
        Files.createFile(folder.getRoot().toPath().resolve("app.yaml"));
        assertEquals(List.of("--rollback-on-failure"), completed(script, "deploy", "--rollback-o"));
        assertEquals(List.of("app.yaml"), completed(script, "deploy", "-f", "ap"));
        assertEquals(List.of("app.yaml"), completed(script, "deploy", "--artifact", "app"));
        assertEquals(List.of("full", "structural"), completed(script, "deploy", "--check", ""));
        assertEquals(List.of("orphan"), completed(script, "delete", "--cascade", "o"));
    }

    /** What bash offers for the last word. */
    private List<String> completed(Path script, String... words) throws Exception {
        String line = "source '" + script + "'; compopt() { :; }; COMP_WORDS=(spin \"$@\"); COMP_CWORD=$#;"
                + " _complete_spin; printf '%s\\n' \"${COMPREPLY[@]}\"";
        List<String> command = new ArrayList<>(List.of("bash", "-c", line, "bash"));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command)
                .directory(folder.getRoot())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return out.lines().toList();
    }

    @Test
    public void rendersInDeployOrderWithEverythingFilledIn() throws Exception {
        String manifests = file("app.yaml", MANIFESTS);
        String params = file("params.yaml", "replicas: 3\n");
        assertEquals(
                0,
                console.spin(
                        "render",
                        "-f",
                        manifests,
                        "--param-file",
                        params,
                        "--param",
                        "tag=1.2",
                        "-o",
                        "json",
                        "--application",
                        "shop"));
        assertEquals(List.of("documents", "warnings", "errors"), fields(json()));
        JsonNode config = json().at("/documents/0");
        JsonNode web = json().at("/documents/1");
        assertEquals("conf-v000", config.at("/metadata/name").asText());
        assertEquals(
                "foreign placeholders stay",
                "${spring.cloud.client.ipAddress}",
                config.at("/data/host").asText());
        assertEquals(
                "shop",
                web.at("/metadata/annotations/moniker.spinnaker.io~1application")
                        .asText());
        assertTrue("the file's type is kept", web.at("/spec/replicas").isInt());
        JsonNode container = web.at("/spec/template/spec/containers/0");
        assertEquals("web:1.2", container.path("image").asText());
        assertEquals("conf-v000", container.at("/envFrom/0/configMapRef/name").asText());
        assertEquals("", console.err());
    }

    @Test
    public void rendersYamlThatKubectlReads() throws Exception {
        TestConsole piped =
                new TestConsole().in("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {b: \"1\"}\n");
        assertEquals(0, piped.spin("render", "-f", "-", "--versioned", "false"));
        assertTrue(piped.out(), piped.out().startsWith("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"));
        assertTrue(piped.out(), piped.out().endsWith("data:\n  b: '1'\n"));
    }

    @Test
    public void anErrorLeavesDocumentsEmptyAndNamesThePlace() throws Exception {
        String manifests = file("app.yaml", MANIFESTS);
        assertEquals(2, console.spin("render", "-f", manifests, "--param", "tga=1", "-o", "json"));
        assertEquals(List.of("documents", "warnings", "errors"), fields(json()));
        assertEquals(0, json().path("documents").size());
        assertEquals("both are told at once", 2, json().path("errors").size());
        assertEquals(manifests + ":5", json().at("/errors/0/where").asText());
        assertTrue(json().at("/errors/1/message").asText().contains("tga"));
    }

    @Test
    public void expressionsCanBeLeftAlone() throws Exception {
        String manifests =
                file("conf.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {b: '${ 1 + 1 }'}\n");
        console.spin("render", "-f", manifests, "-o", "json", "--no-expressions");
        assertEquals("${ 1 + 1 }", json().at("/documents/0/data/b").asText());
    }

    @Test
    public void whatAnExpressionMadeIsCheckedAgain() throws Exception {
        String manifests = file(
                "conf.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: \"${ parameters.labels }\"}\n");
        assertEquals(2, console.spin("render", "-f", manifests, "--param", "labels=x", "-o", "json"));
        assertTrue(json().at("/errors/0/where").asText().startsWith(manifests));
    }

    @Test
    public void aRequiredArtifactHasToBeMentioned() throws Exception {
        String manifests = file("conf.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        String image = "type=docker/image,name=web,reference=web:2";
        assertEquals(0, new TestConsole().spin("render", "-f", manifests, "--artifact", image));
        assertEquals(2, console.spin("render", "-f", manifests, "--require-artifact", image));
        assertTrue(console.err(), console.err().contains("docker/image web"));
    }

    @Test
    public void noManifestIsAnError() throws Exception {
        assertEquals(2, console.spin("render", "-f", file("empty.yaml", "# nothing\n---\n"), "-o", "json"));
        assertEquals("cli.no-manifests", json().at("/errors/0/code").asText());
    }

    @Test
    public void urlsToThisMachineNeedAFlag() throws Exception {
        assertEquals(2, console.spin("render", "-f", "http://127.0.0.1:9/x.yaml", "-o", "json"));
        assertEquals("artifact.address-loopback", json().at("/errors/0/code").asText());
        assertTrue(json().at("/errors/1/message").asText().contains("--allow-private-hosts"));
    }

    @Test
    public void readsUrlsOfThisMachineWithTheFlag() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/conf.yaml", exchange -> {
            byte[] body =
                    "kind: ConfigMap\napiVersion: v1\nmetadata: {name: from-afar}\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            String[] arguments = {"render", "-f", url + "conf.yaml", "--allow-private-hosts", "-o", "json"};
            assertEquals(0, console.spin(arguments));
            assertEquals(
                    "from-afar-v000", json().at("/documents/0/metadata/name").asText());
            TestConsole missing = new TestConsole();
            assertEquals(2, missing.spin("render", "-f", url + "none?token=hunter2", "--allow-private-hosts"));
            assertTrue(missing.err(), missing.err().contains("404"));
            assertFalse(missing.err(), missing.err().contains("hunter2"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    public void judgesOfflineFromStandardInput() throws Exception {
        String object =
                """
                {"apiVersion": "v1", "kind": "List", "items": [
                 {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "d", "uid": "1"},
                  "status": {"phase": "%s"}}]}
                """;
        assertStatus(1, "failed", object.formatted("Failed"));
        assertStatus(4, "progressing", object.formatted("Pending"));
        assertStatus(0, "stable", object.formatted("Succeeded"));
        assertStatus(4, "unknown", object.formatted("Failed").replace("{\"phase\": \"Failed\"}", "7"));
    }

    private static void assertStatus(int exitCode, String status, String object) throws Exception {
        TestConsole piped = new TestConsole().in(object);
        assertEquals(exitCode, piped.spin("status", "-f", "-", "-o", "json"));
        JsonNode reply = new ObjectMapper().readTree(piped.out());
        assertEquals(status, reply.at("/objects/0/status").asText());
    }

    @Test
    public void asksForAClearQuestion() throws Exception {
        assertEquals("cli.status-nothing", refused("status"));
        assertEquals("cli.status-both", refused("status", "-f", "x", "-l", "a=b"));
        assertEquals("cli.status-empty-selector", refused("status", "-l", " "));
        assertEquals("cli.delete-empty-selector", refused("delete", "--kind", "pod", "-l", ""));
        assertEquals("cli.delete-nothing", refused("delete", "--kind", "pod"));
        assertEquals("cli.delete-nothing", refused("delete", "--kind", "pod", "--name", ""));
        assertEquals("cli.delete-both", refused("delete", "--kind", "pod", "--name", "a", "-l", "b=c"));
        assertEquals("cli.grace-period", refused("delete", "--kind", "pod", "--name", "a", "--grace-period", "-1"));
        assertEquals("cli.resume-none", refused("resume"));
        assertEquals("operation.state-missing", refused("resume", "/no/such/file"));
    }

    private static String refused(String... arguments) throws Exception {
        TestConsole own = new TestConsole();
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-o";
        all[arguments.length + 1] = "json";
        assertEquals(2, own.spin(all));
        return new ObjectMapper().readTree(own.out()).at("/errors/0/code").asText();
    }

    @Test
    public void resumeRefusesWhatItDidNotWrite() throws Exception {
        String other = file("state.json", "{\"format\": 1, \"type\": \"brew\", \"state\": {}}");
        assertEquals("cli.resume-type", refused("resume", other));
        assertEquals("operation.state-malformed", refused("resume", file("text", "no JSON")));
        assertTrue("it is left as it is", Files.exists(Path.of(other)));
    }

    @Test
    public void aKubeconfigThatIsNotThereChangesNothing() throws Exception {
        String manifests = file("conf.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        assertEquals(2, console.spin("deploy", "-f", manifests, "--kubeconfig", "/none", "-o", "json"));
        assertEquals("refused", json().path("status").asText());
        assertEquals(
                "kubernetes.kubeconfig-missing", json().at("/errors/0/code").asText());
    }

    @Test
    public void aClusterThatCannotBeReachedHasItsOwnExitCode() throws Exception {
        String kubeconfig = file(
                "kubeconfig",
                """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                """);
        assertEquals(3, console.spin("status", "deploy", "web", "--kubeconfig", kubeconfig, "-o", "json"));
        assertEquals(List.of("objects", "warnings", "errors"), fields(json()));
        assertTrue(json().at("/errors/0/message").asText().contains("127.0.0.1:1"));
    }

    @Test
    public void anErrorOfItsOwnIsNoStackTrace() {
        TestConsole broken = new TestConsole()
                .clock(null)
                .env("XDG_STATE_HOME", folder.getRoot().toString());
        int code = broken.spin("render", "-f", "http://localhost:1/x", "--allow-private-hosts", "-o", "json");
        assertEquals(1, code);
        assertTrue(broken.out(), broken.out().contains("\"status\":\"failed\""));
        assertTrue(broken.out(), broken.out().contains("cli.defect"));
        assertEquals("", broken.err());
    }
}
