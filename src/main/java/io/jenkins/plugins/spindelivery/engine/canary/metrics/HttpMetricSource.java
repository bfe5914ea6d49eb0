package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.artifact.BoundedBody;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A source that is asked over HTTP.
 *
 * <p>It lends itself no threads: requests wait in a queue of their own for one of the permits that all users of the source
 * share, and only the caller waits for their answers. Callers are drivers' threads, which all kinds of operations need, so a
 * source that is slow must not gather them: at most {@value #CALLERS} wait for one source, the next is told at once to come
 * again, which its operation can do without a thread. A question that nobody answers is not followed by more: the questions
 * of the same call that have not been sent yet fail with it.
 */
final class HttpMetricSource implements MetricSource {
    /** Half of the threads that a Jenkins has for moves. */
    static final int CALLERS = 4;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration LONGEST_CALL = Duration.ofMinutes(2);
    private static final Duration BUSY_WAIT = Duration.ofSeconds(1);

    private final MetricSourceSpec spec;
    private final MetricProtocol protocol;
    private final SourceConnection connection;
    private final SourceFailures failures;
    private final Permits permits;
    private final Semaphore callers = new Semaphore(CALLERS);

    /**
     * A source.
     *
     * @param spec as it is configured
     * @param protocol what its type speaks
     * @param builder may have an executor and a proxy
     * @throws ProblemException when its certificates can't be used
     */
    HttpMetricSource(MetricSourceSpec spec, MetricProtocol protocol, HttpClient.Builder builder) {
        this.spec = spec;
        this.protocol = protocol;
        this.connection = new SourceConnection(spec, builder);
        this.failures = new SourceFailures(spec, SourceConnection.MOST_BYTES);
        this.permits = new Permits(spec.limit());
    }

    @Override
    public List<Problem> check(MetricQuery query) {
        question(query);
        return protocol.warnings(query);
    }

    @Override
    public List<Outcome<Series>> fetch(List<MetricQuery> queries, Executor executor) {
        if (!callers.tryAcquire()) {
            MetricException busy = failures.busy(BUSY_WAIT);
            return queries.stream()
                    .map(query -> new Outcome<Series>(null, busy))
                    .toList();
        }
        try {
            Call call = new Call();
            queries.forEach(call::ask);
            return call.outcomes();
        } finally {
            callers.release();
        }
    }

    /**
     * Asks something that needs no metric, to see whether the source is there and takes the credential.
     *
     * @throws MetricException when it does not answer, or refuses
     */
    void greet() {
        Call call = new Call();
        Pending greeting = new Pending(null, "");
        call.send(greeting, protocol.greeting());
        call.await();
        SourceAnswer answer = greeting.answer();
        JsonNode tree = answer.tree();
        if (!protocol.greets(answer.status(), tree)) {
            throw answer.status() / 100 == 2
                    ? failures.notJson("", answer)
                    : failures.refusal("", answer, protocol.complaint(tree));
        }
    }

    private MetricProtocol.Question question(MetricQuery query) {
        String type = QueryFields.type(query);
        if (!type.isEmpty() && !type.equals(spec.type())) {
            throw MetricException.wrong("canary.query-type", query.metric(), type, spec.name(), spec.type());
        }
        return protocol.question(query);
    }

    private Series series(MetricQuery query, SourceAnswer answer) {
        JsonNode tree = answer.tree();
        if (answer.status() / 100 != 2) {
            throw failures.refusal(query.metric(), answer, protocol.complaint(tree));
        } else if (tree.isMissingNode()) {
            throw failures.notJson(query.metric(), answer);
        }
        return protocol.series(query, spec.name(), tree);
    }

    /** A question under way. */
    private final class Pending {
        private final MetricQuery query;
        private final String metric;
        private final CompletableFuture<SourceAnswer> end = new CompletableFuture<>();
        private ProblemException wrong;

        Pending(MetricQuery query, String metric) {
            this.query = query;
            this.metric = metric;
        }

        SourceAnswer answer() {
            try {
                return end.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof MetricException known ? known : failures.noAnswer(metric, e.getCause());
            }
        }

        Outcome<Series> outcome() {
            if (wrong != null) {
                return new Outcome<>(null, wrong);
            }
            try {
                return new Outcome<>(series(query, answer()), null);
            } catch (ProblemException e) {
                return new Outcome<>(null, e);
            }
        }
    }

    /** The questions of one caller. */
    private final class Call {
        private final List<Pending> all = new ArrayList<>();

        /** Ends what has not been sent yet; {@code null} as long as the source is worth asking. */
        private final AtomicReference<Consumer<Pending>> broken = new AtomicReference<>();

        void ask(MetricQuery query) {
            Pending pending = new Pending(query, query.metric());
            try {
                send(pending, question(query));
            } catch (ProblemException e) {
                pending.wrong = e;
                pending.end.complete(null);
                all.add(pending);
            }
        }

        void send(Pending pending, MetricProtocol.Question question) {
            all.add(pending);
            permits.enter(() -> {
                Consumer<Pending> end = broken.get();
                if (end != null) {
                    end.accept(pending);
                }
                if (pending.end.isDone()) {
                    return null;
                }
                CompletableFuture<SourceAnswer> exchange = connection.send(question);
                pending.end.whenComplete((answer, failure) -> exchange.cancel(true));
                return exchange.whenComplete((answer, failure) -> settle(pending, answer, failure));
            });
        }

        private void settle(Pending pending, SourceAnswer answer, Throwable failure) {
            if (failure == null) {
                if (answer.status() == TOO_MANY_REQUESTS) {
                    broken.set(other -> other.end.complete(answer));
                }
                pending.end.complete(answer);
                return;
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (!(cause instanceof BoundedBody.TooLargeException)) {
                broken.set(other -> other.end.completeExceptionally(cause));
            }
            pending.end.completeExceptionally(cause);
        }

        List<Outcome<Series>> outcomes() {
            await();
            return all.stream().map(Pending::outcome).toList();
        }

        void await() {
            CompletableFuture<?>[] ends =
                    all.stream().map(pending -> pending.end).toArray(CompletableFuture[]::new);
            try {
                CompletableFuture.allOf(ends).get(LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                // Each question says for itself how it ended, and all of them have.
                return;
            } catch (TimeoutException e) {
                giveUp(failures.gaveUp("canary.source-too-slow", LONGEST_CALL));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                giveUp(failures.gaveUp("canary.source-interrupted", LONGEST_CALL));
            }
        }

        private void giveUp(MetricException why) {
            all.forEach(pending -> pending.end.completeExceptionally(why));
        }
    }
}
