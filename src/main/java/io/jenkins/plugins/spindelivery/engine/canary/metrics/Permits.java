package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Lets a number of exchanges be under way at once; the others wait in a queue, and no thread waits with them. */
final class Permits {
    private final int limit;
    private final Deque<Exchange> waiting = new ArrayDeque<>();
    private int taken;

    /** Something that goes on by itself once it has begun. */
    interface Exchange {
        /**
         * Begins; may be called by any thread.
         *
         * @return its end; {@code null} when it need not begin any more
         */
        CompletableFuture<?> begin();
    }

    Permits(int limit) {
        this.limit = limit;
    }

    /** Begins an exchange now, or when others have ended. */
    void enter(Exchange exchange) {
        synchronized (this) {
            if (taken == limit) {
                waiting.add(exchange);
                return;
            }
            taken++;
        }
        begin(exchange);
    }

    private void begin(Exchange first) {
        for (Exchange exchange = first; exchange != null; exchange = next()) {
            CompletableFuture<?> end = exchange.begin();
            if (end != null) {
                end.whenComplete((value, failure) -> begin(next()));
                return;
            }
        }
    }

    /** Hands a permit on to who waits longest, or gives it back. */
    private synchronized Exchange next() {
        Exchange next = waiting.poll();
        if (next == null) {
            taken--;
        }
        return next;
    }
}
