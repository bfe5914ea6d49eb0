package io.jenkins.plugins.spindelivery.engine.kubernetes.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.event.Phase;
import io.jenkins.plugins.spindelivery.engine.kubernetes.InterferingCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.LiveCluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.DeleteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Watch;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WatchListener;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteResult;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState.Stage;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.TestRule;

/** Waiting by watches: what it costs, that it wakes, and that nothing a watch does or fails to do holds it up. */
public class SharedWaitingTest {
    private static final LiveCluster LIVE = new LiveCluster();

    @ClassRule
    public static final TestRule CLUSTER = LIVE.rule();

    private static final DeployOptions OPTIONS =
            new DeployOptions(Check.STRUCTURAL, false, false, false, false, true, false, 60);
    private static final Watch DEAF = () -> {};

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger files = new AtomicInteger();
    private String namespace;

    /** Answers in place of a watch; {@code null} to let it be a real one. */
    private interface Watching {
        Watch watch(String kind, WatchListener listener);
    }

    @Before
    public void namespace() {
        namespace = LIVE.testCluster().newNamespace("waiting");
    }

    /** A connection that writes down what is read, and whose watches are the test's. */
    private Cluster cluster(Watching watching) {
        InterferingCluster interfering = (method, arguments) -> {
            if (!List.of("list", "listing", "get", "watch").contains(method)) {
                return Optional.empty();
            }
            String kind =
                    arguments.get(0) instanceof ApiResource type ? type.kind() : ((ObjectRef) arguments.get(0)).kind();
            asked.add(method + " " + kind);
            return method.equals("watch")
                    ? Optional.ofNullable(watching.watch(kind, (WatchListener) arguments.get(4)))
                    : Optional.empty();
        };
        return interfering.around(LIVE.cluster());
    }

    private Cluster cluster() {
        return cluster((kind, listener) -> null);
    }

    private static String web(String name, String image) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: web, image: '%2$s'}]}
                ---
                """
                .formatted(name, image);
    }

    private OperationContext context(Cluster cluster, Runnable wake) {
        return context(cluster, EventSink.NONE, wake);
    }

    private OperationContext context(Cluster cluster, EventSink events, Runnable wake) {
        OperationFile file = OperationRunner.file(folder.getRoot().toPath().resolve("run-" + files.incrementAndGet()));
        return new OperationContext(Clock.systemUTC(), LIVE.executor(), events, account -> cluster, file, wake);
    }

    private DeployState start(OperationContext context, String yaml) {
        DeployRequest request =
                new DeployRequest("test", PreparationOptions.DEFAULTS.withNamespace(namespace), OPTIONS);
        return Deploy.start(
                request, ManifestReader.read("test.yaml", yaml.getBytes(UTF_8), ReadLimits.DEFAULT), context);
    }

    /** As most drivers do: after the delay, or earlier when woken. What is asked counts from where it begins to wait. */
    private DeployResult deploy(Cluster cluster, String yaml) {
        EventSink forgetting = event -> {
            if (event instanceof Event.PhaseStarted started && started.phase() == Phase.WAIT) {
                asked.clear();
            }
        };
        OperationContext context = context(cluster, forgetting, () -> {});
        OperationFile file = (OperationFile) context.blobs();
        return OperationRunner.run(new Deploy(), start(context, yaml), context, file, state -> {});
    }

    /** Lets no delay end a pause of those that matter, only a wake. */
    private static <S, R> R runByWakes(
            Operation<S, R> operation, S first, OperationContext context, Semaphore woken, Predicate<S> waiting) {
        S state = first;
        while (true) {
            Move<S, R> move = operation.move(state, context);
            if (move instanceof Move.Finished<S, R> finished) {
                return finished.result();
            }
            Move.Next<S, R> next = (Move.Next<S, R>) move;
            state = next.state();
            if (!waiting.test(state)) {
                LockSupport.parkNanos(next.delay().toNanos());
            } else if (!next.delay().isZero()) {
                assertTrue("woken", acquire(woken));
                woken.drainPermits();
            }
        }
    }

    private static boolean acquire(Semaphore woken) {
        try {
            return woken.tryAcquire(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private DeployResult deployByWakes(Cluster cluster, String yaml) {
        Semaphore woken = new Semaphore(0);
        OperationContext context = context(cluster, woken::release);
        return runByWakes(new Deploy(), start(context, yaml), context, woken, state -> state.stage() == Stage.WAIT);
    }

    private static void succeeded(DeployResult result) {
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
    }

    private long asked(String what) {
        return asked.stream().filter(what::equals).count();
    }

    @Test
    public void manyRolloutsAreWatchedWithOneListAndOneWatchOfEachType() {
        Cluster cluster = cluster();
        String yaml = IntStream.range(0, 40)
                .mapToObj(i -> web("web-" + i, "web:1-slow-2s"))
                .collect(Collectors.joining());
        succeeded(deploy(cluster, yaml));
        assertEquals(
                List.of(
                        "listing Deployment",
                        "listing Pod",
                        "listing ReplicaSet",
                        "watch Deployment",
                        "watch Pod",
                        "watch ReplicaSet"),
                asked.stream().sorted().toList());
    }

    @Test
    public void aRolloutEndsWhenItIsDoneAndNotAtTheNextPoll() {
        Cluster cluster = cluster();
        succeeded(deployByWakes(cluster, web("web", "web:1-slow-2s")));
        succeeded(deployByWakes(cluster, web("web", "web:2")));
    }

    @Test
    public void whatIsReadyAlreadyIsSeenAtTheFirstLook() {
        Cluster cluster = cluster();
        String service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n";
        succeeded(deployByWakes(cluster, service));
        succeeded(deployByWakes(cluster, service));
    }

    @Test
    public void operationsOfOneConnectionShareTheirWatches() {
        Cluster cluster = cluster();
        List<CompletableFuture<DeployResult>> results = IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> deployByWakes(cluster, web("web-" + i, "web:1-slow-2s"))))
                .toList();
        results.forEach(result -> succeeded(result.join()));
        assertEquals(asked.toString(), 1, asked("watch Deployment"));
        assertTrue(asked.toString(), asked("watch Pod") <= 1);
    }

    @Test
    public void aDeployAfterAFailedOneIsNotJudgedByWhatIsRemembered() {
        Cluster cluster = cluster();
        assertEquals(
                Status.FAILED, deploy(cluster, web("web", "web:1-pullfail")).status());
        succeeded(deploy(cluster, web("web", "web:2")));
        assertEquals(
                Status.FAILED, deploy(cluster, web("web", "web:3-pullfail")).status());
    }

    @Test
    public void whatIsDeletedMeanwhileEndsTheWaitAtOnce() {
        Cluster cluster = cluster();
        Semaphore woken = new Semaphore(0);
        OperationContext context = context(cluster, woken::release);
        AtomicBoolean deleted = new AtomicBoolean();
        DeployResult result =
                runByWakes(new Deploy(), start(context, web("web", "web:1-neverready")), context, woken, state -> {
                    boolean waiting = state.stage() == Stage.WAIT && state.polls() > 0;
                    if (waiting && deleted.compareAndSet(false, true)) {
                        LIVE.cluster()
                                .delete(
                                        new ObjectRef("apps/v1", "Deployment", namespace, "web"),
                                        DeleteOptions.DEFAULT);
                    }
                    return waiting;
                });
        assertEquals(Status.FAILED, result.status());
        assertEquals(
                List.of("kubernetes.deploy-object-gone"),
                result.errors().stream().map(Problem::code).toList());
    }

    @Test
    public void aWatchThatIsCutIsReplaced() {
        AtomicInteger watches = new AtomicInteger();
        Cluster cluster = cluster((kind, listener) -> {
            if (!kind.equals("Deployment") || watches.incrementAndGet() > 1) {
                return null;
            }
            return real(kind, new WatchListener() {
                private boolean cut;

                @Override
                public void changed(Change change, ObjectNode object) {
                    if (!cut) {
                        cut = true;
                        listener.ended(End.BROKEN);
                    }
                }

                @Override
                public void ended(End end) {
                    listener.ended(end);
                }
            });
        });
        succeeded(deployByWakes(cluster, web("web", "web:1-slow-2s")));
        assertEquals(2, watches.get());
    }

    private Watch real(String kind, WatchListener listener) {
        Cluster cluster = LIVE.cluster();
        ApiResource type = cluster.resources().find("apps/v1", kind).orElseThrow();
        String since = cluster.listing(type, namespace).resourceVersion();
        return cluster.watch(type, namespace, since, Duration.ofMinutes(1), listener);
    }

    @Test
    public void aVersionThatTheServerHasForgottenMakesAFreshStart() {
        AtomicInteger watches = new AtomicInteger();
        Cluster cluster = cluster((kind, listener) -> {
            if (watches.incrementAndGet() > 1) {
                return null;
            }
            listener.ended(WatchListener.End.EXPIRED);
            return DEAF;
        });
        succeeded(deploy(cluster, web("web", "web:1-slow-2s")));
        assertEquals(asked.toString(), 2, asked("watch Deployment"));
    }

    @Test
    public void whoMayNotWatchPolls() {
        Cluster cluster = cluster((kind, listener) -> {
            listener.ended(WatchListener.End.REFUSED);
            return DEAF;
        });
        succeeded(deploy(cluster, web("web", "web:1-slow-2s")));
        assertEquals(asked.toString(), 1, asked("watch Deployment"));
        assertTrue(asked.toString(), asked("listing Deployment") > 2);
    }

    @Test
    public void whoMayNotListReadsOneByOne() {
        InterferingCluster narrow = (method, arguments) -> {
            asked.add(method);
            if (method.equals("listing")) {
                throw Faults.lasting();
            }
            return Optional.empty();
        };
        succeeded(deploy(narrow.around(LIVE.cluster()), web("web", "web:1")));
        assertTrue(asked.toString(), asked.contains("get"));
    }

    @Test
    public void aWatchThatSaysNothingIsFoundOut() {
        Cluster cluster = cluster((kind, listener) -> DEAF);
        DeployResult result = deploy(cluster, web("web", "web:1-slow-2s"));
        succeeded(result);
        assertTrue(result.durationMillis() < 30_000);
        assertEquals(asked.toString(), 1, asked("watch Deployment"));
    }

    @Test
    public void aFailureIsFoundFastThoughTheWatchSaysNothing() {
        Cluster cluster = cluster((kind, listener) -> DEAF);
        DeployResult result = deploy(cluster, web("web", "web:1-pullfail"));
        assertEquals(Status.FAILED, result.status());
        assertTrue(result.durationMillis() < 30_000);
    }

    @Test
    public void aDeleteEndsWhenTheObjectsAreGone() {
        Cluster cluster = cluster();
        succeeded(deploy(cluster, web("web", "web:1")));
        Semaphore woken = new Semaphore(0);
        OperationContext context = context(cluster, woken::release);
        DeleteRequest request = new DeleteRequest(
                "test", List.of("Deployment"), "web", "", namespace, "Foreground", null, false, true, 60);
        DeleteResult result =
                runByWakes(new Delete(), Delete.start(request, context), context, woken, state -> state.polls() > 0);
        assertEquals(result.errors().toString(), Status.SUCCEEDED, result.status());
    }
}
