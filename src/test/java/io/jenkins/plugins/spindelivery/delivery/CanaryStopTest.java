package io.jenkins.plugins.spindelivery.delivery;

import static io.jenkins.plugins.spindelivery.delivery.CanaryOutage.canary;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitIn;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.awaitNothingOpen;
import static io.jenkins.plugins.spindelivery.delivery.Deliveries.started;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpServer;
import hudson.model.Result;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;
import org.jvnet.hudson.test.JenkinsRule;

/** A build is stopped, killed or deleted while its canary is up: the canary's pods are gone, and nothing else is. */
public class CanaryStopTest {
    @ClassRule
    public static final JenkinsRule JENKINS = Deliveries.patient(new JenkinsRule());

    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @Rule
    public final TestName name = new TestName();

    private String namespace;

    @BeforeClass
    public static void account() throws Exception {
        Outage.configure(JENKINS, CLUSTER.kubeconfigText());
    }

    @Before
    public void production() throws Exception {
        namespace = CLUSTER.newNamespace("canary-stop");
        CLUSTER.api().apply(apps("deployments/web"), "somebody", CanaryOutage.workload("web", "1"));
        CLUSTER.api()
                .await(
                        apps("deployments/web"),
                        web -> web.at("/status/readyReplicas").asInt() == 1);
    }

    /** When the build has ended, or what it left behind is done. */
    @After
    public void onlyProductionIsLeft() throws Exception {
        awaitNothingOpen();
        assertEquals(Set.of("web"), deployments());
        assertEquals(1, pods().size());
    }

    private String apps(String path) {
        return "/apis/apps/v1/namespaces/" + namespace + "/" + path;
    }

    private Set<String> deployments() {
        return names(apps("deployments"));
    }

    private Set<String> pods() {
        return names("/api/v1/namespaces/" + namespace + "/pods");
    }

    private static Set<String> names(String path) {
        Set<String> names = new TreeSet<>();
        CLUSTER.api()
                .get(path)
                .path("items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    private WorkflowRun running(String more, String block, String what, String tag) throws Exception {
        WorkflowRun run = started(name.getMethodName(), canary(namespace, "web", tag, more, block));
        awaitIn(run, what, () -> JenkinsRule.getLog(run).contains(what));
        return run;
    }

    private WorkflowRun inTheBlock() throws Exception {
        WorkflowRun run = running("", "sleep 600", "Sleeping for", "2");
        assertEquals(Set.of("web", "web-canary"), deployments());
        assertEquals(2, pods().size());
        return run;
    }

    private void stopped(WorkflowRun run) throws Exception {
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        JENKINS.assertLogNotContains("\tat ", run);
        assertEquals(StageStatus.CANCELLED, CanaryOutage.canary(run).status());
        assertFalse(CanaryOutage.canary(run).detached());
        assertEquals("before the build has ended", Set.of("web"), deployments());
    }

    @Test
    public void stoppedInTheBlock() throws Exception {
        stopped(inTheBlock());
    }

    @Test
    public void stoppedWhileItComesUp() throws Exception {
        WorkflowRun run = running("", "echo 'never'", "web-canary progressing", "2-neverready");
        assertEquals(Set.of("web", "web-canary"), deployments());
        stopped(run);
        JENKINS.assertLogNotContains("never\n", run);
    }

    @Test
    public void killed() throws Exception {
        WorkflowRun run = inTheBlock();
        run.doKill();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        awaitIn(run, "the end", () -> CanaryOutage.canary(run).status() == StageStatus.CANCELLED);
        assertTrue(CanaryOutage.canary(run).detached());
    }

    @Test
    public void deletedAfterAKill() throws Exception {
        WorkflowRun run = inTheBlock();
        assertThrows("it is running", IOException.class, run::delete);
        assertEquals(Set.of("web", "web-canary"), deployments());
        run.doKill();
        JENKINS.waitForCompletion(run);
        run.delete();
        assertFalse(run.getRootDir().exists());
    }

    /** Jenkins stops the build, and waits for it. */
    @Test
    public void deletedWithItsJob() throws Exception {
        WorkflowRun run = inTheBlock();
        run.getParent().delete();
        assertFalse(run.getRootDir().exists());
        assertEquals(Set.of("web"), deployments());
    }

    /** The metric source has been asked, and takes its time. */
    @Test
    public void stoppedWhileItIsAnalysed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        slow.createContext("/", exchange -> {
            asked.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        slow.start();
        try {
            CanaryOutage.measure(
                    JENKINS, "http://127.0.0.1:" + slow.getAddress().getPort());
            WorkflowRun run =
                    started(name.getMethodName(), CanaryOutage.measured(namespace, "web", "1h", "echo 'inside'"));
            awaitIn(run, "a question to the metric source", () -> asked.getCount() == 0);
            assertEquals(Set.of("web", "web-baseline", "web-canary"), deployments());
            stopped(run);
        } finally {
            over.countDown();
            slow.stop(0);
        }
    }
}
