package io.jenkins.plugins.spindelivery.cli.run;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which moves work in parallel, and those that libraries start. */
public final class Workers {
    /** Enough to hide the network's delay, and far below what an API server lets one client do at a time. */
    private static final int THREADS = 16;

    private Workers() {}

    /**
     * A pool whose threads start when they are needed and never keep the program alive.
     *
     * @return a new pool
     */
    static ExecutorService start() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "spin-worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Wakes the threads that nobody waits for, before the program exits. The one of the JDK's HTTP client sleeps in a
     * system call, and for such a thread the virtual machine waits 0.3 s when it exits.
     */
    public static void wake() {

        Thread[] threads = new Thread[Thread.activeCount() + 1];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].isDaemon()) {
                threads[i].interrupt();
            }
        }
    }
}
