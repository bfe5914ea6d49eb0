package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.pipeline;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/**
 * Many steps wait at once, each for an object that is not yet gone. As a benchmark, with its figures at the end of the
 * output: {@code JAVA_TOOL_OPTIONS=-Dspin.stages=1000 ./dev plugin --test ManyStagesTest}.
 */
public class ManyStagesTest {
    private static final int BUILDS = 5;
    private static final int BRANCHES = Integer.getInteger("spin.stages", 100) / BUILDS;
    private static final Duration PATIENCE = Duration.ofMinutes(9);

    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    private final String namespace = CLUSTER.newNamespace("many");

    @Test
    public void waitingTakesNoThreads() throws Throwable {
        for (int build = 0; build < BUILDS; build++) {
            for (int branch = 0; branch < BRANCHES; branch++) {
                CLUSTER.api().create(configMaps(), held(name(build, branch)));
            }
        }
        sessions.then(jenkins -> {
            jenkins.timeout = (int) PATIENCE.toSeconds();
            begin(jenkins);
        });
        sessions.then(jenkins -> {
            jenkins.timeout = (int) PATIENCE.toSeconds();
            goOn(jenkins);
        });
    }

    private void begin(JenkinsRule jenkins) throws Exception {
        Outage.configure(jenkins, CLUSTER.kubeconfigText());
        warmUp(jenkins);
        int threadsBefore = Footprint.threads("");
        long heapBefore = Footprint.heap();
        long began = System.nanoTime();
        for (int build = 0; build < BUILDS; build++) {
            pipeline("many-" + build, script(build)).scheduleBuild2(0).waitForStart();
        }
        Footprint.until(BUILDS * BRANCHES, ManyStagesTest::waiting);
        tell("until all of %d wait: %.1f s", BUILDS * BRANCHES, Footprint.seconds(began));
        Footprint.idle();
        tell(
                "threads: %d before, %d while waiting, of these ours: %d",
                threadsBefore, Footprint.threads(""), Footprint.threads("Spin Delivery"));
        tell("heap in use: %.1f MB before, %.1f MB while waiting", heapBefore / 1e6, Footprint.heap() / 1e6);
        assertThat(
                Footprint.threads("Spin Delivery"), lessThanOrEqualTo(DeliveryPool.MOVERS + DeliveryPool.HELPERS + 1));
        // Pipelines and the connection to the cluster have some of their own, which do not depend on the number of
        // steps.
        assertThat(Footprint.threads(""), lessThanOrEqualTo(threadsBefore + 60));
    }

    private void goOn(JenkinsRule jenkins) throws Exception {
        long began = System.nanoTime();
        Footprint.until(BUILDS * BRANCHES, ManyStagesTest::driven);
        tell("until all are under way after the restart: %.1f s", Footprint.seconds(began));
        for (int build = 0; build < BUILDS; build++) {
            for (int branch = 0; branch < BRANCHES; branch++) {
                String patch = "{\"metadata\": {\"finalizers\": null}}";
                CLUSTER.api().patch(configMaps() + "/" + name(build, branch), patch);
            }
        }
        long gone = System.nanoTime();
        for (WorkflowRun run : runs()) {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertEquals(BRANCHES, StageRecords.get().of(run).size());
        }
        tell("until all builds have ended: %.1f s", Footprint.seconds(gone));
        awaitNothingOpen();
    }

    /** Opens the connection and loads the classes, which the first step of a Jenkins pays for. */
    private void warmUp(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = pipeline(
                "warm",
                "spinDestroy(account: 'test', namespace: '" + namespace + "', kinds: 'ConfigMap', labels: 'no=one')");
        jenkins.buildAndAssertSuccess(job);
        Footprint.idle();
    }

    private String script(int build) {
        return "def branches = [:]; for (int i = 0; i < " + BRANCHES + "; i++) { def name = \"held-" + build
                + "-${i}\"; branches[name] = { spinDestroy(account: 'test', namespace: '" + namespace
                + "', kinds: 'ConfigMap', name: name, timeout: '30m') } }; parallel branches";
    }

    private String configMaps() {
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    private static String name(int build, int branch) {
        return "held-" + build + "-" + branch;
    }

    private static String held(String name) {
        return "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"" + name
                + "\", \"finalizers\": [\"test.spin-delivery.io/hold\"]}}";
    }

    private static List<WorkflowRun> runs() {
        List<WorkflowRun> runs = new ArrayList<>();
        for (int build = 0; build < BUILDS; build++) {
            WorkflowJob job = Jenkins.get().getItemByFullName("many-" + build, WorkflowJob.class);
            WorkflowRun run = job == null ? null : job.getBuildByNumber(1);
            if (run != null) {
                runs.add(run);
            }
        }
        return runs;
    }

    private static int driven() {
        return runs().stream().mapToInt(run -> Stages.get().of(run).size()).sum();
    }

    /** The stages that have deleted, and now wait. */
    private static int waiting() {
        return (int) runs().stream()
                .flatMap(run -> StageRecords.get().of(run).stream())
                .filter(ManyStagesTest::hasDeleted)
                .count();
    }

    private static boolean hasDeleted(StageRecord record) {
        return record.phase() == Phase.DELETE && record.objects().stream().anyMatch(object -> object.action() != null);
    }

    private static void tell(String format, Object... arguments) {
        System.out.println("many stages: " + String.format(Locale.ROOT, format, arguments));
    }
}
