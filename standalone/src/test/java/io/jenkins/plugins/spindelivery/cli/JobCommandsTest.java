package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code spin find}, {@code spin run-job} and {@code spin rollback} on a real control plane. */
public class JobCommandsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    private static final String CONF =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: conf, annotations: {strategy.spinnaker.io/versioned: "false"}}
            data: {key: "TAG"}
            """;

    private static final String JOB =
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate}
            spec:
              backoffLimit: 0
              template:
                metadata: {annotations: {testcluster.spin-delivery.io/log: "SPINNAKER_PROPERTY_A=b"}}
                spec: {restartPolicy: Never, containers: [{name: main, image: "migrate:TAG"}]}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private String namespace;

    @Before
    public void begin() {
        namespace = CLUSTER.newNamespace("cli-job");
    }

    private JsonNode json(int exitCode, String... arguments) throws Exception {
        TestConsole console = new TestConsole();
        console.env("XDG_STATE_HOME", folder.getRoot().toString());
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        assertEquals(console.out() + console.err(), exitCode, console.spin(all.toArray(String[]::new)));
        return new ObjectMapper().readTree(console.out());
    }

    private JsonNode there(int exitCode, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--kubeconfig", CLUSTER.kubeconfig().toString(), "-n", namespace));
        return json(exitCode, all.toArray(String[]::new));
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.getRoot().toPath().resolve(name), text).toString();
    }

    private String key() {
        return CLUSTER.api()
                .get("/api/v1/namespaces/" + namespace + "/configmaps/conf")
                .at("/data/key")
                .asText();
    }

    @Test
    public void aDeployGoesBackByItsFile() throws Exception {
        there(0, "deploy", "-f", file("conf.yaml", CONF.replace("TAG", "1")));
        Path before = folder.getRoot().toPath().resolve("before.json");
        there(0, "deploy", "-f", file("conf.yaml", CONF.replace("TAG", "2")), "--rollback-file", before.toString());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(before)));
        JsonNode exists = there(
                2, "deploy", "-f", file("conf.yaml", CONF.replace("TAG", "3")), "--rollback-file", before.toString());
        assertEquals("cli.rollback-file-exists", exists.at("/errors/0/code").asText());
        assertEquals("2", key());
        JsonNode back = json(0, "rollback", before.toString());
        assertEquals("rolledBack", back.at("/objects/0/action").asText());
        assertEquals("1", key());
        JsonNode again = json(2, "rollback", before.toString());
        assertEquals("kubernetes.rollback-changed", again.at("/errors/0/code").asText());
        JsonNode wrong = json(2, "rollback", file("wrong.json", "{\"a\": \"secret\"}"));
        assertEquals("kubernetes.rollback-malformed", wrong.at("/errors/0/code").asText());
        assertFalse(wrong.toString().contains("secret"));
    }

    @Test
    public void aJobGivesItsOutputs() throws Exception {
        JsonNode ran = there(0, "run-job", "-f", file("job.yaml", JOB.replace("TAG", "1")), "--outputs", "main");
        assertEquals("succeeded", ran.path("status").asText());
        assertEquals("b", ran.at("/outputs/a").asText());
        assertEquals(0, ran.at("/containers/0/exitCode").asInt());
        assertEquals("SPINNAKER_PROPERTY_A=b", ran.at("/log/0").asText());
        JsonNode failed = there(1, "run-job", "-f", file("job.yaml", JOB.replace("TAG", "1-failed")));
        assertEquals("failed", failed.path("status").asText());
        assertEquals("kubernetes.job-failed", failed.at("/errors/0/code").asText());
        assertEquals(1, failed.at("/containers/0/exitCode").asInt());
        JsonNode noJob = there(2, "run-job", "-f", file("conf.yaml", CONF));
        assertEquals("kubernetes.job-kind", noJob.at("/errors/0/code").asText());
    }

    @Test
    public void findsByNameAndCriterion() throws Exception {
        String versioned = CONF.replace("\"false\"", "\"true\"");
        there(0, "deploy", "-f", file("conf.yaml", versioned.replace("TAG", "1")));
        there(0, "deploy", "-f", file("conf.yaml", versioned.replace("TAG", "2")));
        JsonNode newest = there(0, "find", "--kind", "cm", "--criterion", "newest", "--cluster-name", "conf");
        assertEquals("conf-v001", newest.at("/objects/0/name").asText());
        assertEquals("v001", newest.at("/objects/0/version").asText());
        assertEquals("2", newest.at("/objects/0/manifest/data/key").asText());
        there(0, "delete", "--kind", "cm", "--criterion", "oldest", "--cluster-name", "conf");
        JsonNode gone = there(2, "find", "--kind", "cm", "--name", "conf-v000");
        assertEquals("kubernetes.find-nothing", gone.at("/errors/0/code").asText());
        assertTrue(there(0, "find", "--kind", "cm", "--name", "conf-v000", "--optional")
                .path("objects")
                .isEmpty());
        assertEquals(
                "kubernetes.find-unknown-criterion",
                there(2, "find", "--kind", "cm", "--criterion", "best", "--cluster-name", "conf")
                        .at("/errors/0/code")
                        .asText());
    }
}
