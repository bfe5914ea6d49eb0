package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.build;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.pipeline;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryHistory;
import io.jenkins.plugins.spindelivery.metric.MetricSourcesConfiguration;
import io.jenkins.plugins.spindelivery.metric.PrometheusConfiguration;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Builds that have a canary up, and what has to come of them after an outage of Jenkins. Runs inside the Jenkins that
 * goes out; the test keeps the cluster. A canary is named after its build's job.
 */
public final class CanaryOutage {
    /** With judgments every four seconds of what the four seconds before were like. */
    private static final String MEASURED =
            ", metricSource: 'prometheus', lifetime: '%s', interval: '4s', lookback: '4s', step: '1s', analysis: '''"
                    + """
                    metrics:
                      - name: error ratio
                        query:
                          type: prometheus
                          customInlineTemplate: 'PromQL:avg(demo_error_ratio{namespace="${location}",workload="${scope}"})'
                        groups: [Errors]
                        analysisConfigurations:
                          canary: {direction: increase, critical: true, effectSize: {criticalIncrease: 3}}
                    classifier:
                      groupWeights: {Errors: 100}
                    '''
                    """
                            .stripTrailing();

    private CanaryOutage() {}

    /** A Deployment, live or as the canary's manifest. */
    static String workload(String name, String tag) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: main, image: "web:%2$s"}]}
                """
                .formatted(name, tag);
    }

    /** A Pipeline with nothing but a canary. */
    static String canary(String namespace, String name, String tag, String more, String block) {
        return "def got = spinCanary(account: 'test', namespace: '" + namespace + "'" + more + ", manifest: '''"
                + workload(name, tag) + "''') {\n" + block + "\n}\n"
                + "echo \"verdict ${got.verdict} after ${got.intervals.size()}\"";
    }

    /** One that is measured for a time, by the metric source {@code prometheus}. */
    static String measured(String namespace, String name, String lifetime, String block) {
        return canary(namespace, name, "2", String.format(MEASURED, lifetime), block);
    }

    private static String judged(String namespace, String name, String more) {
        return canary(namespace, name, "2", more, "echo 'inside'\nspinJudge message: 'Well?'\necho 'went on'");
    }

    /** Makes the metric source {@code prometheus}. */
    public static void measure(JenkinsRule jenkins, String address) {
        MetricSourcesConfiguration.get().setSources(List.of(new PrometheusConfiguration("prometheus", address)));
    }

    /** Starts the builds whose canaries nobody measures, and returns when each waits in its block. */
    public static void begin(JenkinsRule jenkins, String namespace) throws Exception {
        WorkflowRun approved = started("approved", judged(namespace, "approved", ""));
        WorkflowRun declined = started("declined", judged(namespace, "declined", ""));
        WorkflowJob fast = pipeline("fast", canary(namespace, "fast", "2", "", "sleep 600"));
        fast.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
        WorkflowRun lost = fast.scheduleBuild2(0).waitForStart();
        awaitSavedQuestion(approved);
        awaitSavedQuestion(declined);
        jenkins.waitForMessage("Sleeping for", lost);
    }

    /** Starts the builds whose canaries are measured, and returns when each waits in its block and was judged well. */
    public static void beginMeasured(JenkinsRule jenkins, String namespace) throws Exception {
        started("good", judged(namespace, "good", String.format(MEASURED, "16s")));
        started("bad", judged(namespace, "bad", String.format(MEASURED, "1h")));
        for (String job : List.of("good", "bad")) {
            awaitSavedQuestion(build(job));
            await("a judgment of " + job, () -> !history(build(job)).judged().isEmpty());
        }
    }

    /** One is told yes, one no, and the third is lost. */
    public static void goesOn(JenkinsRule jenkins) throws Exception {
        Deliveries.answer(build("approved"), true);
        WorkflowRun approved = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("approved")));
        jenkins.assertLogContains("verdict Pass after 0", approved);
        assertOnce("went on", approved);
        Deliveries.answer(build("declined"), false);
        WorkflowRun declined = jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build("declined")));
        jenkins.assertLogNotContains("went on", declined);
        assertEquals(StageStatus.FAILED, canary(declined).status());
        for (WorkflowRun run : List.of(approved, declined)) {
            assertWellTold(jenkins, run);
        }
        await("taken back", () -> canary(build("fast")).status() == StageStatus.CANCELLED);
        assertTrue(canary(build("fast")).detached());
        assertFalse(build("fast").isBuilding());
        awaitNothingOpen();
    }

    /** One stays good and is told yes; the other one became bad during the outage, and its question is in vain. */
    public static void goesOnMeasured(JenkinsRule jenkins) throws Exception {
        WorkflowRun bad = jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build("bad")));
        jenkins.assertLogContains("error ratio High", bad);
        jenkins.assertLogNotContains("went on", bad);
        assertJudgedOneAfterTheOther(bad);
        Deliveries.answer(build("good"), true);
        WorkflowRun good = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("good")));
        jenkins.assertLogContains("verdict Pass after 4", good);
        assertOnce("went on", good);
        assertEquals(4, assertJudgedOneAfterTheOther(good));
        for (WorkflowRun run : List.of(good, bad)) {
            assertWellTold(jenkins, run);
        }
        awaitNothingOpen();
    }

    /** A question that is asked before the program is saved would be asked again, and the block's steps run again. */
    private static void awaitSavedQuestion(WorkflowRun run) throws Exception {
        Deliveries.question(run);
        for (StepExecution step : run.getExecution().getCurrentExecutions(true).get()) {
            step.getContext().saveState().get();
        }
    }

    private static int assertJudgedOneAfterTheOther(WorkflowRun run) {
        List<Integer> intervals = history(run).judged().stream()
                .map(CanaryHistory.Judged::interval)
                .toList();
        assertEquals(IntStream.rangeClosed(1, intervals.size()).boxed().toList(), intervals);
        return intervals.size();
    }

    private static void assertWellTold(JenkinsRule jenkins, WorkflowRun run) throws Exception {
        jenkins.assertLogNotContains("\tat ", run);
        assertOnce("inside", run);
        assertOnce("canary Deployment .*: goes on after a restart of Jenkins, .*", run);
        assertFalse(canary(run).detached());
    }

    private static void assertOnce(String line, WorkflowRun run) throws Exception {
        String log = JenkinsRule.getLog(run);
        assertEquals(log, 1, log.lines().filter(each -> each.matches(line)).count());
    }

    /** The stage of a build's canary. */
    static StageRecord canary(Run<?, ?> run) {
        return StageRecords.get().of(run).stream()
                .filter(stage -> stage.type().equals("canary"))
                .findFirst()
                .orElseThrow();
    }

    private static CanaryHistory history(Run<?, ?> run) {
        return StageFolder.of(run, canary(run).key()).canary().orElse(CanaryHistory.EMPTY);
    }
}
