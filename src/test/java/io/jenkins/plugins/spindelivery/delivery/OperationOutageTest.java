package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitIn;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.build;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** Jenkins is restarted in an orderly way in the middle of a Job, of a rollback, and of a deploy with a block. */
public class OperationOutageTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    private final String namespace = CLUSTER.newNamespace("operation-outage");

    private String core(String path) {
        return "/api/v1/namespaces/" + namespace + "/" + path;
    }

    private String apps(String path) {
        return "/apis/apps/v1/namespaces/" + namespace + "/" + path;
    }

    private String step(String name, String more, String manifest) {
        return name + "(account: 'test', namespace: '" + namespace + "'" + more + ", manifest: '''" + manifest + "''')";
    }

    /** How often a line of the log ends in this way. */
    private static long lines(WorkflowRun run, String end) throws Exception {
        return JenkinsRule.getLog(run)
                .lines()
                .filter(line -> line.endsWith(end))
                .count();
    }

    private static StageRecord last(WorkflowRun run) {
        List<StageRecord> records = StageRecords.get().of(run);
        return records.get(records.size() - 1);
    }

    private static WorkflowRun succeeded(JenkinsRule jenkins, String job) throws Exception {
        WorkflowRun run = jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(build(job)));
        jenkins.assertLogNotContains("\tat ", run);
        assertEquals(StageStatus.SUCCEEDED, last(run).status());
        assertFalse(last(run).detached());
        awaitNothingOpen();
        return run;
    }

    private static String job() {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate}
                spec:
                  backoffLimit: 0
                  template:
                    metadata: {annotations: {testcluster.spin-delivery.io/log: "first"}}
                    spec: {restartPolicy: Never, containers: [{name: main, image: "migrate:1-neverready"}]}
                """;
    }

    private JsonNode pod(String label) {
        return CLUSTER.api()
                .await(
                        core("pods?labelSelector=" + label),
                        pods -> pods.path("items").size() == 1
                                && pods.at("/items/0/status/containerStatuses/0/state")
                                        .has("running"))
                .at("/items/0");
    }

    /** As a kubelet tells that a container has written more, and has ended. */
    private void writesAndEnds(JsonNode pod) {
        String path = core("pods/" + pod.at("/metadata/name").asText());
        CLUSTER.api().patch(path, annotations("first\\nsecond"));
        String started =
                pod.at("/status/containerStatuses/0/state/running/startedAt").asText();
        CLUSTER.api()
                .patch(
                        path + "/status",
                        """
                        {"status": {"phase": "Succeeded", "containerStatuses": [{"name": "main", "image": "migrate:1",
                          "imageID": "", "ready": false, "restartCount": 0, "state": {"terminated":
                          {"exitCode": 0, "reason": "Completed", "startedAt": "%1$s", "finishedAt": "%1$s"}}}]}}
                        """
                                .formatted(started));
    }

    private static String annotations(String log) {
        return "{\"metadata\": {\"annotations\": {\"testcluster.spin-delivery.io/log\": \"" + log + "\"}}}";
    }

    @Test
    public void aJobGoesOnTellingItsLog() throws Throwable {
        sessions.then(jenkins -> {
            Outage.configure(jenkins, CLUSTER.kubeconfigText());
            WorkflowRun run =
                    started("p", "def got = " + step("spinRunJob", "", job()) + "; echo \"came to ${got.log}\"");
            awaitIn(run, "the first line", () -> lines(run, "/main | first") == 1);
        });
        JsonNode pod = pod("job-name%3Dmigrate");
        sessions.then(jenkins -> {
            assertEquals(StageStatus.RUNNING, last(build("p")).status());
            writesAndEnds(pod);
            WorkflowRun run = succeeded(jenkins, "p");
            assertEquals(1, lines(run, "/main | first"));
            assertEquals(1, lines(run, "/main | second"));
            assertEquals(1, lines(run, "came to [first, second]"));
        });
        assertEquals(
                "the same pod",
                pod.at("/metadata/uid").asText(),
                CLUSTER.api().get(core("pods")).at("/items/0/metadata/uid").asText());
        assertEquals(1, CLUSTER.api().get(core("pods")).path("items").size());
    }

    private static String web(String tag) {
        return """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: conf}
                data: {tag: "%1$s"}
                ---
                """
                        .formatted(tag)
                + CanaryOutage.workload("web", tag);
    }

    @Test
    public void aRollbackGoesOnWaiting() throws Throwable {
        sessions.then(jenkins -> {
            Outage.configure(jenkins, CLUSTER.kubeconfigText());
            WorkflowRun run = started(
                    "p",
                    step("spinDeploy", ", wait: false", web("1-neverready"))
                            + "\ndef second = " + step("spinDeploy", "", web("2"))
                            + "\ndef got = spinRollback(deploy: second)\necho \"back ${got.status}\"");
            awaitIn(
                    run,
                    "the rollback",
                    () -> image().equals("web:1-neverready") && last(run).type().equals("rollback"));
        });
        JsonNode before = CLUSTER.api().get(apps("deployments/web"));
        sessions.then(jenkins -> {
            assertEquals(StageStatus.RUNNING, last(build("p")).status());
            becomesReady();
            jenkins.assertLogContains("back succeeded", succeeded(jenkins, "p"));
        });
        JsonNode after = CLUSTER.api().get(apps("deployments/web"));
        assertEquals("web:1-neverready", image());
        assertEquals("written once", before.at("/metadata/generation"), after.at("/metadata/generation"));
        assertEquals(
                404,
                CLUSTER.api()
                        .send("GET", core("configmaps/conf-v001"), "application/json", "")
                        .code());
    }

    private String image() {
        return CLUSTER.api()
                .get(apps("deployments/web"))
                .at("/spec/template/spec/containers/0/image")
                .asText();
    }

    /** As a kubelet tells that the pods that were not ready are. */
    private void becomesReady() {
        for (JsonNode pod : CLUSTER.api().get(core("pods")).path("items")) {
            if (pod.at("/spec/containers/0/image").asText().endsWith("neverready")) {
                String started = pod.at("/status/containerStatuses/0/state/running/startedAt")
                        .asText();
                CLUSTER.api()
                        .patch(
                                core("pods/" + pod.at("/metadata/name").asText() + "/status"),
                                """
                                {"status": {"conditions": [{"type": "Ready", "status": "True"},
                                  {"type": "ContainersReady", "status": "True"}],
                                  "containerStatuses": [{"name": "main", "image": "web:1", "imageID": "",
                                    "ready": true, "restartCount": 0, "state": {"running": {"startedAt": "%s"}}}]}}
                                """
                                        .formatted(started));
            }
        }
    }

    private static String replicaSet(String tag) {
        return """
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
                    spec: {containers: [{name: web, image: "web:%s"}]}
                """
                .formatted(tag);
    }

    private void rolling() throws Throwable {
        sessions.then(jenkins -> {
            Outage.configure(jenkins, CLUSTER.kubeconfigText());
            WorkflowRun run = started(
                    "p",
                    step("spinDeploy", ", services: 'web'", replicaSet("1")) + "\n"
                            + step("spinRollingDeploy", ", services: 'web', targetPercentages: [50]", replicaSet("2"))
                            + " {\n  echo \"at ${env.SPIN_TRAFFIC_PERCENTAGE}\"\n"
                            + "  if (env.SPIN_TRAFFIC_PERCENTAGE == '50') { spinJudge message: 'Go on?' }\n}\n");
            Deliveries.question(run);
        });
    }

    private boolean isIn(String replicaSet) {
        return CLUSTER.api()
                .get(apps("replicasets/" + replicaSet))
                .at("/spec/template/metadata/labels/lb")
                .asText()
                .equals("web");
    }

    private int replicaSets() {
        return CLUSTER.api().get(apps("replicasets")).path("items").size();
    }

    @Test
    public void aRollingDeployGoesOnWithItsBlock() throws Throwable {
        rolling();
        sessions.then(jenkins -> {
            Deliveries.answer(build("p"), true);
            WorkflowRun run = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("p")));
            assertEquals(1, lines(run, "at 50"));
            assertEquals(1, lines(run, "at 100"));
            jenkins.assertLogNotContains("\tat ", run);
            awaitNothingOpen();
        });
        assertEquals("true false", isIn("web-v001") + " " + isIn("web-v000"));
        assertEquals(2, replicaSets());
    }

    @Test
    public void aRollingDeployIsStoppedInItsBlockAfterARestart() throws Throwable {
        rolling();
        sessions.then(jenkins -> {
            Deliveries.question(build("p"));
            build("p").doStop();
            WorkflowRun run = jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build("p")));
            assertEquals(0, lines(run, "at 100"));
            jenkins.assertLogNotContains("\tat ", run);
            awaitNothingOpen();
        });
        assertEquals("false true", isIn("web-v001") + " " + isIn("web-v000"));
        assertEquals(1, replicaSets());
    }
}
