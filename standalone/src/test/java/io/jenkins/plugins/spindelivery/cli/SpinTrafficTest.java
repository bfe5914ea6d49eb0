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
import java.util.stream.StreamSupport;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Traffic by the command line, against a real control plane. */
public class SpinTrafficTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final String WEB =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {lb: web}, ports: [{port: 80}]}
            ---
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "web:${ parameters.tag }"}]}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestConsole console;
    private String namespace;
    private Path manifests;
    private int code;

    @Before
    public void begin() throws Exception {
        namespace = CLUSTER.newNamespace("cli-traffic");
        manifests = Files.writeString(folder.getRoot().toPath().resolve("web.yaml"), WEB);
    }

    private JsonNode spin(String... arguments) throws Exception {
        console = new TestConsole();
        console.env("XDG_STATE_HOME", folder.getRoot().toString());
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--kubeconfig", CLUSTER.kubeconfig().toString(), "-n", namespace, "-o", "json"));
        code = console.spin(all.toArray(String[]::new));
        return new ObjectMapper().readTree(console.out());
    }

    private JsonNode deploy(String tag, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("deploy", "-f", manifests.toString(), "--param", "tag=" + tag));
        all.addAll(List.of(more));
        return spin(all.toArray(String[]::new));
    }

    private static List<String> actions(JsonNode result) {
        return StreamSupport.stream(result.path("objects").spliterator(), false)
                .map(object -> object.path("name").asText() + " "
                        + object.path("action").asText())
                .toList();
    }

    private static String error(JsonNode result) {
        return result.at("/errors/0/code").asText();
    }

    @Test
    public void deploysWithAStrategyAndMovesTrafficByHand() throws Exception {
        deploy("1", "--service", "web");
        assertEquals(console.err(), 0, code);
        JsonNode second = deploy("2", "--service", "web", "--traffic-strategy", "blueGreen");
        assertEquals(List.of("web unchanged", "web-v001 created", "web-v000 disabled"), actions(second));
        assertEquals("web-v001", second.at("/artifacts/1/reference").asText());

        JsonNode refused = spin("traffic", "disable", "--name", "web-v001");
        assertEquals("kubernetes.traffic-guard", error(refused));
        assertEquals(ExitCode.REFUSED, code);
        JsonNode enabled = spin("traffic", "enable", "--criterion", "oldest", "--cluster-name", "web");
        assertEquals(List.of("web-v000 enabled"), actions(enabled));
        JsonNode disabled = spin("traffic", "disable", "--name", "web-v001", "--guard-ratio", "0.3");
        assertEquals(console.err(), List.of("web-v001 disabled"), actions(disabled));
        assertEquals(0, code);
    }

    @Test
    public void aProgramDecidesAtEachStep() throws Exception {
        deploy("1", "--service", "web");
        Path seen = folder.getRoot().toPath().resolve("seen");
        String program = "echo $SPIN_TRAFFIC_PERCENTAGE $SPIN_TRAFFIC_REPLICA_SETS >> " + seen
                + "; test $SPIN_TRAFFIC_PERCENTAGE = 50";
        JsonNode result = deploy(
                "2",
                "--service",
                "web",
                "--traffic-strategy",
                "rollingRedBlack",
                "--percentages",
                "50",
                "--run",
                program);
        assertEquals(List.of("50 web-v001", "100 web-v001"), Files.readAllLines(seen));
        assertEquals("kubernetes.traffic-check-failed", error(result));
        assertEquals(ExitCode.FAILED, code);
        assertEquals(List.of("web unchanged", "web-v001 deleted", "web-v000 rolledBack"), actions(result));
    }

    @Test
    public void deployedInTheDark() throws Exception {
        JsonNode dark = deploy("1", "--service", "service web", "--no-traffic");
        assertEquals(List.of("web created", "web-v000 created"), actions(dark));
        JsonNode enabled = spin("traffic", "enable", "--name", "web-v000");
        assertEquals("the annotation knows the Service", List.of("web-v000 enabled"), actions(enabled));
    }

    @Test
    public void wrongFlagsChangeNothing() throws Exception {
        assertEquals("cli.traffic-strategy", error(deploy("1", "--traffic-strategy", "best")));
        assertEquals(
                "kubernetes.traffic-percentages-useless",
                error(deploy("1", "--service", "web", "--percentages", "50")));
        assertEquals(
                "kubernetes.traffic-dark",
                error(deploy("1", "--service", "web", "--traffic-strategy", "redBlack", "--no-traffic")));
        assertEquals(
                "kubernetes.traffic-no-wait",
                error(deploy("1", "--service", "web", "--traffic-strategy", "redBlack", "--no-wait")));
        assertEquals(
                "kubernetes.traffic-percentages",
                error(deploy(
                        "1", "--service", "web", "--traffic-strategy", "rollingRedBlack", "--percentages", "50,25")));
        assertEquals("kubernetes.traffic-no-services", error(deploy("1", "--traffic-strategy", "highlander")));
        assertEquals("kubernetes.traffic-check-useless", error(deploy("1", "--run", "true")));
        assertEquals(
                "kubernetes.traffic-ratio", error(spin("traffic", "disable", "--name", "a", "--guard-ratio", "1")));
        assertEquals("kubernetes.find-everything", error(spin("traffic", "enable")));
        assertEquals(
                "kubernetes.traffic-service-form",
                error(spin("traffic", "enable", "--name", "a", "--service", "deploy a")));
        assertTrue(spin("status", "-l", "app=web", "rs").path("objects").isEmpty());
    }
}
