package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.patient;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.pipeline;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import java.time.Duration;
import java.util.Locale;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Many bakes wait at once for their builders. As a benchmark, with its figures at the end of the output:
 * {@code JAVA_TOOL_OPTIONS=-Dspin.bakes=200 ./dev plugin --test ManyBakesTest}.
 */
public class ManyBakesTest {
    private static final int COUNT = Integer.getInteger("spin.bakes", 50);

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final JenkinsRule jenkins = patient(new JenkinsRule());

    private final PeerAccount peer = AWS.account();

    @Test
    public void waitingTakesNoThreadsAndNoExecutors() throws Exception {
        peer.rules().runUserData(true).delay(Duration.ZERO);
        CloudAccount.of(peer).configure();
        jenkins.buildAndAssertSuccess(pipeline("warm", CloudAccount.bake("'warm'")));
        int threadsBefore = Footprint.threads("");
        peer.forget();
        peer.rules().delay(Duration.ofHours(1));
        long began = System.nanoTime();
        WorkflowRun run = pipeline("bakes", script()).scheduleBuild2(0).waitForStart();
        Footprint.until(COUNT, () -> waiting(run));
        tell("until all of %d wait: %.1f s", COUNT, Footprint.seconds(began));
        Footprint.idle();
        holdsNothing(threadsBefore);
        long released = System.nanoTime();
        peer.rules().delay(Duration.ZERO);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        tell("until all images are there: %.1f s", Footprint.seconds(released));
        eachMadeItsImage(run);
    }

    private static String script() {
        return "def branches = [:]; for (int i = 0; i < " + COUNT
                + "; i++) { def name = \"web${i}\"; branches[name] = { def got = " + CloudAccount.bake("name")
                + "; assert !got.images[0].reused } }; parallel branches";
    }

    private void holdsNothing(int threadsBefore) throws Exception {
        int threads = Footprint.threads("");
        int ours = Footprint.threads("Spin Delivery");
        tell("threads: %d before, %d while waiting, of these ours: %d", threadsBefore, threads, ours);
        assertThat(ours, lessThanOrEqualTo(DeliveryPool.MOVERS + DeliveryPool.HELPERS + 1));
        assertThat(DeliveryPool.MOVERS + DeliveryPool.HELPERS, lessThan(COUNT));
        // Pipelines and the connection to AWS have some of their own, which do not depend on the number of steps.
        assertThat(threads, lessThan(threadsBefore + COUNT));
        assertEquals(0, jenkins.jenkins.toComputer().countBusy());
        jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
    }

    private void eachMadeItsImage(WorkflowRun run) throws Exception {
        assertEquals(COUNT, StageRecords.get().of(run).size());
        awaitNothingOpen();
        assertEquals(COUNT, peer.count("ec2:RunInstances"));
        var images =
                peer.aside().ec2().describeImages(each -> each.owners("self")).images();
        assertEquals("with that of the first build", COUNT + 1, images.size());
        // Each image has a snapshot.
        assertEquals(2 * (COUNT + 1), peer.leftovers(PeerAccount.REGION).size());
        jenkins.assertLogNotContains("\tat ", run);
    }

    /** The bakes that have launched their builders, and now wait. */
    private static int waiting(WorkflowRun run) {
        return (int) StageRecords.get().of(run).stream()
                .filter(stage -> stage.phase() == Phase.PROVISION)
                .count();
    }

    private static void tell(String format, Object... arguments) {
        System.out.println("many bakes: " + String.format(Locale.ROOT, format, arguments));
    }
}
