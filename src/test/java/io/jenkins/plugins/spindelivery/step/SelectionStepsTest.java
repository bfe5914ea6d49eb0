package io.jenkins.plugins.spindelivery.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
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

/** {@code spinDestroy} and {@code spinStatus} in Pipelines, on a real cluster. */
public class SelectionStepsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private AtCluster at;

    @Before
    public void objects() throws Exception {
        at = new AtCluster(JENKINS, CLUSTER, "step-select");
        create("canary-a", "canary");
        create("canary-b", "canary");
        create("stays", "stable");
    }

    private void create(String name, String track) {
        CLUSTER.api()
                .create(
                        "/api/v1/namespaces/" + at.namespace() + "/configmaps",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                                + "\",\"labels\":{\"track\":\"" + track + "\"}}}");
    }

    private void assertAllThere() {
        assertTrue(at.has("configmaps/canary-a"));
        assertTrue(at.has("configmaps/canary-b"));
        assertTrue(at.has("configmaps/stays"));
    }

    @Test
    public void destroysByLabelAndSaysWhatFirst() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "def r = spinDestroy account: 'prod', kinds: ['ConfigMap'], labels: [track: 'canary']\n"
                        + "echo \"deleted ${r.deleted}: ${r.objects.collect { it.name + ' ' + it.action }}\"");
        JENKINS.assertLogContains("deleted 2: [canary-a deleted, canary-b deleted]", run);
        JENKINS.assertLogContains("ConfigMap " + at.namespace() + "/canary-a is going to be deleted", run);
        assertFalse(at.has("configmaps/canary-a"));
        assertFalse(at.has("configmaps/canary-b"));
        assertTrue(at.has("configmaps/stays"));
        StageRecord record = StageRecords.get().of(run).get(0);
        assertEquals("destroy", record.type());
        assertEquals("ConfigMap track=canary", record.subject());
    }

    @Test
    public void destroysByNameInDeclarative() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "pipeline { agent none\n stages { stage('x') { steps {\n"
                        + "spinDestroy account: 'prod', kinds: 'cm', name: 'stays', cascading: true, gracePeriod: 0, timeout: 60\n"
                        + "spinDestroy account: 'prod', kinds: 'cm', name: 'stays'\n} } } }");
        assertFalse(at.has("configmaps/stays"));
        JENKINS.assertLogContains("Nothing was found to delete.", run);
    }

    @Test
    public void dryRunDeletesNothing() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS, "spinDestroy account: 'prod', kinds: 'cm', labels: 'track=canary', dryRun: true");
        JENKINS.assertLogContains("ConfigMap " + at.namespace() + "/canary-a would be deleted", run);
        assertAllThere();
    }

    @Test
    public void emptySelectorsAreRefused() throws Exception {
        for (String selection : List.of("", ", labels: ''", ", labels: ' , '", ", labels: [:]", ", name: ' '")) {
            WorkflowRun run = at.run(Result.FAILURE, "spinDestroy account: 'prod', kinds: 'cm'" + selection);
            JENKINS.assertLogContains("which would mean everything", run);
            JENKINS.assertLogNotContains("\tat ", run);
            assertEquals(StageStatus.REFUSED, StageRecords.get().of(run).get(0).status());
        }
        WorkflowRun run =
                at.run(Result.FAILURE, "spinDestroy account: 'prod', kinds: 'cm', labels: [track: env.NOT_SET ?: '']");
        JENKINS.assertLogContains("The label track has no value", run);
        run = at.run(Result.FAILURE, "spinDestroy account: 'prod', labels: 'track=canary'");
        JENKINS.assertLogContains("No kind is given", run);
        run = at.run(Result.FAILURE, "spinDestroy account: 'prod', kinds: 'cm', name: 'a', labels: 'track=canary'");
        JENKINS.assertLogContains("A name and labels are given", run);
        run = at.run(
                Result.FAILURE,
                "spinDestroy account: 'prod', kinds: 'cm', name: 'stays', cascading: 'sideways', gracePeriod: 'long'");
        JENKINS.assertLogContains(
                "\"sideways\" is none of the words for this field: background, foreground, orphan", run);
        JENKINS.assertLogContains("\"long\" is no whole number", run);
        assertAllThere();
    }

    @Test
    public void statusTellsHowObjectsAre() throws Exception {
        WorkflowRun run = at.run(
                Result.SUCCESS,
                "spinDeploy account: 'prod', manifest: [apiVersion: 'apps/v1', kind: 'Deployment', metadata: [name: 'web'],"
                        + " spec: [replicas: 1, selector: [matchLabels: [app: 'web']], template: [metadata: [labels:"
                        + " [app: 'web']], spec: [containers: [[name: 'web', image: 'web:1']]]]]]\n"
                        + "def s = spinStatus account: 'prod', kinds: 'deploy', names: 'web'\n"
                        + "def o = s.objects[0]\n"
                        + "echo \"status ${s.overall} ${o.kind} ${o.name} ${o.status} ${o.ready}/${o.desired} ${o.images}\"\n"
                        + "s = spinStatus account: 'prod', labels: 'track', kinds: ['ConfigMap']\n"
                        + "echo \"labelled ${s.objects.collect { it.name }.sort()} ${s.objects[0].keySet().contains('data')}\"");
        JENKINS.assertLogContains("status stable Deployment web stable 1/1 [web:1]", run);
        JENKINS.assertLogContains("labelled [canary-a, canary-b, stays] false", run);
        assertEquals("status", StageRecords.get().of(run).get(1).type());
    }

    @Test
    public void statusOfNothingIsAnError() throws Exception {
        WorkflowRun run = at.run(Result.FAILURE, "spinStatus account: 'prod', kinds: 'cm', names: 'gone, stays'");
        JENKINS.assertLogContains("There is no cm gone in namespace " + at.namespace(), run);
        run = at.run(Result.FAILURE, "spinStatus account: 'prod', labels: 'track=none'");
        JENKINS.assertLogContains("has the labels track=none", run);
        run = at.run(Result.FAILURE, "spinStatus account: 'prod'");
        JENKINS.assertLogContains("Neither names nor labels are given", run);
        run = at.run(Result.FAILURE, "spinStatus account: 'prod', names: 'a'");
        JENKINS.assertLogContains("Names need a kind", run);
    }

    @Test
    public void statusKeepsToTheAccountsLimits() throws Exception {
        KubernetesAccount account = new KubernetesAccount("prod", "kubeconfig");
        account.setOmitKinds("ConfigMap");
        account.setReadOnly(true);
        at.account(account);
        WorkflowRun run = at.run(Result.FAILURE, "spinStatus account: 'prod', kinds: 'cm', names: 'stays'");
        JENKINS.assertLogContains("ConfigMap", run);
        assertEquals(StageStatus.REFUSED, StageRecords.get().of(run).get(0).status());
        at.run(Result.SUCCESS, "spinStatus account: 'prod', kinds: 'sa', names: 'default'");
    }
}
