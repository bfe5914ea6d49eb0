package io.jenkins.plugins.spindelivery.builder;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.scm.NullSCM;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.judge.Judging;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import io.jenkins.plugins.spindelivery.step.SpinDeployStep;
import io.jenkins.plugins.spindelivery.step.SpinDestroyStep;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.SingleFileSCM;
import org.jvnet.hudson.test.TestBuilder;

/** A canary after a freestyle build, on a real cluster: deployed, judged, destroyed, and promoted on yes. */
public class HandOverClusterTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final String CANARY =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web-canary, labels: {track: canary}}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web-canary}}
              template:
                metadata: {labels: {app: web-canary}}
                spec: {containers: [{name: web, image: "web:${ parameters.TAG }"}]}
            """;

    private AtCluster at;
    private FreeStyleProject production;
    private FreeStyleProject job;

    @Before
    public void jobs() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        at = new AtCluster(JENKINS, CLUSTER, "hand-over");
        production = JENKINS.createFreeStyleProject();
        production.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TAG", "none")));
        SpinDeployStep deploy = new SpinDeployStep("prod");
        deploy.setManifestFile("canary.yaml");
        SpinDestroyStep destroy = new SpinDestroyStep("prod");
        destroy.setKinds("Deployment");
        destroy.setLabels("track=canary");
        job = JENKINS.createFreeStyleProject();
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TAG", "1")));
        job.setScm(new SingleFileSCM("canary.yaml", CANARY));
        job.getPublishersList()
                .add(new DeliveryPublisher(List.of(
                        new StepStage(deploy),
                        HandingOver.judge("Does ${TAG} look well?"),
                        HandingOver.always(new StepStage(destroy)),
                        new JobStage(production.getName()))));
    }

    private FreeStyleBuild build(String tag) throws Exception {
        return JENKINS.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("TAG", tag))));
    }

    private int canary() {
        String path = "/apis/apps/v1/namespaces/" + at.namespace() + "/deployments/web-canary";
        return CLUSTER.api().send("GET", path, "application/json", "").code();
    }

    @Test
    public void yesPromotes() throws Exception {
        FreeStyleBuild build = build("1.5");
        HandingOver.awaitQuestion(build, "h2-judge");
        assertEquals(200, canary());
        assertEquals(
                "web:1.5",
                at.apps("deployments/web-canary")
                        .at("/spec/template/spec/containers/0/image")
                        .asText());
        Judging.answer("alice", build, "h2-judge", true, "");
        HandingOver.awaitEnd(build);
        assertEquals(
                HandingOver.log(build),
                StageStatus.SUCCEEDED,
                HandingOver.handOver(build).getStatus());
        assertEquals(404, canary());
        Judging.until("production", () -> production.getLastCompletedBuild() != null);
        assertEquals(
                "1.5",
                production
                        .getLastCompletedBuild()
                        .getAction(ParametersAction.class)
                        .getParameter("TAG")
                        .getValue());
        assertThat(HandingOver.log(build), containsString("Does 1.5 look well? Waiting for"));
    }

    @Test
    public void noDestroysTheCanaryAndPromotesNothing() throws Exception {
        FreeStyleBuild build = build("1.6");
        HandingOver.awaitQuestion(build, "h2-judge");
        Judging.answer("alice", build, "h2-judge", false, "");
        HandingOver.awaitEnd(build);
        assertEquals(
                Map.of(
                        "h1-deploy", StageStatus.SUCCEEDED,
                        "h2-judge", StageStatus.REJECTED,
                        "h3-destroy", StageStatus.SUCCEEDED,
                        "h4-job", StageStatus.SKIPPED),
                HandingOver.statuses(build));
        assertEquals(404, canary());
        assertEquals(1, production.getNextBuildNumber());
    }

    @Test
    public void fileThatIsMissingFailsTheBuild() throws Exception {
        job.setScm(new NullSCM());
        job.setCustomWorkspace(JENKINS.jenkins.getRootDir() + "/empty");
        job.getBuildersList().add(new TestBuilder() {
            @Override
            public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener log)
                    throws IOException, InterruptedException {
                build.getWorkspace().mkdirs();
                return true;
            }
        });
        FreeStyleBuild build = JENKINS.buildAndAssertStatus(Result.FAILURE, job);
        JENKINS.assertLogContains("There is no file canary.yaml in the workspace", build);
        assertFalse(build.getActions(HandOver.class).iterator().hasNext());
    }
}
