package io.jenkins.plugins.spindelivery.notify;

import io.jenkins.plugins.spindelivery.engine.notify.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The letters to one receiver, which are sent one after another: a receiver that wants to be left alone is left alone.
 * Used under the outbox's lock.
 */
final class Lane {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int DOUBLINGS = 10;

    final Deque<Letter> waiting = new ArrayDeque<>();
    private int failures;

    /** How long to wait after another failure. */
    Duration failed(Reply reply) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        failures++;
        Duration usual = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        return usual.compareTo(reply.waitAtLeast()) > 0 ? usual : reply.waitAtLeast();
    }

    /** The receiver answers again. */
    void answered() {
        failures = 0;
    }
}
