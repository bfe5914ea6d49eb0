package io.jenkins.plugins.spindelivery.builder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.tasks.Builder;
import io.jenkins.plugins.spindelivery.delivery.Deliveries;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import io.jenkins.plugins.spindelivery.step.SpinDeployStep;
import io.jenkins.plugins.spindelivery.step.SpinDestroyStep;
import io.jenkins.plugins.spindelivery.step.SpinPlanStep;
import io.jenkins.plugins.spindelivery.step.SpinStatusStep;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Build steps of freestyle jobs, on a real cluster. */
public class StageBuilderTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private AtCluster at;
    private FreeStyleProject job;

    @Before
    public void job() throws Exception {
        at = new AtCluster(JENKINS, CLUSTER, "builder");
        job = JENKINS.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("tag", "1")));
    }

    private void add(Builder... builders) {
        job.getBuildersList().addAll(List.of(builders));
    }

    private static SpinDeployStep deploy(String manifest) {
        SpinDeployStep step = new SpinDeployStep("prod");
        step.setManifest(manifest);
        return step;
    }

    private static String deployment(String image) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, labels: {track: canary}}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: "%s", envFrom: [{configMapRef: {name: conf, optional: true}}]}]}
                """
                .formatted(image);
    }

    private static final String CONFIG_MAP =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {tag: '${ parameters.tag }'}}";

    private List<StageRecord> records(FreeStyleBuild build) {
        return StageRecords.get().of(build);
    }

    @Test
    public void aBuildDeploysLooksAndDestroys() throws Exception {
        SpinPlanStep plan = new SpinPlanStep("prod");
        plan.setManifest(deployment("web:${ parameters.tag }"));
        SpinStatusStep status = new SpinStatusStep("prod");
        status.setKinds("deploy");
        status.setNames("web");
        SpinDestroyStep destroy = new SpinDestroyStep("prod");
        destroy.setKinds("Deployment");
        destroy.setLabels("track=${ env.JOB_NAME != '' ? 'canary' : '' }");
        add(
                new SpinPlanBuilder(plan),
                new SpinDeployBuilder(deploy(CONFIG_MAP)),
                new SpinDeployBuilder(deploy(deployment("web:${ parameters.tag }"))),
                new SpinStatusBuilder(status));
        FreeStyleBuild build = JENKINS.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("tag", "1.5"))));
        assertEquals(
                List.of("plan", "deploy", "deploy", "status"),
                records(build).stream().map(StageRecord::type).toList());
        assertEquals(
                List.of("b1", "b2", "b3", "b4"),
                records(build).stream().map(StageRecord::key).toList());
        var container = at.apps("deployments/web").at("/spec/template/spec/containers/0");
        assertEquals("web:1.5", container.path("image").asText());
        assertEquals(
                "what the build step before made",
                "conf-v000",
                container.at("/envFrom/0/configMapRef/name").asText());

        job.getBuildersList().clear();
        add(new SpinDestroyBuilder(destroy));
        JENKINS.buildAndAssertSuccess(job);
        assertEquals(
                404,
                CLUSTER.api()
                        .send(
                                "GET",
                                "/apis/apps/v1/namespaces/" + at.namespace() + "/deployments/web",
                                "application/json",
                                "")
                        .code());
    }

    @Test
    public void aFailedStageFailsTheBuildAndStopsIt() throws Exception {
        add(new SpinDeployBuilder(deploy(deployment("web:1-crash"))), new SpinDeployBuilder(deploy(CONFIG_MAP)));
        FreeStyleBuild build = JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        JENKINS.assertLogContains("CrashLoopBackOff", build);
        JENKINS.assertLogNotContains("\tat ", build);
        assertEquals(1, records(build).size());
        assertFalse(at.has("configmaps/conf-v000"));
    }

    @Test
    public void filesComeFromTheBuildsWorkspace() throws Exception {
        SpinDeployStep step = new SpinDeployStep("prod");
        step.setManifestFile("k8s/conf.yaml");
        add(new FileWriter("k8s/conf.yaml", CONFIG_MAP), new SpinDeployBuilder(step));
        JENKINS.buildAndAssertSuccess(job);
        assertTrue(at.has("configmaps/conf-v000"));
    }

    @Test
    public void stoppingABuildTakesBackWhatItDid() throws Exception {
        SpinDeployStep step = deploy(CONFIG_MAP + "\n---\n" + deployment("web:1-slow-60s"));
        step.setRollbackOnFailure(true);
        add(new SpinDeployBuilder(step));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        Deliveries.await("the Deployment is there", () -> at.has("configmaps/conf-v000"));
        build.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(build));
        assertFalse("taken back before the build ended", at.has("configmaps/conf-v000"));
        assertEquals(StageStatus.CANCELLED, records(build).get(0).status());
        Deliveries.awaitNothingOpen();
    }
}
