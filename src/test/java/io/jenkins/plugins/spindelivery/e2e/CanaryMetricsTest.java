package io.jenkins.plugins.spindelivery.e2e;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricProgram;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.PrometheusPeer;
import io.jenkins.plugins.spindelivery.engine.canary.report.CanaryHistory;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.metric.MetricSourcesConfiguration;
import io.jenkins.plugins.spindelivery.metric.PrometheusConfiguration;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.BuildWatcher;
import org.jvnet.hudson.test.JenkinsRule;

/** docs/examples/gateway-canary-metrics: canary and baseline, judged by the metrics of a real Prometheus. */
public class CanaryMetricsTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final BuildWatcher WATCHER = new BuildWatcher();

    @ClassRule
    public static final JenkinsRule JENKINS = Examples.jenkins();

    @Rule
    public final PrometheusPeer prometheus = new PrometheusPeer();

    private Examples examples;
    private LiveNamespace live;
    private WorkflowJob production;

    @Before
    public void productionIsRunning() throws Exception {
        examples = new Examples(JENKINS, CLUSTER);
        live = examples.production();
        production = examples.job("gateway-production");
        examples.run(Result.SUCCESS, production, "image_version", "1.0");
        MetricSourcesConfiguration.get()
                .setSources(List.of(new PrometheusConfiguration("prometheus", prometheus.address())));
    }

    private WorkflowRun canary(Result expected, double errors) throws Exception {
        MetricProgram program = prometheus.program();
        program.behaves(live.name(), "ci-gateway-baseline", 0.01, 0.1);
        program.behaves(live.name(), "ci-gateway-canary", errors, 0.1);
        prometheus.awaitAtLeast("count(demo_error_ratio{workload=\"ci-gateway-canary\"})", 1);
        return examples.run(
                expected,
                examples.job("gateway-canary-metrics"),
                "image_version",
                "1.1",
                "lifetime",
                "8s",
                "interval",
                "4s",
                "step",
                "1s");
    }

    private static CanaryHistory history(WorkflowRun run) {
        StageRecord stage = StageRecords.get().of(run).get(0);
        return StageFolder.of(run, stage.key()).canary().orElseThrow();
    }

    @Test
    public void aGoodVersionGoesIntoProduction() throws Exception {
        WorkflowRun run = canary(Result.SUCCESS, 0.01);
        JENKINS.assertLogContains("Smoke tests of ci-gateway-canary would run here.", run);
        CanaryHistory history = history(run);
        assertEquals(2, history.judged().size());
        assertEquals(100, history.judged().get(1).score(), 0);
        assertEquals(Set.of("error ratio", "latency"), history.metrics().keySet());
        assertTrue(history.metrics().get("latency").controlSummary().points() > 4);
        assertEquals(75, history.thresholds().pass(), 0);
        assertEquals("canary-ci-gateway-canary.html", run.getArtifacts().get(0).relativePath);
        assertEquals(Set.of("ci-gateway"), live.deployments());
        assertEquals(2, production.getLastBuild().getNumber());
        String page = JENKINS.createWebClient()
                .withJavaScriptEnabled(false)
                .getPage(run, "delivery/")
                .getElementById("stage-" + StageRecords.get().of(run).get(0).key())
                .asNormalizedText();
        assertThat(page, containsString("Pass Score 100 of 100 interval 2 of 2"));
    }

    @Test
    public void aBadVersionIsStoppedWithinOneIntervalAndIsGone() throws Exception {
        WorkflowRun run = canary(Result.FAILURE, 0.2);
        assertEquals(1, history(run).judged().size());
        JENKINS.assertLogContains("error ratio High", run);
        assertEquals(Set.of("ci-gateway"), live.deployments());
        assertEquals(1, production.getLastBuild().getNumber());
        JENKINS.assertLogNotContains("\tat ", run);
    }
}
