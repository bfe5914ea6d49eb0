package io.jenkins.plugins.spindelivery.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** {@code spinPlan} in Pipelines, on a real cluster. */
public class SpinPlanStepTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private AtCluster at;

    @Before
    public void account() throws Exception {
        at = new AtCluster(JENKINS, CLUSTER, "step-plan");
    }

    private static String configMap(String value) {
        return "manifest: [apiVersion: 'v1', kind: 'ConfigMap', metadata: [name: 'conf'], data: [value: '" + value
                + "']], versioned: false";
    }

    @Test
    public void tellsWhatWouldChangeAndChangesNothing() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "def p = spinPlan account: 'prod', " + configMap("one")
                        + "\necho \"first ${p.hasChanges} ${p.changes.collect { it.kind + ' ' + it.name + ' ' + it.action }}\"\n"
                        + "spinDeploy account: 'prod', " + configMap("one") + "\n"
                        + "p = spinPlan account: 'prod', " + configMap("one") + "\n"
                        + "echo \"same ${p.hasChanges} ${p.changes[0].action}\"\n"
                        + "p = spinPlan account: 'prod', " + configMap("two") + "\n"
                        + "echo \"diff ${p.changes[0].diff.contains('+  value: two')}\"");
        JENKINS.assertLogContains("first true [ConfigMap conf created]", run);
        JENKINS.assertLogContains("ConfigMap " + at.namespace() + "/conf would be created.", run);
        JENKINS.assertLogContains("same false unchanged", run);
        JENKINS.assertLogContains("ConfigMap " + at.namespace() + "/conf would be changed.", run);
        JENKINS.assertLogContains("    +  value: two", run);
        JENKINS.assertLogContains("diff true", run);
        JENKINS.assertLogContains("A deploy would change 1 objects, and leave 0 as they are.", run);
        assertEquals("one", at.core("configmaps/conf").at("/data/value").asText());
        StageRecord last = StageRecords.get().of(run).get(3);
        assertEquals("plan", last.type());
        assertEquals(StageStatus.SUCCEEDED, last.status());
        assertThat(last.objects().get(0).diff(), containsString("+  value: two"));
    }

    @Test
    public void failsWhenADeployWouldBeRefused() throws Exception {
        WorkflowRun run = at.run(
                Result.FAILURE,
                "spinPlan account: 'prod', manifest: [apiVersion: 'v1', kind: 'Nonsense', metadata: [name: 'x']]");
        JENKINS.assertLogContains("Nonsense", run);
        StageRecord record = StageRecords.get().of(run).get(0);
        assertEquals(StageStatus.REFUSED, record.status());
        assertFalse(record.errors().isEmpty());
    }

    @Test
    public void readOnlyAccountsMayBePlannedFor() throws Exception {
        KubernetesAccount account = new KubernetesAccount("prod", "kubeconfig");
        account.setReadOnly(true);
        at.account(account);
        at.run(Result.SUCCESS, "spinPlan account: 'prod', " + configMap("one"));
        assertFalse(at.has("configmaps/conf"));
    }
}
