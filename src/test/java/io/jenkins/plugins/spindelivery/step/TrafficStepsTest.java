package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.builder.SpinDisableBuilder;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code spinEnable}, {@code spinDisable} and the strategies of {@code spinDeploy}, on a real cluster. */
public class TrafficStepsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

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

    private AtCluster at;

    @Before
    public void account() throws Exception {
        at = new AtCluster(JENKINS, CLUSTER, "step-traffic");
    }

    private static String deploy(String tag, String more) {
        return "spinDeploy account: 'prod', manifest: '''" + WEB + "''', parameters: [tag: '" + tag
                + "'], services: 'web'" + more + "\n";
    }

    private boolean isIn(String replicaSet) {
        return at.apps("replicasets/" + replicaSet)
                .at("/spec/template/metadata/labels/lb")
                .asText()
                .equals("web");
    }

    @Test
    public void redBlackAndByHand() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                deploy("1", "")
                        + "def second = " + deploy("2", ", trafficStrategy: 'redBlack'")
                        + "echo 'actions ' + second.objects.collect { it.name + ' ' + it.action }\n"
                        + "def back = spinEnable(account: 'prod', criterion: 'oldest', cluster: 'web')\n"
                        + "echo 'back ' + back.objects[0].action\n"
                        + "spinDisable account: 'prod', name: 'web-v001', services: ['web']\n");
        JENKINS.assertLogContains("actions [web unchanged, web-v001 created, web-v000 disabled]", run);
        JENKINS.assertLogContains("back enabled", run);
        assertTrue(isIn("web-v000") && !isIn("web-v001"));
        assertEquals(
                List.of("deploy", "deploy", "enable", "disable"),
                StageRecords.get().of(run).stream().map(StageRecord::type).toList());
    }

    @Test
    public void theGuardsRefusalIsToldWithoutAStackTrace() throws Exception {
        WorkflowRun run = at.run(
                Result.FAILURE, deploy("1", "") + "spinDisable account: 'prod', name: 'web-v000', guardRatio: 0.4\n");
        JENKINS.assertLogContains("The traffic guard refuses", run);
        assertThat(JENKINS.getLog(run), not(containsString("\tat ")));
        assertTrue(isIn("web-v000"));
    }

    @Test
    public void theBlockRunsAtEachStep() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                deploy("1", "")
                        + "spinRollingDeploy(account: 'prod', manifest: '''" + WEB + "''', parameters: [tag: '2'],"
                        + " services: 'web', targetPercentages: [50]) {\n"
                        + "  echo \"at ${env.SPIN_TRAFFIC_PERCENTAGE} of ${env.SPIN_TRAFFIC_REPLICA_SETS}\"\n"
                        + "}\n");
        JENKINS.assertLogContains("at 50 of web-v001", run);
        JENKINS.assertLogContains("at 100 of web-v001", run);
        assertTrue(isIn("web-v001") && !isIn("web-v000"));
    }

    @Test
    public void aBlockThatFailsTakesAllBack() throws Exception {
        WorkflowRun run = at.run(
                Result.FAILURE,
                deploy("1", "")
                        + "spinRollingDeploy(account: 'prod', manifest: '''" + WEB + "''', parameters: [tag: '2'],"
                        + " services: 'web', targetPercentages: [50]) {\n"
                        + "  error 'smoke test failed'\n"
                        + "}\n");
        JENKINS.assertLogContains("The check at 50 % failed: smoke test failed", run);
        assertTrue(isIn("web-v000"));
        assertThat(at.apps("replicasets").toString(), not(containsString("\"web-v001\"")));
    }

    @Test
    public void aBlockWithoutStepsIsRefused() throws Exception {
        WorkflowRun run = at.run(
                Result.FAILURE,
                "spinRollingDeploy(account: 'prod', manifest: '''" + WEB
                        + "''', trafficStrategy: 'redBlack') { echo 'never' }\n");
        JENKINS.assertLogContains("for the strategy rollingRedBlack", run);
        JENKINS.assertLogNotContains("never", run);
    }

    @Test
    public void declarativeWithAndWithoutABlock() throws Exception {
        at.run(
                Result.SUCCESS,
                "pipeline { agent none\n stages { stage('one') { steps {\n" + deploy("1", "")
                        + "} }\n stage('two') { steps {\n"
                        + "spinRollingDeploy(account: 'prod', manifest: '''" + WEB + "''', parameters: [tag: '2'],"
                        + " services: 'web') { echo 'checked' }\n"
                        + "} } } }\n");
        assertTrue(isIn("web-v001") && !isIn("web-v000"));
    }

    @Test
    public void freestyle() throws Exception {
        at.run(Result.SUCCESS, deploy("1", "") + deploy("2", ""));
        FreeStyleProject job = JENKINS.createFreeStyleProject();
        SpinDisableStep step = new SpinDisableStep("prod");
        step.setName("web-v000");
        job.getBuildersList().add(new SpinDisableBuilder(step));
        JENKINS.buildAndAssertSuccess(job);
        assertTrue(isIn("web-v001") && !isIn("web-v000"));
    }

    @Test
    public void aReadOnlyAccountMovesNothing() throws Exception {
        at.run(Result.SUCCESS, deploy("1", "") + deploy("2", ""));
        KubernetesAccount readOnly = new KubernetesAccount("prod", "kubeconfig");
        readOnly.setReadOnly(true);
        at.account(readOnly);
        at.run(Result.FAILURE, "spinDisable account: 'prod', name: 'web-v000'\n");
        assertTrue(isIn("web-v000"));
    }
}
