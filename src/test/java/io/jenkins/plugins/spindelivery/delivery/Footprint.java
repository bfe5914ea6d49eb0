package io.jenkins.plugins.spindelivery.delivery;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** What many stages at once cost the process that they are in. */
final class Footprint {
    private static final Duration PATIENCE = Duration.ofMinutes(9);

    private Footprint() {}

    /** Waits until threads that end when they are idle have ended. */
    static void idle() {
        long end = System.nanoTime() + Duration.ofSeconds(12).toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** How many threads there are whose name begins so. */
    static int threads(String prefix) {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    /** How much of the heap is in use after a collection, in bytes. */
    static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Counts again and again until there are as many as wanted, for nine minutes at most. */
    static void until(int wanted, IntSupplier count) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (count.getAsInt() < wanted) {
            if (System.nanoTime() > end) {
                throw new AssertionError("only " + count.getAsInt() + " of " + wanted);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** The seconds since a moment of {@link System#nanoTime}. */
    static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
