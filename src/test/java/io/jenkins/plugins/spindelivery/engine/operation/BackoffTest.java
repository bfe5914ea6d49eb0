package io.jenkins.plugins.spindelivery.engine.operation;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.Test;

public class BackoffTest {
    @Test
    public void pollsBeginQuicklyAndCalmDown() {
        assertEquals(Duration.ofMillis(100), Backoff.poll(0));
        assertEquals(Duration.ofSeconds(2), Backoff.poll(1_000_000));
        assertTrue(IntStream.range(0, 50).allMatch(n -> Backoff.poll(n).compareTo(Backoff.poll(n + 1)) <= 0));
    }

    @Test
    public void retriesDoubleUpToALimitAndSpread() {
        for (int tries = 0; tries < 100; tries++) {
            long full = Math.min(10_000, 500L << Math.min(tries, 10));
            long delay = Backoff.retry(tries, "some-id").toMillis();
            assertTrue(tries + " gives " + delay, delay <= full && delay >= full * 3 / 4);
        }
        long different = IntStream.range(0, 20)
                .mapToObj(n -> Backoff.retry(5, "id-" + n))
                .distinct()
                .count();
        assertTrue("operations come back at different times", different > 10);
    }

    @Test
    public void aRepeatedMoveWaitsTheSame() {
        assertEquals(Backoff.retry(3, "x"), Backoff.retry(3, "x"));
    }

    @Test
    public void theServersWishIsGrantedWithinBounds() {
        assertEquals(Duration.ofSeconds(3), Backoff.retry(0, "a", Optional.of(Duration.ofSeconds(3))));
        assertEquals("no flood", Duration.ofMillis(100), Backoff.retry(0, "a", Optional.of(Duration.ZERO)));
        assertEquals("no end of time", Duration.ofSeconds(60), Backoff.retry(0, "a", Optional.of(Duration.ofDays(1))));
        assertEquals(Backoff.retry(2, "a"), Backoff.retry(2, "a", Optional.empty()));
    }
}
