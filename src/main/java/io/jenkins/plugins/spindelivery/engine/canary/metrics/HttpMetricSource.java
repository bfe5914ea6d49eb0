package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.artifact.BoundedBody;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
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
import java.util.function.Function;

/**
 * A source that is asked over HTTP.
 *
 * <p>It lends itself no threads: requests wait in a queue of their own for one of the permits that all users of the source
 * share, and only the caller waits for their answers. Callers are drivers' threads, which all kinds of operations need, so a
 * source that is slow must not gather them: at most {@value #CALLERS} wait for its answers. The next waits a moment for one
 * of them to end; once that moment was too short, everybody who comes is told at once to come again, until the source
 * answers somebody. A question that nobody answers is not followed by more: the questions of the same call that have not
 * been sent yet fail with it.
 */
final class HttpMetricSource implements MetricSource {
    /** Half of the threads that a Jenkins has for moves. */
    static final int CALLERS = 4;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final Duration LONGEST_CALL = Duration.ofMinutes(2);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private final MetricSourceSpec spec;
    private final MetricProtocol protocol;
    private final SourceConnection connection;
    private final SourceFailures failures;
    private final Permits permits;
    private final Semaphore callers = new Semaphore(CALLERS);
    private volatile boolean crowded;

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
        if (!admitted()) {
            MetricException busy = failures.busy(COME_AGAIN);
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

    private boolean admitted() {
        if (crowded) {
            return callers.tryAcquire();
        }
        try {
            boolean admitted = callers.tryAcquire(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS);
            crowded = !admitted;
            return admitted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Asks something that needs no metric, to see whether the source is there and takes the credential.
     *
     * @throws MetricException when it does not answer, or refuses
     */
    void greet() {
        Call call = new Call();
        call.send(new Pending("", this::greeted), protocol.greeting());
        Outcome<Series> outcome = call.outcomes().get(0);
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
    }

    private Series greeted(SourceAnswer answer) {
        JsonNode tree = answer.tree();
        if (!protocol.greets(answer.status(), tree)) {
            throw answer.status() / 100 == 2
                    ? failures.notJson("", answer)
                    : failures.refusal("", answer, protocol.complaint(tree));
        }
        return null;
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

    /** A question under way. Its answer is read when it arrives: a series is small, and the text that it comes in is not. */
    private final class Pending {
        private final String metric;
        private final Function<SourceAnswer, Series> reading;
        private final CompletableFuture<Series> end = new CompletableFuture<>();

        Pending(String metric, Function<SourceAnswer, Series> reading) {
            this.metric = metric;
            this.reading = reading;
        }

        void answered(SourceAnswer answer) {
            try {
                end.complete(reading.apply(answer));
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            }
        }

        void failed(Throwable cause) {
            boolean known = cause instanceof IOException || cause instanceof TimeoutException;
            end.completeExceptionally(known ? failures.noAnswer(metric, cause) : cause);
        }

        Outcome<Series> outcome() {
            try {
                return new Outcome<>(end.join(), null);
            } catch (CompletionException e) {
                if (e.getCause() instanceof ProblemException problem) {
                    return new Outcome<>(null, problem);
                }
                throw new IllegalStateException("asking for " + metric + " failed", e.getCause());
            }
        }
    }

    /** The questions of one caller. */
    private final class Call {
        private final List<Pending> all = new ArrayList<>();

        /** Ends what has not been sent yet; {@code null} as long as the source is worth asking. */
        private final AtomicReference<Consumer<Pending>> broken = new AtomicReference<>();

        void ask(MetricQuery query) {
            Pending pending = new Pending(query.metric(), answer -> series(query, answer));
            try {
                send(pending, question(query));
            } catch (ProblemException e) {
                pending.end.completeExceptionally(e);
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
                CompletableFuture<SourceAnswer> exchange = begun(question);
                pending.end.whenComplete((series, failure) -> exchange.cancel(true));
                return exchange.whenComplete((answer, failure) -> settle(pending, answer, failure));
            });
        }

        /** A permit is held here, which an exception would keep for ever. */
        private CompletableFuture<SourceAnswer> begun(MetricProtocol.Question question) {
            try {
                return connection.send(question);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void settle(Pending pending, SourceAnswer answer, Throwable failure) {
            if (failure == null) {
                crowded = false;
                if (answer.status() == TOO_MANY_REQUESTS) {
                    broken.set(other -> other.answered(answer));
                }
                pending.answered(answer);
                return;
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (!(cause instanceof BoundedBody.TooLargeException)) {
                broken.set(other -> other.failed(cause));
            }
            pending.failed(cause);
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
