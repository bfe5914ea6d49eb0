package io.jenkins.plugins.spindelivery.e2e;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.step.FetchConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** docs/examples/youdu-test: configuration and secrets come from a database of the operators, over HTTP. */
public class YouduTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    private static final String TAG = "image_version";
    private static final String CONFIGURATION = "config_version";

    /** One for all tests: each begins without jobs, and with namespaces of its own. */
    @ClassRule
    public static final JenkinsRule JENKINS = Examples.jenkins();

    @Rule
    public final ConfigurationDatabase database =
            new ConfigurationDatabase(Examples.folder("youdu-test").resolve("database"));

    private Examples examples;
    private LiveNamespace live;
    private WorkflowJob job;

    @Before
    public void aJobThatKnowsTheDatabase() throws Exception {
        examples = new Examples(JENKINS, CLUSTER);
        live = examples.test();
        JENKINS.jenkins
                .getGlobalNodeProperties()
                .replace(new EnvironmentVariablesNodeProperty(
                        new EnvironmentVariablesNodeProperty.Entry("CMDB_URL", database.url())));
        FetchConfiguration.get().setAllowedHosts(database.host());
        job = examples.job("youdu-test");
    }

    @Test
    public void configurationThenSecretThenDeployment() throws Exception {
        WorkflowRun run = examples.run(Result.SUCCESS, job, TAG, "1.4", CONFIGURATION, "v1");

        assertEquals(List.of("/ci-youdu/configmap-v1.yaml", "/ci-youdu/secret.yaml"), database.requests());
        assertEquals(List.of("ConfigMap", "Secret", "Deployment"), kinds(run));
        assertInTurn(StageRecords.get().of(run));
        JsonNode deployment = live.deployment("ci-youdu");
        assertEquals("hub.imgo.tv/spinnaker/youdu:1.4", live.image("ci-youdu"));
        assertEquals("ci-youdu-configmap-v1", mounted(deployment));
        assertEquals(
                "v1",
                deployment
                        .at("/spec/template/metadata/labels/configMap.version")
                        .asText());
        assertEquals(
                "ci-youdu-secret",
                deployment
                        .at("/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/name")
                        .asText());
        assertEquals("no version is put behind the team's own", Set.of("ci-youdu-configmap-v1"), live.configMaps());
        assertThat(
                live.configMap("ci-youdu-configmap-v1")
                        .at("/data/application.yml")
                        .asText(),
                containsString("instanceId: ${spring.cloud.client.ipAddress}:${server.port}"));
        assertEquals(
                "my_youdu_app_id",
                new String(
                        Base64.getDecoder()
                                .decode(live.secret("ci-youdu-secret")
                                        .at("/data/youdu_appId")
                                        .asText()),
                        StandardCharsets.UTF_8));
    }

    @Test
    public void anotherVersionOfTheConfigurationIsRolledOutBesideTheOld() throws Exception {
        examples.run(Result.SUCCESS, job, TAG, "1.4", CONFIGURATION, "v1");
        examples.run(Result.SUCCESS, job, TAG, "1.4", CONFIGURATION, "v2");
        assertEquals(Set.of("ci-youdu-configmap-v1", "ci-youdu-configmap-v2"), live.configMaps());
        assertEquals("ci-youdu-configmap-v2", mounted(live.deployment("ci-youdu")));
    }

    @Test
    public void theSameAgainWritesNothing() throws Exception {
        examples.run(Result.SUCCESS, job, TAG, "1.4", CONFIGURATION, "v1");
        TreeMap<String, String> before = live.writes();
        examples.run(Result.SUCCESS, job, TAG, "1.4", CONFIGURATION, "v1");
        assertEquals(before, live.writes());
    }

    @Test
    public void aVersionThatTheDatabaseLacksStopsTheDelivery() throws Exception {
        examples.run(Result.SUCCESS, job, TAG, "1.4", CONFIGURATION, "v1");
        TreeMap<String, String> before = live.writes();
        WorkflowRun run = examples.run(Result.FAILURE, job, TAG, "1.5", CONFIGURATION, "v9");
        JENKINS.assertLogContains("404", run);
        JENKINS.assertLogContains("configmap-v9.yaml", run);
        assertEquals(before, live.writes());
    }

    @Test
    public void noValueOfTheSecretIsInTheBuild() throws Exception {
        WorkflowRun run = examples.run(Result.SUCCESS, job, TAG, "1.4", CONFIGURATION, "v1");
        List<String> secrets = new ArrayList<>(List.of("my_youdu_app_id", "my_youdu_buin", "my_youdu_encodingaes_key"));
        for (String plain : List.copyOf(secrets)) {
            secrets.add(Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
        }
        int files = 0;
        try (var all = Files.walk(run.getRootDir().toPath())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                secrets.forEach(secret -> assertThat(file.toString(), content, not(containsString(secret))));
                files++;
            }
        }
        assertTrue("there are a log, a record and more", files > 3);
    }

    private static List<String> kinds(WorkflowRun run) {
        return StageRecords.get().of(run).stream()
                .flatMap(stage -> stage.objects().stream())
                .map(object -> object.ref().kind())
                .toList();
    }

    /** Each stage began after the one before it had ended. */
    private static void assertInTurn(List<StageRecord> stages) {
        for (int each = 1; each < stages.size(); each++) {
            assertTrue(stages.get(each - 1).endMillis() <= stages.get(each).startMillis());
        }
    }

    private static String mounted(JsonNode deployment) {
        return deployment.at("/spec/template/spec/volumes/0/configMap/name").asText();
    }
}
