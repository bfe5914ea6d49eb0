package io.jenkins.plugins.spindelivery.engine.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Test;

public class ParallelTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(4);

    @After
    public void shutDown() {
        pool.shutdownNow();
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    public void valuesKeepTheOrderOfTheItems() {
        assertEquals(numbers(1000), Parallel.map(pool, numbers(1000), n -> n));
        assertEquals(List.of(), Parallel.map(pool, List.of(), n -> n));
    }

    @Test
    public void severalItemsAreWorkedOnAtOnce() {
        CountDownLatch both = new CountDownLatch(2);
        List<Boolean> met = Parallel.map(pool, numbers(2), n -> {
            both.countDown();
            return await(both);
        });
        assertEquals(List.of(true, true), met);
    }

    @Test
    public void twoThingsAreDoneAtOnce() {
        CountDownLatch both = new CountDownLatch(2);
        Runnable first = () -> {
            both.countDown();
            assertTrue(await(both));
        };
        String value = Parallel.both(pool, first, () -> {
            both.countDown();
            return await(both) ? "met" : "alone";
        });
        assertEquals("met", value);
    }

    @Test
    public void ofTwoFailuresTheFirstIsTold() {
        Runnable first = () -> {
            throw new IllegalStateException("first");
        };
        IllegalStateException told = assertThrows(
                IllegalStateException.class,
                () -> Parallel.both(pool, first, () -> {
                    throw new IllegalStateException("second");
                }));
        assertEquals("first", told.getMessage());
    }

    /** Every thread of the pool runs a move that itself wants helpers from the pool. */
    @Test(timeout = 30_000)
    public void aMoveMayRunOnTheVeryPoolItUses() {
        List<List<Integer>> results = Parallel.map(pool, numbers(16), n -> Parallel.map(pool, numbers(50), m -> m));
        assertEquals(16, results.size());
        results.forEach(result -> assertEquals(numbers(50), result));
    }

    @Test
    public void aPoolThatLendsNothingOnlyMakesItSlower() {
        assertEquals(
                numbers(20),
                Parallel.map(
                        task -> {
                            throw new RejectedExecutionException("full");
                        },
                        numbers(20),
                        n -> n));
    }

    @Test
    public void allItemsEndBeforeTheFirstFailureIsThrown() {
        AtomicInteger ended = new AtomicInteger();
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> Parallel.map(pool, numbers(10), n -> {
                    ended.incrementAndGet();
                    if (n % 3 == 1) {
                        throw new IllegalStateException("item " + n);
                    }
                    return n;
                }));
        assertEquals("item 1", thrown.getMessage());
        assertEquals(10, ended.get());
    }

    @Test
    public void failuresAreKeptApart() {
        IllegalStateException failure = new IllegalStateException("two");
        List<Integer> told = new ArrayList<>();
        List<Outcome<Integer>> outcomes = Parallel.tryAll(
                pool,
                numbers(4),
                n -> {
                    if (n == 2) {
                        throw failure;
                    }
                    return n * 10;
                },
                (n, outcome) -> told.add(n));
        assertSame(failure, outcomes.get(2).failure());
        assertEquals(30, (int) outcomes.get(3).value());
        assertEquals(numbers(4), told.stream().sorted().toList());
        assertTrue(assertThrows(IllegalStateException.class, () -> Outcome.problems(outcomes)) == failure);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Such as running out of memory: not an item's failure, but the end of the move. */
    @Test
    public void anErrorOnAnyThreadReachesTheCaller() {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Error thrown = assertThrows(
                    StackOverflowError.class,
                    () -> Parallel.map(pool, List.of(1, 2, 3, 4), item -> {
                        throw new StackOverflowError("item " + item);
                    }));
            assertTrue(thrown.getMessage(), thrown.getMessage().startsWith("item "));
        } finally {
            pool.shutdownNow();
        }
    }
}
