package io.jenkins.plugins.spindelivery.engine.operation;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** How long to wait: between polls and before another try. Plain arithmetic, so that a repeated move waits the same. */
public final class Backoff {
    private static final long FIRST_POLL_MILLIS = 100;
    private static final long LAST_POLL_MILLIS = 2_000;
    private static final double POLL_GROWTH = 1.3;
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LAST_RETRY_MILLIS = 10_000;
    private static final long LONGEST_WISH_MILLIS = 60_000;

    private Backoff() {}

    /**
     * The delay before the next poll: 0.1 s at first, 2 s in the long run.
     *
     * @param polls how many there have been
     * @return the delay
     */
    public static Duration poll(int polls) {
        return Duration.ofMillis((long) Math.min(LAST_POLL_MILLIS, FIRST_POLL_MILLIS * Math.pow(POLL_GROWTH, polls)));
    }

    /**
     * The delay before the next poll, so that the last one comes at the deadline and not after it.
     *
     * @param polls how many there have been
     * @param left milliseconds until the deadline
     * @return {@link #poll(int)}, or what is left; at least a millisecond
     */
    public static Duration poll(int polls, long left) {
        return Duration.ofMillis(Math.max(1, Math.min(left, poll(polls).toMillis())));
    }

    /**
     * The delay before another try: doubling from 0.5 s to 10 s, less up to a quarter of it, so that many operations that
     * failed together do not come back together.
     *
     * @param tries how many have failed in a row
     * @param id the operation's id, which spreads operations
     * @return the delay
     */
    public static Duration retry(int tries, String id) {
        long full = Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(tries, 10));
        long spread = Math.floorMod(Objects.hash(id, tries), 1000);
        return Duration.ofMillis(full - full * spread / 4000);
    }

    /**
     * The delay before another try, as the server wishes: not so short that the tries become a flood, and not so long
     * that the work seems to hang.
     *
     * @param tries how many have failed in a row
     * @param id the operation's id, which spreads operations
     * @param wish how long the server asks to wait; empty for {@link #retry(int, String)}
     * @return the delay, from 0.1 s to 60 s
     */
    public static Duration retry(int tries, String id, Optional<Duration> wish) {
        return wish.map(asked ->
                        Duration.ofMillis(Math.max(FIRST_POLL_MILLIS, Math.min(LONGEST_WISH_MILLIS, asked.toMillis()))))
                .orElseGet(() -> retry(tries, id));
    }
}
