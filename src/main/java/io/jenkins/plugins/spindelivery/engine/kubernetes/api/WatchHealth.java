package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WatchListener.End;
import java.time.Duration;
import java.time.Instant;

/**
 * What experience says of the watches of one view: how long the silence of one is believed, and when to try the next
 * after its end. Not for several threads.
 */
final class WatchHealth {
    /** How long a watch may be silent that has told something; then a list shows whether it is still alive. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long one may be silent that has told nothing yet; doubled each time it turns out to have missed nothing. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(3);

    /** Until a watch is tried again where none can be had. */
    private static final Duration REFUSED_PAUSE = Duration.ofMinutes(10);

    private static final long LONGEST_PAUSE_SECONDS = 30;

    private Instant heard = Instant.MIN;
    private Duration patience = FIRST_PATIENCE;
    private boolean proven;
    private int failures;
    private Duration pause = Duration.ZERO;
    /** When the pause began: at the first look after the watch ended, because nobody knows the time in between. */
    private Instant pausedAt;

    /** A watch has begun. */
    void begun() {
        patience = FIRST_PATIENCE;
        proven = false;
    }

    /** The watch has told something, so that it works. */
    void told() {
        patience = PATIENCE;
        proven = true;
        failures = 0;
    }

    /** What is known is known to be so at this time. */
    void heard(Instant now) {
        heard = now;
    }

    /** Whether nothing was heard for longer than is believed; a clock that was set back counts, too. */
    boolean silent(Instant now) {
        return Duration.between(heard, now).abs().compareTo(patience) >= 0;
    }

    /** A list has shown that nothing happened while the watch was silent. */
    void provedRight() {
        Duration longer = patience.multipliedBy(2);
        patience = longer.compareTo(PATIENCE) > 0 ? PATIENCE : longer;
    }

    /** A list has shown what the watch did not tell: a dead connection, or a proxy that never lets a watch through. */
    void missedSomething() {
        rest(proven ? Duration.ZERO : REFUSED_PAUSE);
    }

    /** The watch has ended. */
    void ended(End end) {
        if (end == End.REFUSED) {
            rest(REFUSED_PAUSE);
            return;
        }
        // None after the first, so that one cut connection costs nobody time; then 1 s, doubling.
        int before = failures++;
        rest(
                before == 0
                        ? Duration.ZERO
                        : Duration.ofSeconds(Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(before - 1, 10))));
    }

    private void rest(Duration until) {
        pause = until;
        pausedAt = null;
    }

    /** Whether another watch may begin, asked at each look. */
    boolean mayBegin(Instant now) {
        if (pausedAt == null) {
            pausedAt = now;
        }
        return Duration.between(pausedAt, now).abs().compareTo(pause) >= 0;
    }
}
