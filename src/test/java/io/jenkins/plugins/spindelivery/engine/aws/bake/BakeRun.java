package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.event.EventText;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Drives one bake by this thread, and keeps what it tells. */
final class BakeRun {
    private final AwsAccounts accounts;
    private final ExecutorService executor;
    private final BlobStore blobs;
    private final OperationContext context;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private BakeState state;

    BakeRun(AwsAccounts accounts, ExecutorService executor) {
        this(accounts, executor, Clock.systemUTC());
    }

    BakeRun(AwsAccounts accounts, ExecutorService executor, Clock clock) {
        this(accounts, executor, clock, null);
    }

    BakeRun(AwsAccounts accounts, ExecutorService executor, Clock clock, BlobStore blobs) {
        this.accounts = accounts;
        this.executor = executor;
        this.blobs = blobs;
        context = context(accounts, executor, clock, events::add, blobs);
    }

    /** The same bake where the clock shows another time. */
    BakeRun at(Clock clock) {
        BakeRun other = new BakeRun(accounts, executor, clock, blobs);
        other.state = state;
        return other;
    }

    /** A context for bakes alone. */
    static OperationContext context(AwsAccounts accounts, ExecutorService executor, Clock clock, EventSink events) {
        return context(accounts, executor, clock, events, null);
    }

    private static OperationContext context(
            AwsAccounts accounts, ExecutorService executor, Clock clock, EventSink events, BlobStore blobs) {
        return new OperationContext(
                clock,
                executor,
                events,
                name -> {
                    throw new AssertionError("no cluster");
                },
                blobs,
                MetricSources.NONE,
                accounts,
                () -> {});
    }

    /** What its moves may use. */
    OperationContext context() {
        return context;
    }

    /** Runs a bake to its end. */
    AwsResult run(BakeRequest request) {
        return begin(request).goOn(any -> false);
    }

    BakeRun begin(BakeRequest request) {
        state = Bake.start(request, context.clock());
        return this;
    }

    /** Cancels what has begun, and waits for its end. */
    AwsResult cancel() {
        state = new Bake().cancel(state);
        return goOn(any -> false);
    }

    /** Goes on until a state comes after which nobody goes on; the result is then {@code null}. */
    AwsResult goOn(Predicate<BakeState> last) {
        Bake bake = new Bake();
        while (true) {
            Move<BakeState, AwsResult> move = bake.move(state, context);
            if (move instanceof Move.Finished<BakeState, AwsResult> finished) {
                return finished.result();
            }
            Move.Next<BakeState, AwsResult> next = (Move.Next<BakeState, AwsResult>) move;
            state = next.state();
            if (last.test(state)) {
                return null;
            }
            LockSupport.parkNanos(next.delay().toNanos());
        }
    }

    /** What was told, as lines of a log. */
    List<String> log() {
        return events.stream().flatMap(event -> EventText.lines(event).stream()).toList();
    }

    /** Errors in English, as users read them. */
    static String errors(AwsResult result) {
        return String.join(
                "\n",
                result.errors().stream()
                        .map((Problem problem) -> problem.message(Locale.ENGLISH))
                        .toList());
    }
}
