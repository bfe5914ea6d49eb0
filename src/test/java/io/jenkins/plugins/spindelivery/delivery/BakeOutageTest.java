package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitIn;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitStatus;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.build;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.stage;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hudson.model.Result;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/**
 * Jenkins goes out while bakes wait for their builders, by an orderly restart and by {@code kill -9}. One of them is
 * stopped by a person, before the restart and after the kill.
 */
public class BakeOutageTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final KilledJenkins killed = new KilledJenkins();

    private final PeerAccount peer = AWS.account();

    @Before
    public void buildersTakeLong() {
        peer.rules().runUserData(true).delay(Duration.ofHours(1));
    }

    @Test
    public void restart() throws Throwable {
        sessions.then(jenkins -> {
            begin(jenkins, CloudAccount.of(peer));
            stop(jenkins);
        });
        sessions.then(jenkins -> {
            awaitStatus(build("kept"), StageStatus.RUNNING);
            awaitStatus(build("stopped"), StageStatus.CANCELLING);
            peer.rules().delay(Duration.ZERO);
            end(jenkins);
        });
        assertDoneOnce();
    }

    @Test
    public void kill() throws Throwable {
        killed.start();
        killed.run(BakeOutageTest::begin, CloudAccount.of(peer));
        killed.killAndStart();
        killed.run((JenkinsRule jenkins) -> {
            awaitStatus(build("kept"), StageStatus.RUNNING);
            awaitStatus(build("stopped"), StageStatus.RUNNING);
            stop(jenkins);
        });
        peer.rules().delay(Duration.ZERO);
        killed.run(BakeOutageTest::end);
        assertDoneOnce();
    }

    private static void begin(JenkinsRule jenkins, CloudAccount account) throws Exception {
        account.configure();
        for (String name : List.of("kept", "stopped")) {
            WorkflowRun run = started(
                    name,
                    "def got = " + CloudAccount.bake("'" + name + "'") + "; echo \"came to ${got.images*.reused}\"");
            awaitIn(run, "a builder", () -> StageRecords.get().of(run).stream()
                    .anyMatch(stage -> stage.phase() == Phase.PROVISION));
        }
    }

    private static void stop(JenkinsRule jenkins) throws Exception {
        build("stopped").doStop();
        awaitStatus(build("stopped"), StageStatus.CANCELLING);
    }

    private static void end(JenkinsRule jenkins) throws Exception {
        WorkflowRun kept = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build("kept")));
        jenkins.assertLogContains("came to [false]", kept);
        WorkflowRun stopped = jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build("stopped")));
        assertEquals(StageStatus.CANCELLED, stage(stopped).status());
        for (WorkflowRun run : List.of(kept, stopped)) {
            jenkins.assertLogNotContains("\tat ", run);
            assertFalse(stage(run).detached());
        }
        awaitNothingOpen();
    }

    /** Each bake launched one builder; of the one that went on there is the image with its snapshot, of the other nothing. */
    private void assertDoneOnce() {
        assertEquals(2, peer.count("ec2:RunInstances"));
        assertEquals(1, peer.count("ec2:CreateImage"));
        List<String> left = peer.leftovers(PeerAccount.REGION).stream()
                .map(line -> line.replaceAll("(ami|snap)-[0-9a-f]+", "$1").replaceAll("\\d{13}", "TIME"))
                .toList();
        assertEquals(List.of("Image ami (kept-all-TIME-ubuntu)", "Snapshot snap"), left);
    }
}
