package io.jenkins.plugins.spindelivery.engine.kubernetes.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what the cluster takes over from its store by a watch, such as roles and webhooks. */
final class Until {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Until() {}

    /**
     * Asks again and again, for a minute at most.
     *
     * @param what for the message of a failure
     * @param reached whether it is so now
     */
    static void reached(String what, BooleanSupplier reached) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }
}
