package io.jenkins.plugins.spindelivery.trigger;

import static io.jenkins.plugins.spindelivery.delivery.Deliveries.await;
import static org.junit.Assert.assertEquals;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.spindelivery.delivery.KilledJenkins;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Jenkins is killed while what was accepted waits in its queue, which it loses. */
public class TriggerOutageTest {
    private static final int DELIVERIES = 30;

    @Rule
    public final KilledJenkins killed = new KilledJenkins();

    @Test
    public void everyAcceptedDeliveryRunsOnce() throws Throwable {
        killed.start();
        killed.run(TriggerOutageTest::begin);
        killed.killAndStart();
        killed.run(TriggerOutageTest::goOn);
        killed.killAndStart();
        killed.run(TriggerOutageTest::end);
    }

    private static String body(int number) {
        return "{\"version\": \"" + number + "\"}";
    }

    private static void deliver(JenkinsRule jenkins, int from, int to, int status) throws Exception {
        for (int i = from; i < to; i++) {
            assertEquals(status, Sender.signed(jenkins, "outage", body(i)).statusCode());
        }
    }

    /** More than are put into the queue at a time. */
    private static void begin(JenkinsRule jenkins) throws Exception {
        Sender.knownTo(jenkins);
        WebhookTrigger trigger = new WebhookTrigger("outage", Sender.ID);
        trigger.setParameters("version=$.version");
        Sender.job(jenkins, "outage", trigger);
        Jenkins.get().doQuietDown();
        deliver(jenkins, 0, DELIVERIES, 202);
        deliver(jenkins, 0, DELIVERIES, 200);
    }

    /** The first ones run; what comes meanwhile is taken as well. */
    private static void goOn(JenkinsRule jenkins) throws Exception {
        deliver(jenkins, 0, DELIVERIES, 200);
        FreeStyleProject job = jenkins.jenkins.getItemByFullName("outage", FreeStyleProject.class);
        await(
                "three builds",
                () -> job.getLastBuild() != null && job.getLastBuild().getNumber() >= 3);
        Jenkins.get().doQuietDown();
        deliver(jenkins, DELIVERIES, DELIVERIES + 5, 202);
    }

    private static void end(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.jenkins.getItemByFullName("outage", FreeStyleProject.class);
        await("a build for each", () -> versions(job).size() >= DELIVERIES + 5);
        deliver(jenkins, 0, DELIVERIES + 5, 200);
        jenkins.waitUntilNoActivity();
        List<String> versions = versions(job);
        assertEquals(versions.toString(), DELIVERIES + 5, versions.size());
        assertEquals(versions.toString(), DELIVERIES + 5, new TreeSet<>(versions).size());
    }

    /** What each build was started for. */
    private static List<String> versions(FreeStyleProject job) {
        List<String> versions = new ArrayList<>();
        for (var build : job.getBuilds()) {
            StartedBy.of(build)
                    .ifPresent(trigger ->
                            versions.add(trigger.at("/payload/version").asText()));
        }
        return versions;
    }
}
