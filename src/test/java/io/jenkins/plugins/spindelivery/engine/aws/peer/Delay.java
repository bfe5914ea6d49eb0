package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long what takes time takes in an account, and since when it has been going on for each thing. */
final class Delay {
    private final List<Marks> all = new ArrayList<>();
    private long nanos = Duration.ofMillis(100).toNanos();

    /** Sets it, for what goes on already as well. What is over by now remains so. */
    synchronized void set(Duration time) {
        all.forEach(Marks::settle);
        nanos = time.toNanos();
    }

    /** The beginnings of one kind of change, by the ids of what changes. */
    synchronized Marks marks() {
        Marks marks = new Marks();
        all.add(marks);
        return marks;
    }

    private synchronized boolean lasts(long since) {
        return System.nanoTime() - since < nanos;
    }

    /** When changes began. */
    final class Marks {
        private final Map<String, Long> begun = new HashMap<>();

        void begin(String id) {
            synchronized (Delay.this) {
                begun.put(id, System.nanoTime());
            }
        }

        void forget(String id) {
            synchronized (Delay.this) {
                begun.remove(id);
            }
        }

        /** Whether a change began and is not over yet. What never began is over. */
        boolean goesOn(String id) {
            synchronized (Delay.this) {
                Long since = begun.get(id);
                return since != null && lasts(since);
            }
        }

        /** All changes that are not over yet. */
        List<String> going() {
            synchronized (Delay.this) {
                settle();
                return List.copyOf(begun.keySet());
            }
        }

        private void settle() {
            begun.values().removeIf(since -> !lasts(since));
        }
    }
}
