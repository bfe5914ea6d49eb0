package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.event.Action;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployResult;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;

/** A control plane that is killed, or that hangs for 20 s, while one deploy writes and another one waits. */
public class ServerDeathTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.own();

    private static final long HANG_SECONDS = 20;
    private static final int CALL_SECONDS = 8;

    /** What the deploy that writes is about when the fault comes. */
    private static final String WRITES = "Deployment NAMESPACE/web";
    /** The same of the deploy that waits: all who wait share one list. */
    private static final String LISTS = "deployments in namespace NAMESPACE";

    private final FaultBench writing = FaultBench.at(CLUSTER);
    private final FaultBench waiting = FaultBench.at(CLUSTER);

    @Rule
    public final RuleChain rules = RuleChain.outerRule(writing).around(waiting);

    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(4);

    @Before
    public void patience() {
        writing.asServiceAccount().inRealTime().callTimeout(Duration.ofSeconds(CALL_SECONDS));
        waiting.asServiceAccount().inRealTime().callTimeout(Duration.ofSeconds(CALL_SECONDS));
    }

    @After
    public void stop() {
        later.shutdownNow();
    }

    @Test(timeout = 120_000)
    public void theApiServerIsKilled() {
        duringBoth(() -> CLUSTER.signal(TestCluster.API_SERVER, "KILL"));
        wasToldThatItIsAway(writing, WRITES);
        wasToldThatItIsAway(waiting, LISTS);
    }

    @Test(timeout = 120_000)
    public void theApiServerHangs() {
        duringBoth(() -> hang(TestCluster.API_SERVER));
        bothWereToldThatItIsLate();
    }

    @Test(timeout = 120_000)
    public void etcdIsKilled() {
        duringBoth(() -> CLUSTER.signal(TestCluster.ETCD, "KILL"));
    }

    @Test(timeout = 120_000)
    public void etcdHangs() {
        duringBoth(() -> hang(TestCluster.ETCD));
        bothWereToldThatItIsLate();
    }

    private static void wasToldThatItIsAway(FaultBench bench, String where) {
        // It has its roles some seconds after it has begun to answer. Who may not list reads the one object, in vain,
        // too.
        Pattern away =
                Pattern.compile(where + ": (The connection to SERVER broke before .*|Nothing answers at SERVER: the"
                        + " connection was refused.*)|Deployment NAMESPACE/web: \"system:serviceaccount:NAMESPACE:deployer\" may"
                        + " not .*");
        assertFalse("the user is told", bench.retrying().isEmpty());
        bench.retrying().forEach(text -> assertTrue(text, away.matcher(text).matches()));
    }

    private void bothWereToldThatItIsLate() {
        assertEquals(Set.of(Sentences.late(WRITES, CALL_SECONDS)), Set.copyOf(writing.retrying()));
        assertEquals(Set.of(Sentences.late(LISTS, CALL_SECONDS)), Set.copyOf(waiting.retrying()));
    }

    private void hang(String component) {
        CLUSTER.signal(component, "STOP");
        later.schedule(() -> CLUSTER.signal(component, "CONT"), HANG_SECONDS, TimeUnit.SECONDS);
    }

    /** The fault comes when one deploy has written its first object and the other one has begun to wait. */
    private void duringBoth(Runnable fault) {
        CountDownLatch there = new CountDownLatch(2);
        CompletableFuture<Void> struck = CompletableFuture.runAsync(
                () -> {
                    await(there);
                    fault.run();
                },
                later);
        AtomicBoolean first = new AtomicBoolean(true);
        writing.onEvent(event -> {
            if (event instanceof Event.ObjectChanged changed
                    && changed.action() == Action.CREATED
                    && first.getAndSet(false)) {
                there.countDown();
                struck.join();
            }
        });
        waiting.whenWaiting(() -> {
            there.countDown();
            struck.join();
        });
        keepPodsGoing();
        CompletableFuture<DeployResult> waited = CompletableFuture.supplyAsync(() -> deploy(waiting), later);
        DeployResult written = deploy(writing);
        succeeded(writing, written);
        succeeded(waiting, waited.join());
    }

    /**
     * The test cluster's nodes, played by kwok, forget a pod when the server fails while they write its status, until the
     * pod changes; real ones go on trying.
     */
    private void keepPodsGoing() {
        later.scheduleWithFixedDelay(
                () -> List.of(writing, waiting).forEach(ServerDeathTest::touchPendingPods), 2, 2, TimeUnit.SECONDS);
    }

    private static void touchPendingPods(FaultBench bench) {
        try {
            for (JsonNode pod : bench.live("pods").path("items")) {
                if (pod.at("/status/phase").asText().equals("Pending")) {
                    CLUSTER.api()
                            .patch(
                                    bench.path(
                                            "pods/" + pod.at("/metadata/name").asText()),
                                    "{\"metadata\":{\"annotations\":{\"touched\":\"" + System.nanoTime() + "\"}}}");
                }
            }
        } catch (UncheckedIOException | AssertionError e) {
            // The server is still away: it is tried again.
        }
    }

    private static DeployResult deploy(FaultBench bench) {
        return bench.deploy(FaultBench.options(100, true), Manifests.SETTINGS + Manifests.WEB);
    }

    private static void succeeded(FaultBench bench, DeployResult result) {
        assertEquals(bench.told(result.errors()).toString(), Status.SUCCEEDED, result.status());
        assertEquals(
                List.of("ConfigMap settings-v000 created stable", "Deployment web created stable"),
                FaultBench.actions(result.objects()));
        assertEquals(List.of("settings-v000"), bench.names("configmaps"));
        assertEquals(List.of("web"), bench.names("deployments"));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue("both deploys are under way", latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
