package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.pipeline;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertEquals;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Many canaries are in progress at once. As a benchmark, with its figures at the end of the output:
 * {@code JAVA_TOOL_OPTIONS=-Dspin.canaries=500 ./dev plugin --test ManyCanaryStepsTest}.
 */
public class ManyCanaryStepsTest {
    private static final int BUILDS = 5;
    private static final int BRANCHES = Integer.getInteger("spin.canaries", 20) / BUILDS;
    private static final int COUNT = BUILDS * BRANCHES;

    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @Rule
    public final JenkinsRule jenkins = patient();

    private final String namespace = CLUSTER.newNamespace("many-canaries");

    private static JenkinsRule patient() {
        JenkinsRule rule = new JenkinsRule();
        rule.timeout = (int) Duration.ofMinutes(20).toSeconds();
        return rule;
    }

    @Test
    public void canariesInProgressTakeNoThreadsAndStoppingThemLeavesNothing() throws Exception {
        Outage.configure(jenkins, CLUSTER.kubeconfigText());
        jenkins.buildAndAssertSuccess(pipeline("warm", "def name = 'warm'\n" + canary("1s")));
        // What Pipeline itself takes for a branch that waits is no canary's.
        long perBranch = pipelinesOwn();
        Footprint.idle();
        int threadsBefore = Footprint.threads("");
        long heapBefore = Footprint.heap();
        long began = System.nanoTime();
        List<WorkflowRun> runs = start("canaries", canary("1h"));
        Footprint.until(COUNT, () -> inProgress(runs));
        tell("until all of %d are up: %.1f s", COUNT, Footprint.seconds(began));
        assertEquals(COUNT, deployments());
        Footprint.idle();
        int threads = Footprint.threads("");
        int ours = Footprint.threads("Spin Delivery");
        tell("threads: %d before, %d now, of these ours: %d", threadsBefore, threads, ours);
        tell(
                "heap: %.1f kB for each canary, %.1f kB of it Pipeline's own",
                (Footprint.heap() - heapBefore) / 1e3 / COUNT, perBranch / 1e3);
        tell(
                "load of the machine: %.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        assertThat(ours, lessThanOrEqualTo(DeliveryPool.MOVERS + DeliveryPool.HELPERS + 1));
        // Pipelines and the connection to the cluster have some of their own, which do not depend on the number of
        // canaries.
        assertThat(threads, lessThanOrEqualTo(threadsBefore + 60));
        long stopped = System.nanoTime();
        stop(runs);
        awaitNothingOpen();
        tell("until all are taken away: %.1f s", Footprint.seconds(stopped));
        assertEquals(0, deployments());
    }

    /** How much as many branches take that only sleep, each, in bytes. */
    private long pipelinesOwn() throws Exception {
        Footprint.idle();
        long before = Footprint.heap();
        List<WorkflowRun> runs = start("sleeps", "sleep 3600");
        Footprint.until(COUNT, () -> sleeping(runs));
        long each = (Footprint.heap() - before) / COUNT;
        stop(runs);
        return each;
    }

    private static List<WorkflowRun> start(String name, String step) throws Exception {
        List<WorkflowRun> runs = new ArrayList<>();
        for (int build = 0; build < BUILDS; build++) {
            String script = "def branches = [:]; for (int i = 0; i < " + BRANCHES + "; i++) { def name = \"web-" + build
                    + "-${i}\"; branches[name] = {\n" + step + "\n} }; parallel branches";
            runs.add(pipeline(name + "-" + build, script).scheduleBuild2(0).waitForStart());
        }
        return runs;
    }

    private String canary(String lifetime) {
        return "spinCanary(account: 'test', namespace: '" + namespace + "', lifetime: '" + lifetime
                + "', manifest: \"\"\""
                + """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: ${name}}
                spec:
                  selector: {matchLabels: {app: ${name}}}
                  template:
                    metadata: {labels: {app: ${name}}}
                    spec: {containers: [{name: web, image: "web:2"}]}
                """
                + "\"\"\") { }";
    }

    private void stop(List<WorkflowRun> runs) throws Exception {
        for (WorkflowRun run : runs) {
            run.doStop();
        }
        for (WorkflowRun run : runs) {
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        }
    }

    /** The canaries that are up, and watched. */
    private static int inProgress(List<WorkflowRun> runs) {
        return (int) runs.stream()
                .flatMap(run -> StageRecords.get().of(run).stream())
                .filter(stage -> stage.phase() == Phase.CHECK)
                .count();
    }

    private static int sleeping(List<WorkflowRun> runs) {
        return runs.stream()
                .mapToInt(run -> (int) new DepthFirstScanner()
                        .allNodes(run.getExecution()).stream()
                                .map(FlowNode::getDisplayFunctionName)
                                .filter("sleep"::equals)
                                .count())
                .sum();
    }

    private int deployments() {
        return CLUSTER.api()
                .get("/apis/apps/v1/namespaces/" + namespace + "/deployments")
                .path("items")
                .size();
    }

    private static void tell(String format, Object... arguments) {
        System.out.println("many canaries: " + String.format(Locale.ROOT, format, arguments));
    }
}
