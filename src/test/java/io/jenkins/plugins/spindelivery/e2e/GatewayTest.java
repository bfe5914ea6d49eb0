package io.jenkins.plugins.spindelivery.e2e;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** docs/examples/gateway-test and gateway-production: the image's tag comes from outside. */
public class GatewayTest {
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

    @Before
    public void accounts() throws Exception {
        examples = new Examples(JENKINS, CLUSTER);
    }

    @Test
    public void theTagIsDeployedToTestAndNothingElseOfTheManifestIsTouched() throws Exception {
        WorkflowJob job = examples.job("gateway-test");
        examples.run(Result.SUCCESS, job, TAG, "1.0");
        assertEquals(IMAGE + "1.0", examples.test().image("ci-gateway"));
        List<String> arguments = new ArrayList<>();
        JsonNode deployment = examples.test().deployment("ci-gateway");
        deployment.at("/spec/template/spec/containers/0/args").forEach(each -> arguments.add(each.asText()));
        assertThat(arguments, hasItem("--eureka.instance.instanceId=${spring.cloud.client.ipAddress}:${server.port}"));
        assertEquals(
                "ci",
                deployment
                        .at("/metadata/annotations/moniker.spinnaker.io~1application")
                        .asText());
        assertEquals(
                "the build ends when the pods are ready",
                1,
                deployment.at("/status/readyReplicas").asInt());
        assertEquals(1, examples.test().podsBehind("ci-gateway", "k8s-app", "ci-gateway"));
        assertEquals(Set.of(), examples.production().deployments());

        examples.run(Result.SUCCESS, job, TAG, "1.1");
        assertEquals(IMAGE + "1.1", examples.test().image("ci-gateway"));
    }

    @Test
    public void theSameTagAgainWritesNothing() throws Exception {
        WorkflowJob job = examples.job("gateway-test");
        examples.run(Result.SUCCESS, job, TAG, "1.0");
        TreeMap<String, String> before = examples.test().writes();
        examples.run(Result.SUCCESS, job, TAG, "1.0");
        assertEquals(before, examples.test().writes());
    }

    @Test
    public void anotherJobPassesTheTag() throws Exception {
        WorkflowJob job = examples.job("gateway-test");
        WorkflowJob build = JENKINS.createProject(WorkflowJob.class, "gateway-build");
        build.setDefinition(new CpsFlowDefinition(
                "build job: 'gateway-test', parameters: [string(name: 'image_version', value: \"1.${env.BUILD_NUMBER}\")]",
                true));
        examples.run(Result.SUCCESS, build);
        assertEquals(IMAGE + "1.1", examples.test().image("ci-gateway"));
        assertEquals(1, job.getBuilds().size());
    }

    @Test
    public void withoutATagNothingIsDeployed() throws Exception {
        WorkflowRun run = examples.run(Result.FAILURE, examples.newJob("gateway-test"));
        JENKINS.assertLogContains("image_version", run);
        JENKINS.assertLogNotContains("\tat ", run);
        assertEquals(Set.of(), examples.test().deployments());
    }

    @Test
    public void productionKeepsTheNumberOfReplicasThatIsLive() throws Exception {
        WorkflowJob job = examples.job("gateway-production");
        examples.run(Result.SUCCESS, job, TAG, "1.0");
        assertEquals(
                "the manifest's own number, at first",
                2,
                examples.production()
                        .deployment("ci-gateway")
                        .at("/spec/replicas")
                        .asInt());

        examples.production().scale("ci-gateway", 5);
        examples.run(Result.SUCCESS, job, TAG, "1.1");

        JsonNode deployment = examples.production().deployment("ci-gateway");
        assertEquals(IMAGE + "1.1", examples.production().image("ci-gateway"));
        assertEquals(5, deployment.at("/spec/replicas").asInt());
        assertEquals(5, deployment.at("/status/updatedReplicas").asInt());
        assertEquals("RollingUpdate", deployment.at("/spec/strategy/type").asText());
        assertEquals(Set.of(), examples.test().deployments());
    }

    @Test
    public void aBadTagInProductionIsTakenBack() throws Exception {
        WorkflowJob job = examples.job("gateway-production");
        examples.run(Result.SUCCESS, job, TAG, "1.0");
        WorkflowRun run = examples.run(Result.FAILURE, job, TAG, "1.1-crash");
        JENKINS.assertLogContains("CrashLoopBackOff", run);
        assertEquals(IMAGE + "1.0", examples.production().image("ci-gateway"));
    }
}
