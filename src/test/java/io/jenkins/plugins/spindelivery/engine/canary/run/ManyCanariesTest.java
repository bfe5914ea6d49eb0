package io.jenkins.plugins.spindelivery.engine.canary.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.Sealer;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/**
 * Many canaries in progress at once, on a pool as Jenkins has one: none holds a thread, and how much memory each takes is
 * told. {@code -Dspin.canaries=500} is what is to be possible.
 */
public class ManyCanariesTest {
    private static final int COUNT = Integer.getInteger("spin.canaries", 20);
    private static final int MOVERS = 4;
    private static final int MOST_BYTES = 16_000;
    private static final int MOST_THREADS = 60;
    private static final long PATIENCE_MINUTES = 9;

    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ScheduledExecutorService pool = Executors.newScheduledThreadPool(MOVERS);
    private final CountDownLatch up = new CountDownLatch(COUNT);
    private final CountDownLatch over = new CountDownLatch(COUNT);

    /** One canary, as a driver holds it. */
    private final class Driven implements Runnable {
        private final Canary operation = new Canary();
        private final Path path;
        private final OperationFile file;
        private final OperationContext context;
        private CanaryState state;
        private CanaryResult result;
        private Future<?> next;
        private boolean isUp;

        Driven(CanaryRequest request, String yaml, Path path) {
            this.path = path;
            file = new OperationFile(path, Sealer.NONE);
            context = new OperationContext(
                    Clock.systemUTC(),
                    LIVE.executor(),
                    EventSink.NONE,
                    account -> LIVE.cluster(),
                    file,
                    name -> {
                        throw new AssertionError("nothing is measured");
                    },
                    () -> goOn(20));
            state = Canary.start(request, Shop.manifests(yaml), Shop.CONFIG, context);
            file.save(operation, state);
        }

        synchronized void goOn(long millis) {
            if (next != null) {
                next.cancel(false);
            }
            next = pool.schedule(this, millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public synchronized void run() {
            if (result != null) {
                return;
            }
            Move<CanaryState, CanaryResult> move = operation.move(state, context);
            if (move instanceof Move.Finished<CanaryState, CanaryResult> finished) {
                result = finished.result();
                file.delete();
                over.countDown();
                return;
            }
            Move.Next<CanaryState, CanaryResult> after = (Move.Next<CanaryState, CanaryResult>) move;
            state = after.state();
            if (!after.onlyLooked()) {
                file.save(operation, state);
            }
            if (!isUp && operation.gate(state).isPresent()) {
                isUp = true;
                up.countDown();
            }
            goOn(after.delay().toMillis());
        }

        synchronized void answer() {
            state = operation.answer(state, new GateAnswer("canary", true, ""));
            goOn(0);
        }
    }

    private List<Driven> start(String namespace) throws IOException {
        List<Driven> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            String yaml = Shop.next("web:2", "red").replace("name: web\n", "name: web-" + i + "\n");
            CanaryRequest request =
                    new CanaryRequest(Shop.deploy(namespace), 1, List.of(), "", null, null, null, 0, true);
            all.add(new Driven(request, yaml, folder.newFolder().toPath().resolve("operation.json")));
        }
        return all;
    }

    @Test
    public void waitingTakesNoThreadsAndLittleMemory() throws Exception {
        String namespace = LIVE.testCluster().newNamespace("many-canaries");
        Shop.deploy(
                LIVE, namespace, Shop.next("web:1", "red"), folder.newFolder().toPath());
        warmUp(namespace);
        long heapBefore = heap();
        int threadsBefore = Thread.activeCount();
        List<Driven> all = start(namespace);
        all.forEach(each -> each.goOn(0));
        assertTrue("all are up", up.await(PATIENCE_MINUTES, TimeUnit.MINUTES));
        int threads = Thread.activeCount();
        long perCanary = (heap() - heapBefore) / COUNT;
        long largest = 0;
        for (Driven each : all) {
            largest = Math.max(largest, Files.size(each.path));
        }
        System.out.printf(
                "%d canaries in progress: %d threads before, %d now; heap %.1f kB each; state %.1f kB at most%n",
                COUNT, threadsBefore, threads, perCanary / 1e3, largest / 1e3);
        // The pool's and the executor's, and those of the HTTP client, which do not depend on the number of canaries.
        assertTrue("threads: " + threads, threads <= threadsBefore + MOST_THREADS);
        assertTrue("state: " + largest, largest <= MOST_BYTES);
        all.forEach(Driven::answer);
        assertTrue("all have ended", over.await(PATIENCE_MINUTES, TimeUnit.MINUTES));
        pool.shutdownNow();
        for (Driven each : all) {
            assertEquals(each.result.errors().toString(), Status.SUCCEEDED, each.result.status());
            assertEquals(Verdict.PASS, each.result.verdict());
        }
        assertEquals(
                1,
                LIVE.testCluster()
                        .api()
                        .get("/apis/apps/v1/namespaces/" + namespace + "/deployments")
                        .path("items")
                        .size());
    }

    /** Loads the classes and opens the connection, which the first canary pays for. */
    private void warmUp(String namespace) throws IOException {
        CanaryDriver driver = new CanaryDriver(
                account -> LIVE.cluster(),
                LIVE.executor(),
                ScriptedSource.factor(1),
                gate -> new GateAnswer(gate.id(), true, ""),
                new ArrayList<>());
        CanaryRequest request = new CanaryRequest(Shop.deploy(namespace), 1, List.of(), "", null, null, null, 0, true);
        String yaml = Shop.next("web:2", "red");
        driver.run(
                request, Shop.manifests(yaml), Shop.CONFIG, folder.newFolder().toPath());
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
