package io.jenkins.plugins.spindelivery.engine.aws.bake;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Test;

/** Many bakes side by side. */
public class BakesAtOnceTest {
    private static final int MANY = 50;
    private static final int THREADS = 8;
    /** Per bake, faults and their repetitions included; without faults it is about 25. */
    private static final int MOST_CALLS = 60;

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final ScheduledExecutorService drivers = Executors.newScheduledThreadPool(THREADS);
    private final PeerAccount account = AWS.account();

    @After
    public void shutDown() {
        executor.shutdownNow();
        drivers.shutdownNow();
    }

    private BakeRun bake(Clock clock) {
        account.rules().runUserData(true).delay(Duration.ofMillis(50));
        return new BakeRun(account.accounts(), executor, clock);
    }

    private static String image(AwsResult result) {
        assertEquals(BakeRun.errors(result), Status.SUCCEEDED, result.status());
        return (String) ((Map<?, ?>) ((List<?>) result.outputs().get("images")).get(0)).get("id");
    }

    @Test
    public void ofBakesOfTheSameRecipeOneMakesTheImage() throws Exception {
        List<Future<AwsResult>> runs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            BakeRun run = bake(Clock.systemUTC());
            runs.add(drivers.submit(() -> run.run(Bakes.of().request())));
        }
        Set<String> images = new TreeSet<>();
        for (Future<AwsResult> run : runs) {
            images.add(image(run.get(1, TimeUnit.MINUTES)));
        }
        assertEquals(1, images.size());
        assertEquals(1, account.count("ec2:CreateImage"));
        assertEquals(2, account.leftovers(PeerAccount.REGION).size());
    }

    @Test
    public void whoNobodyGoesOnWithIsReplaced() {
        BakeRun dead = bake(Clock.systemUTC()).begin(Bakes.of().request());
        assertNull(dead.goOn(state -> state.phase() == BakePhase.PROVISION));
        // A little later the other one is respected; there is nothing to show for it but that it waits.
        BakeRun patient = bake(Clock.systemUTC()).begin(Bakes.of().request());
        assertNull(patient.goOn(state -> state.phase() == BakePhase.WAIT));
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(BakeLock.LEASE_MINUTES + 1));
        String made = image(bake(later).run(Bakes.of().request()));
        assertEquals(made, image(patient.goOn(any -> false)));
        AwsResult late = dead.goOn(any -> false);
        assertEquals(Status.FAILED, late.status());
        assertEquals("aws.bake-builder-gone", late.errors().get(0).code());
        assertEquals(2, account.leftovers(PeerAccount.REGION).size());
    }

    @Test
    public void whoIsReplacedKeepsTheImageThatOthersMayUse() {
        BakeRun dead = bake(Clock.systemUTC()).begin(Bakes.of().request());
        assertNull(dead.goOn(state -> state.phase() == BakePhase.CLEANUP));
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(BakeLock.LEASE_MINUTES + 1));
        image(bake(later).run(Bakes.of().rebake().request()));
        // Two images with a snapshot each.
        assertEquals(4, account.leftovers(PeerAccount.REGION).size());
    }

    @Test
    public void afterAFailureOneOfThoseWhoWaitBakes() {
        BakeRun first = bake(Clock.systemUTC()).begin(Bakes.of().request());
        assertNull(first.goOn(state -> state.phase() == BakePhase.LAUNCH));
        BakeRun second = bake(Clock.systemUTC()).begin(Bakes.of().request());
        assertNull(second.goOn(state -> state.phase() == BakePhase.WAIT));
        assertEquals(Status.CANCELLED, first.cancel().status());
        image(second.goOn(any -> false));
        assertEquals(2, account.leftovers(PeerAccount.REGION).size());
    }

    /** Waiting bakes are states with a delay: a few threads drive any number of them. */
    private CompletableFuture<AwsResult> drive(BakeRequest request, OperationContext context) {
        CompletableFuture<AwsResult> end = new CompletableFuture<>();
        drivers.execute(() -> move(Bake.start(request, context.clock()), context, end));
        return end;
    }

    private void move(BakeState state, OperationContext context, CompletableFuture<AwsResult> end) {
        try {
            Move<BakeState, AwsResult> move = new Bake().move(state, context);
            if (move instanceof Move.Finished<BakeState, AwsResult> finished) {
                end.complete(finished.result());
                return;
            }
            Move.Next<BakeState, AwsResult> next = (Move.Next<BakeState, AwsResult>) move;
            drivers.schedule(
                    () -> move(next.state(), context, end), next.delay().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    @Test
    public void fiftyBakesComeThroughThrottlingAndLostReplies() throws Exception {
        account.rules().runUserData(true).delay(Duration.ofMillis(50)).shares(0.1, 0, 0.02, 7);
        OperationContext context = BakeRun.context(account.accounts(), executor, Clock.systemUTC(), event -> {});
        List<CompletableFuture<AwsResult>> runs = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            runs.add(drive(Bakes.of().named("web" + i, "").timeout(300).request(), context));
        }
        Set<String> images = new TreeSet<>();
        for (CompletableFuture<AwsResult> run : runs) {
            images.add(image(run.get(5, TimeUnit.MINUTES)));
        }
        assertEquals(MANY, images.size());
        int calls = account.calls().size();
        System.out.println("bakes: " + MANY + ", calls per bake: " + calls / MANY);
        assertTrue(calls + " calls", calls < MANY * MOST_CALLS);
        // Each image has one snapshot, and nothing else is left.
        assertEquals(2 * MANY, account.leftovers(PeerAccount.REGION).size());
    }
}
