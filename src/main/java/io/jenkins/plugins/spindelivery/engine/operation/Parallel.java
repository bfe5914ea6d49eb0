package io.jenkins.plugins.spindelivery.engine.operation;

import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Does the same to many things at once, on the executor of an {@link OperationContext}.
 *
 * <p>The calling thread takes part in the work, and waits only for helpers that have begun. So a move may itself run on
 * the executor that it uses: a pool whose threads are all busy makes the work slower but never blocks it.
 */
public final class Parallel {
    /** More requests at once than this gain nothing: the API server is the limit. */
    private static final int AT_ONCE = 16;

    private Parallel() {}

    /**
     * What one item came to: a value or an exception, never both.
     *
     * @param value what the work returned; {@code null} when it threw
     * @param failure what it threw; {@code null} when it returned
     */
    public record Outcome<R>(R value, RuntimeException failure) {

        /**
         * The failures that are about the work and not about a mistake in our own code.
         *
         * @param outcomes what the items came to
         * @return the problems, in the order of the items
         * @throws RuntimeException the first failure of any other class
         */
        public static <R> List<ProblemException> problems(List<Outcome<R>> outcomes) {
            List<ProblemException> problems = new ArrayList<>();
            for (Outcome<R> outcome : outcomes) {
                if (outcome.failure() instanceof ProblemException problem) {
                    problems.add(problem);
                } else if (outcome.failure() != null) {
                    throw outcome.failure();
                }
            }
            return problems;
        }
    }

    /**
     * Applies a function to every item and waits for all of them.
     *
     * @param executor lends the threads
     * @param items what to work on
     * @param work what to do; called by several threads
     * @return the values, in the order of the items
     * @throws RuntimeException the first failure by the order of the items, after all items have ended
     */
    public static <T, R> List<R> map(Executor executor, List<T> items, Function<T, R> work) {
        List<R> values = new ArrayList<>(items.size());
        for (Outcome<R> outcome : tryAll(executor, items, work, (item, ended) -> {})) {
            if (outcome.failure() != null) {
                throw outcome.failure();
            }
            values.add(outcome.value());
        }
        return values;
    }

    /**
     * Does two things at once and waits for both.
     *
     * @param executor lends a thread
     * @param first what gives nothing
     * @param second what gives a value
     * @return the value of the second
     * @throws RuntimeException the failure of the first, or else of the second, after both have ended
     */
    public static <T> T both(Executor executor, Runnable first, Supplier<T> second) {
        List<Supplier<T>> work = List.of(
                () -> {
                    first.run();
                    return null;
                },
                second);
        return map(executor, work, Supplier::get).get(1);
    }

    /**
     * Applies a function to every item, waits for all of them and keeps failures apart.
     *
     * @param executor lends the threads
     * @param items what to work on
     * @param work what to do; called by several threads
     * @param ended told of each item as it ends, by one thread at a time
     * @return what the items came to, in their order
     * @throws Error what the work threw on any thread, such as running out of memory; also what {@code ended} threw
     */
    public static <T, R> List<Outcome<R>> tryAll(
            Executor executor, List<T> items, Function<T, R> work, BiConsumer<T, Outcome<R>> ended) {
        List<Outcome<R>> outcomes = new ArrayList<>(Collections.nCopies(items.size(), null));
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                Outcome<R> outcome = attempt(work, items.get(i));
                synchronized (outcomes) {
                    outcomes.set(i, outcome);
                    ended.accept(items.get(i), outcome);
                }
            }
        };
        List<Helper> helpers = recruit(executor, Math.min(AT_ONCE, items.size()) - 1, worker);
        try {
            worker.run();
        } finally {
            helpers.forEach(Helper::dismiss);
        }
        helpers.forEach(Helper::passOn);
        synchronized (outcomes) {
            return List.copyOf(outcomes);
        }
    }

    private static <T, R> Outcome<R> attempt(Function<T, R> work, T item) {
        try {
            return new Outcome<>(work.apply(item), null);
        } catch (RuntimeException e) {
            return new Outcome<>(null, e);
        }
    }

    private static List<Helper> recruit(Executor executor, int count, Runnable worker) {
        List<Helper> helpers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Helper helper = new Helper(worker);
            try {
                executor.execute(helper);
            } catch (RejectedExecutionException e) {
                // A pool that is shutting down lends no more threads; the calling thread does the rest.
                return helpers;
            }
            helpers.add(helper);
        }
        return helpers;
    }

    /** A share in the work that is either done by a thread of the executor or called off before it began. */
    private static final class Helper implements Runnable {
        private final Runnable worker;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile Throwable death;

        Helper(Runnable worker) {
            this.worker = worker;
        }

        @Override
        public void run() {
            if (taken.compareAndSet(false, true)) {
                try {
                    worker.run();
                } catch (RuntimeException | Error e) {
                    // No item's failure, for those are caught; the executor would only log it.
                    death = e;
                } finally {
                    done.countDown();
                }
            }
        }

        /** Throws in the calling thread what ended a helper before its time. */
        void passOn() {
            if (death instanceof Error error) {
                throw error;
            } else if (death != null) {
                throw (RuntimeException) death;
            }
        }

        /** Calls the helper off when it has not begun; else waits until it has ended. */
        void dismiss() {
            if (taken.compareAndSet(false, true)) {
                return;
            }
            boolean interrupted = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException e) {
                    // A move is bounded; the driver sees the interrupt when it ends.
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
