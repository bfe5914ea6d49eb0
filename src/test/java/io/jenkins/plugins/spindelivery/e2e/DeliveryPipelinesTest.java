package io.jenkins.plugins.spindelivery.e2e;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.step.FetchConfiguration;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** The examples as Delivery pipelines: the {@code pipeline.json} in their folders, which is Spinnaker's JSON. */
public class DeliveryPipelinesTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    private static final String TAG = "image_version";
    private static final String IMAGE = "hub.imgo.tv/spinnaker/gateway:";

    /** One for all tests: each begins without jobs, and with namespaces of its own. */
    @ClassRule
    public static final JenkinsRule JENKINS = Examples.jenkins();

    @Rule
    public final ConfigurationDatabase database =
            new ConfigurationDatabase(Examples.folder("youdu-test").resolve("database"));

    private Examples examples;

    @Before
    public void accounts() throws Exception {
        Examples.letOperatorsJudge(JENKINS);
        examples = new Examples(JENKINS, CLUSTER);
        FetchConfiguration.get().setAllowedHosts(database.host());
    }

    @After
    public void asBefore() {
        FetchConfiguration.get().setAllowedHosts("");
    }

    @Test
    public void theTagIsDeployedToTestAndNothingElseOfTheManifestIsTouched() throws Exception {
        examples.run(Result.SUCCESS, examples.pipeline("gateway-test"), TAG, "1.0");
        assertEquals(IMAGE + "1.0", examples.test().image("ci-gateway"));
        assertThat(
                examples.test()
                        .deployment("ci-gateway")
                        .at("/spec/template/spec/containers/0/args/1")
                        .asText(),
                containsString("${spring.cloud.client.ipAddress}:${server.port}"));
        assertEquals(Set.of(), examples.production().deployments());
    }

    @Test
    public void productionKeepsTheNumberOfReplicasThatIsLive() throws Exception {
        WorkflowJob job = examples.pipeline("gateway-production");
        examples.run(Result.SUCCESS, job, TAG, "1.0");
        examples.production().scale("ci-gateway", 5);
        examples.run(Result.SUCCESS, job, TAG, "1.1");
        JsonNode deployment = examples.production().deployment("ci-gateway");
        assertEquals(IMAGE + "1.1", examples.production().image("ci-gateway"));
        assertEquals(5, deployment.at("/spec/replicas").asInt());

        WorkflowRun bad = examples.run(Result.FAILURE, job, TAG, "1.2-crash");
        JENKINS.assertLogContains("CrashLoopBackOff", bad);
        assertEquals("taken back", IMAGE + "1.1", examples.production().image("ci-gateway"));
    }

    @Test
    public void onYesTheCanaryGoesAndProductionGetsItsTag() throws Exception {
        WorkflowJob production = production();
        WorkflowRun run = judging();
        assertEquals(
                Set.of("ci-gateway", "ci-gateway-canary"), examples.production().deployments());
        assertEquals(1, examples.production().podsBehind("ci-gateway", "track", "canary"));
        examples.choose(run, "yes");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals(
                "only production is left",
                Set.of("ci-gateway"),
                examples.production().deployments());
        assertEquals(2, production.getLastBuild().getNumber());
        assertEquals(IMAGE + "1.1", examples.production().image("ci-gateway"));
    }

    @Test
    public void onNoTheCanaryGoesAndProductionStays() throws Exception {
        WorkflowJob production = production();
        WorkflowRun run = judging();
        examples.choose(run, "no");
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        assertEquals(Set.of("ci-gateway"), examples.production().deployments());
        assertEquals(1, production.getLastBuild().getNumber());
        assertEquals(IMAGE + "1.0", examples.production().image("ci-gateway"));
    }

    @Test
    public void configurationThenSecretThenDeployment() throws Exception {
        WorkflowJob job = examples.pipeline("youdu-test");
        examples.run(Result.SUCCESS, job, TAG, "1.4", "config_version", "v2", "cmdb_url", database.url());
        assertEquals(List.of("/ci-youdu/configmap-v2.yaml", "/ci-youdu/secret.yaml"), database.requests());
        assertEquals(Set.of("ci-youdu-configmap-v2"), examples.test().configMaps());
        assertEquals("hub.imgo.tv/spinnaker/youdu:1.4", examples.test().image("ci-youdu"));

        WorkflowRun lacking =
                examples.run(Result.FAILURE, job, TAG, "1.5", "config_version", "v9", "cmdb_url", database.url());
        JENKINS.assertLogContains("configmap-v9.yaml", lacking);
        assertEquals("hub.imgo.tv/spinnaker/youdu:1.4", examples.test().image("ci-youdu"));
    }

    private WorkflowJob production() throws Exception {
        WorkflowJob production = examples.pipeline("gateway-production");
        examples.run(Result.SUCCESS, production, TAG, "1.0");
        return production;
    }

    private WorkflowRun judging() throws Exception {
        WorkflowRun run = examples.start(examples.pipeline("gateway-canary"), TAG, "1.1");
        JENKINS.waitForMessage("Does ci-gateway 1.1 go into production?", run);
        return run;
    }
}
