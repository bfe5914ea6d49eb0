package io.jenkins.plugins.spindelivery.cli.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class InterruptionTest {
    private final List<String> log = new ArrayList<>();
    private final Interruption interruption = new Interruption(() -> log.add("abandoned"));

    @Test
    public void endsTheProgramWhileNothingRuns() {
        interruption.signal();
        assertEquals(List.of("abandoned"), log);
        assertFalse(interruption.requested());
    }

    @Test
    public void asksFirstAndEndsTheProgramAtTheSecondSignal() {
        interruption.guard(() -> log.add("asked"));
        interruption.signal();
        assertTrue(interruption.requested());
        interruption.signal();
        assertEquals(List.of("asked", "abandoned"), log);
    }

    @Test
    public void aNewGuardStartsAnew() {
        interruption.guard(() -> log.add("asked"));
        interruption.signal();
        interruption.guard(() -> log.add("asked again"));
        assertFalse(interruption.requested());
        interruption.signal();
        assertEquals(List.of("asked", "asked again"), log);
    }

    @Test(timeout = 30_000)
    public void wakesWhoeverWaits() throws InterruptedException {
        interruption.guard(() -> {});
        Thread waiting = new Thread(() -> interruption.await(Duration.ZERO, Duration.ofHours(1)));
        waiting.start();
        interruption.signal();
        waiting.join();
        assertTrue(interruption.requested());
    }

    @Test(timeout = 30_000)
    public void aWaitAfterTheWishEndsAtOnceUnlessItIsForTheTakingBack() {
        interruption.guard(() -> {});
        interruption.signal();
        interruption.await(Duration.ZERO, Duration.ofHours(1));
        long begin = System.nanoTime();
        interruption.awaitRegardless(Duration.ZERO, Duration.ofMillis(20));
        assertTrue(System.nanoTime() - begin >= 20_000_000L);
    }

    @Test(timeout = 30_000)
    public void newsEndAPauseDuringItAndBefore() throws InterruptedException {
        interruption.wake();
        interruption.await(Duration.ZERO, Duration.ofHours(1));
        Thread waiting = new Thread(() -> interruption.awaitRegardless(Duration.ZERO, Duration.ofHours(1)));
        waiting.start();
        interruption.wake();
        waiting.join();
        assertFalse(interruption.requested());
    }

    @Test(timeout = 30_000)
    public void newsEndOnePauseAndNotTheNext() {
        interruption.wake();
        interruption.await(Duration.ZERO, Duration.ofHours(1));
        long begin = System.nanoTime();
        interruption.await(Duration.ZERO, Duration.ofMillis(20));
        assertTrue(System.nanoTime() - begin >= 20_000_000L);
    }

    @Test(timeout = 30_000)
    public void aBurstOfNewsIsGatheredForAWhileUnlessTheOperationShallStop() {
        interruption.guard(() -> {});
        interruption.wake();
        long begin = System.nanoTime();
        interruption.await(Duration.ofMillis(20), Duration.ofHours(1));
        assertTrue(System.nanoTime() - begin >= 20_000_000L);
        interruption.signal();
        interruption.await(Duration.ofHours(1), Duration.ofHours(1));
    }
}
