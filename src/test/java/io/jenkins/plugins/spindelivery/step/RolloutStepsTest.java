package io.jenkins.plugins.spindelivery.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.builder.SpinPatchBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinPauseBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinRestartBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinResumeBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinRollbackBuilder;
import io.jenkins.plugins.spindelivery.builder.SpinScaleBuilder;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Scale, roll back, restart, pause, resume and patch as steps and build steps, on a real cluster. */
public class RolloutStepsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final String WEB = "account: 'prod', kinds: 'Deployment', name: 'web'";

    private AtCluster at;

    @Before
    public void namespace() throws Exception {
        at = new AtCluster(JENKINS, CLUSTER, "step-rollout");
    }

    private static String deploy(String image) {
        return "spinDeploy account: 'prod', manifest: [apiVersion: 'apps/v1', kind: 'Deployment', metadata: [name: 'web'],"
                + " spec: [selector: [matchLabels: [app: 'web']], template: [metadata: [labels: [app: 'web']],"
                + " spec: [containers: [[name: 'web', image: '" + image + "']]]]]]\n";
    }

    private String image() {
        return at.apps("deployments/web")
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }

    private int replicas() {
        return at.apps("deployments/web").at("/spec/replicas").asInt();
    }

    @Test
    public void aPipelineScalesRestartsPausesResumesPatchesAndGoesBack() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                deploy("web:1")
                        + "def r = spinScale " + WEB + ", replicas: 3\n"
                        + "echo \"scaled ${r.status} ${r.changed} ${r.objects[0].action} ${r.objects[0].status}\"\n"
                        + "r = spinScale " + WEB + ", replicas: '-1'\n"
                        + "r = spinScale " + WEB + ", replicas: 2\n"
                        + "echo \"again ${r.changed} ${r.objects[0].action}\"\n"
                        + "spinRestart " + WEB + "\n"
                        + "spinPause " + WEB + "\n"
                        + "spinPatch " + WEB
                        + ", wait: false, patch: [spec: [template: [spec: [containers: [[name: 'web',"
                        + " image: 'web:${ 1 + 1 }']]]]]]\n"
                        + "spinResume " + WEB + "\n"
                        + "r = spinRollback " + WEB + "\n"
                        + "echo \"back ${r.objects[0].action}\"");
        JENKINS.assertLogContains("scaled succeeded 1 scaled stable", run);
        JENKINS.assertLogContains("From 1 to 3 replicas.", run);
        JENKINS.assertLogContains("From 3 to 2 replicas.", run);
        JENKINS.assertLogContains("again 0 unchanged", run);
        JENKINS.assertLogContains("back rolledBack", run);
        assertEquals(2, replicas());
        assertEquals("web:1", image());
        assertEquals(
                List.of("deploy", "scale", "scale", "scale", "restart", "pause", "patch", "resume", "rollback"),
                StageRecords.get().of(run).stream().map(StageRecord::type).toList());
        assertEquals("Deployment web", StageRecords.get().of(run).get(1).subject());
    }

    @Test
    public void aPipelineGoesBackToANumberedRevision() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                deploy("web:1") + deploy("web:2") + deploy("web:3") + "spinRollback " + WEB + ", revision: 1\n");
        JENKINS.assertLogContains("Back to revision 1.", run);
        assertEquals("web:1", image());
        run = at.run(Result.FAILURE, "spinRollback " + WEB + ", revisionsBack: 9");
        JENKINS.assertLogContains("It can't go 9 revisions back. There are these: 2, 3, 4.", run);
        JENKINS.assertLogNotContains("\tat ", run);
        assertEquals(StageStatus.REFUSED, StageRecords.get().of(run).get(0).status());
    }

    @Test
    public void jsonPatchesAndArtifactsOfEarlierDeploys() throws Exception {
        at.run(
                Result.SUCCESS,
                deploy("web:1")
                        + "spinDeploy account: 'prod', manifest: [apiVersion: 'v1', kind: 'ConfigMap', metadata: [name: 'conf'],"
                        + " data: [a: '1']]\n"
                        + "spinPatch " + WEB + ", patch: 'spec: {template: {spec: {containers: [{name: web, envFrom:"
                        + " [{configMapRef: {name: conf}}]}]}}}'\n"
                        + "spinPatch " + WEB
                        + ", strategy: 'json', patch: [[op: 'replace', path: '/spec/replicas', value: 2]]\n");
        assertEquals(2, replicas());
        assertEquals(
                "conf-v000",
                at.apps("deployments/web")
                        .at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name")
                        .asText());
    }

    @Test
    public void whatIsUnclearIsRefused() throws Exception {
        at.run(Result.SUCCESS, deploy("web:1"));
        assertRefused("spinScale " + WEB, "\"\" is no number of replicas");
        assertRefused("spinScale " + WEB + ", replicas: 'many'", "\"many\" is no number of replicas");
        assertRefused("spinScale account: 'prod', kinds: 'deploy', replicas: 2", "");
        assertRefused("spinScale account: 'prod', name: 'web', replicas: 2", "");
        assertRefused("spinScale " + WEB + ", labels: 'app=web', replicas: 2", "");
        assertRefused("spinRollback " + WEB + ", revision: 1, revisionsBack: 2", "Give only one of them");
        assertRefused("spinPatch " + WEB, "The patch is empty");
        assertRefused("spinPatch " + WEB + ", patch: '{}'", "The patch is empty");
        assertRefused("spinPatch " + WEB + ", patch: 'text'", "a list of operations, and this is neither");
        assertRefused("spinPatch " + WEB + ", patch: 'a: b', strategy: 'clever'", "strategic, merge, json");
        assertRefused("spinRestart account: 'prod', kinds: 'deploy', name: 'other'", "other");
        assertRefused("spinPause account: 'prod', kinds: 'ds', labels: 'app=web'", "app=web");
        assertEquals(1, replicas());
    }

    private void assertRefused(String script, String why) throws Exception {
        WorkflowRun run = at.run(Result.FAILURE, script);
        JENKINS.assertLogContains(why, run);
        JENKINS.assertLogNotContains("\tat ", run);
        assertEquals(
                script, StageStatus.REFUSED, StageRecords.get().of(run).get(0).status());
    }

    @Test
    public void accountsLimitsHold() throws Exception {
        at.run(Result.SUCCESS, deploy("web:1"));
        KubernetesAccount account = new KubernetesAccount("prod", "kubeconfig");
        account.setReadOnly(true);
        at.account(account);
        assertRefused("spinScale " + WEB + ", replicas: 2", "read-only");
        account = new KubernetesAccount("prod", "kubeconfig");
        account.setOmitKinds("Deployment");
        at.account(account);
        assertRefused("spinRestart " + WEB, "Deployment");
        assertEquals(1, replicas());
    }

    @Test
    public void aFreestyleJobDoesTheSame() throws Exception {
        at.run(Result.SUCCESS, deploy("web:1") + deploy("web:2"));
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        SpinScaleStep scale = web(new SpinScaleStep("prod"));
        scale.setReplicas("+1");
        SpinPatchStep patch = web(new SpinPatchStep("prod"));
        patch.setPatch("metadata: {labels: {build: '${ env.BUILD_NUMBER }'}}");
        patch.setStrategy("merge");
        SpinRollbackStep rollback = web(new SpinRollbackStep("prod"));
        rollback.setRevision(1);
        job.getBuildersList().add(new SpinScaleBuilder(scale));
        job.getBuildersList().add(new SpinPauseBuilder(web(new SpinPauseStep("prod"))));
        job.getBuildersList().add(new SpinResumeBuilder(web(new SpinResumeStep("prod"))));
        job.getBuildersList().add(new SpinRestartBuilder(web(new SpinRestartStep("prod"))));
        job.getBuildersList().add(new SpinPatchBuilder(patch));
        job.getBuildersList().add(new SpinRollbackBuilder(rollback));
        JENKINS.buildAndAssertSuccess(job);
        assertEquals(2, replicas());
        assertEquals("web:1", image());
        assertEquals(
                "1", at.apps("deployments/web").at("/metadata/labels/build").asText());
        assertFalse(at.apps("deployments/web").at("/spec").has("paused"));
        assertTrue(at.apps("deployments/web").at("/status/readyReplicas").asInt() == 2);
    }

    private static <T extends RolloutStep> T web(T step) {
        step.setKinds("Deployment");
        step.setName("web");
        return step;
    }
}
