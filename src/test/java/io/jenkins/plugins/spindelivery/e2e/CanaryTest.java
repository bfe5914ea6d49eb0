package io.jenkins.plugins.spindelivery.e2e;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Cause;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** docs/examples/gateway-canary: one replica beside production, judged, destroyed, and promoted on yes. */
public class CanaryTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    private static final String TAG = "image_version";
    private static final String IMAGE = "hub.imgo.tv/spinnaker/gateway:";

    /** One for all tests: each begins without jobs, and with namespaces of its own. */
    @ClassRule
    public static final JenkinsRule JENKINS = Examples.jenkins();

    private Examples examples;
    private LiveNamespace live;
    private WorkflowJob production;

    /** Production is there and has been scaled; somebody may judge and nothing else. */
    @Before
    public void productionIsRunning() throws Exception {
        Examples.letOperatorsJudge(JENKINS);
        examples = new Examples(JENKINS, CLUSTER);
        live = examples.production();
        production = examples.job("gateway-production");
        examples.run(Result.SUCCESS, production, TAG, "1.0");
        live.scale("ci-gateway", 3);
    }

    @Test
    public void onYesTheCanaryGoesAndProductionGetsItsTag() throws Exception {
        WorkflowRun run = judging("Jenkinsfile");
        assertTheCanaryServes();
        examples.answer(run, "proceed");
        assertPromoted(run);
    }

    @Test
    public void onNoTheCanaryGoesAndProductionStays() throws Exception {
        WorkflowRun run = judging("Jenkinsfile");
        examples.answer(run, "abort");
        assertNotPromoted(run, Result.ABORTED);
    }

    @Test
    public void whenTheBuildIsStoppedTheCanaryGoesToo() throws Exception {
        WorkflowRun run = judging("Jenkinsfile");
        run.getExecutor().interrupt();
        assertNotPromoted(run, Result.ABORTED);
    }

    @Test
    public void aCanaryThatNeverStartsIsNotJudged() throws Exception {
        WorkflowRun run = examples.run(Result.FAILURE, examples.job("gateway-canary"), TAG, "1.1-crash");
        JENKINS.assertLogContains("CrashLoopBackOff", run);
        assertNotPromoted(run, Result.FAILURE);
    }

    @Test
    public void withoutAProductionServiceThereIsNoCanary() throws Exception {
        CLUSTER.api().delete("/api/v1/namespaces/" + live.name() + "/services/ci-gateway");
        WorkflowRun run = examples.run(Result.FAILURE, examples.job("gateway-canary"), TAG, "1.1");
        JENKINS.assertLogContains("ci-gateway", run);
        assertNotPromoted(run, Result.FAILURE);
    }

    @Test
    public void theScriptedOneOnYes() throws Exception {
        WorkflowRun run = judging("Jenkinsfile.scripted");
        assertTheCanaryServes();
        examples.answer(run, "proceed");
        assertPromoted(run);
    }

    @Test
    public void theScriptedOneOnNo() throws Exception {
        WorkflowRun run = judging("Jenkinsfile.scripted");
        examples.answer(run, "abort");
        assertNotPromoted(run, Result.ABORTED);
    }

    private WorkflowRun judging(String script) throws Exception {
        WorkflowRun run = examples.start(examples.job("gateway-canary", script), TAG, "1.1");
        JENKINS.waitForMessage("Does ci-gateway 1.1 go into production?", run);
        return run;
    }

    private void assertTheCanaryServes() {
        assertEquals(Set.of("ci-gateway", "ci-gateway-canary"), live.deployments());
        assertEquals(1, live.podsBehind("ci-gateway", "track", "canary"));
        assertEquals("three of production's", 4, live.podsBehind("ci-gateway", "service", "ci-gateway"));
        JsonNode canary = live.deployment("ci-gateway-canary");
        assertEquals(1, canary.at("/status/readyReplicas").asInt());
        assertEquals(IMAGE + "1.1", live.image("ci-gateway-canary"));
        List<String> arguments = new ArrayList<>();
        canary.at("/spec/template/spec/containers/0/args").forEach(each -> arguments.add(each.asText()));
        assertThat(arguments, hasItem("--eureka.instance.instanceId=${spring.cloud.client.ipAddress}:${server.port}"));
        assertEquals("production is as it was", IMAGE + "1.0", live.image("ci-gateway"));
    }

    private void assertPromoted(WorkflowRun run) throws Exception {
        JENKINS.waitForCompletion(run);
        JENKINS.assertBuildStatusSuccess(run);
        assertEquals("only production is left", Set.of("ci-gateway"), live.deployments());
        WorkflowRun promotion = production.getLastBuild();
        assertEquals(2, promotion.getNumber());
        Cause.UpstreamCause cause = promotion.getCause(Cause.UpstreamCause.class);
        assertNotNull(cause);
        assertEquals("gateway-canary", cause.getUpstreamProject());
        assertEquals(IMAGE + "1.1", live.image("ci-gateway"));
        assertEquals(
                "at the live capacity",
                3,
                live.deployment("ci-gateway").at("/spec/replicas").asInt());
        assertEquals(3, live.podsBehind("ci-gateway", "k8s-app", "ci-gateway"));
    }

    private void assertNotPromoted(WorkflowRun run, Result result) throws Exception {
        JENKINS.waitForCompletion(run);
        JENKINS.assertBuildStatus(result, run);
        assertEquals("only production is left", Set.of("ci-gateway"), live.deployments());
        assertEquals("production was not started", 1, production.getLastBuild().getNumber());
        assertEquals(IMAGE + "1.0", live.image("ci-gateway"));
        assertEquals(3, live.deployment("ci-gateway").at("/spec/replicas").asInt());
    }
}
