package io.jenkins.plugins.spindelivery.child;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.build;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.pipeline;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.junit.Assert.assertEquals;

import hudson.model.FreeStyleProject;
import hudson.model.Queue;
import hudson.model.labels.LabelAtom;
import io.jenkins.plugins.spindelivery.delivery.KilledJenkins;
import io.jenkins.plugins.spindelivery.delivery.StageKey;
import io.jenkins.plugins.spindelivery.delivery.Stages;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Jenkins is killed while builds wait for a time, for a job that runs, and for one in the queue. */
public class StartJobOutageTest {
    @Rule
    public final KilledJenkins real = new KilledJenkins();

    @Test
    public void waitsGoOnAndJobsAreStartedOnce() throws Throwable {
        real.start();
        real.run(StartJobOutageTest::begin);
        real.killAndStart();
        real.run(StartJobOutageTest::goesOn);
    }

    private static void begin(JenkinsRule jenkins) throws Exception {
        pipeline("runs", "def got = spinWait(seconds: 86400); echo \"skipped by ${got.skippedBy}\"");
        FreeStyleProject queued = jenkins.createFreeStyleProject("queued");
        queued.setAssignedLabel(new LabelAtom("later"));
        WorkflowRun parent = started(
                "parent",
                """
                parallel(
                    runs: { echo "first ${spinJob('runs').buildInfo.result}" },
                    queued: { echo "second ${spinJob('queued').buildInfo.result}" },
                    wait: { echo "third ${spinWait(seconds: 86400).skippedBy}" })
                """);
        await("the items", queued::isInQueue);
        await(
                "the waits",
                () -> wait(parent).isPresent()
                        && build("runs") != null
                        && wait(build("runs")).isPresent());
    }

    private static Optional<StageKey> wait(WorkflowRun run) {
        return StageRecords.get().of(run).stream()
                .filter(stage -> stage.type().equals("wait"))
                .map(StageRecord::key)
                .map(StageKey::new)
                .filter(key -> Stages.get().rest(run, key).isPresent())
                .findFirst();
    }

    private static void goesOn(JenkinsRule jenkins) throws Exception {
        WorkflowRun parent = build("parent");
        await("the waits", () -> wait(parent).isPresent() && wait(build("runs")).isPresent());
        FreeStyleProject queued = Jenkins.get().getItemByFullName("queued", FreeStyleProject.class);
        assertEquals(1, Queue.getInstance().getItems(queued).size());
        queued.setAssignedLabel(null);
        Stages.get().skip(build("runs"), wait(build("runs")).orElseThrow(), "alice");
        Stages.get().skip(parent, wait(parent).orElseThrow(), "bob");
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(parent));
        jenkins.assertLogContains("first SUCCESS", parent);
        jenkins.assertLogContains("second SUCCESS", parent);
        jenkins.assertLogContains("third bob", parent);
        jenkins.assertLogContains("skipped by alice", build("runs"));
        assertEquals(1, build("runs").getParent().getLastBuild().getNumber());
        assertEquals(1, queued.getLastBuild().getNumber());
        awaitNothingOpen();
    }
}
