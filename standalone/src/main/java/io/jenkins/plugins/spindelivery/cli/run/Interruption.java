package io.jenkins.plugins.spindelivery.cli.run;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What ends a pause early: the wish to stop, and the news that an operation waits for. The wish comes by signals. Before
 * an operation begins a signal ends the program at once, for there is nothing to take back; while one runs the first asks
 * it to stop cleanly and the second ends the program.
 */
public final class Interruption {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Runnable abandon;
    private Runnable notice;
    private boolean requested;
    private boolean woken;

    /**
     * No wish yet.
     *
     * @param abandon ends the program when no operation runs, or a second signal came
     */
    public Interruption(Runnable abandon) {
        this.abandon = abandon;
    }

    /**
     * From now on the first signal is a request to stop, and no longer the program's end.
     *
     * @param asked run once, at the first signal, on the signal's thread
     */
    public void guard(Runnable asked) {
        lock.lock();
        try {
            notice = asked;
            requested = false;
        } finally {
            lock.unlock();
        }
    }

    /** A signal came; called on any thread. */
    public void signal() {
        Runnable reaction;
        lock.lock();
        try {
            reaction = notice == null || requested ? abandon : notice;
            requested = notice != null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        reaction.run();
    }

    /**
     * Whether the running operation was asked to stop.
     *
     * @return whether it was
     */
    public boolean requested() {
        lock.lock();
        try {
            return requested;
        } finally {
            lock.unlock();
        }
    }

    /** What the operation waits for may have come; called on any thread, before the pause as well as during it. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits, unless and until the operation is asked to stop.
     *
     * @param least how long even if it was woken, so that what comes in a burst makes one move and not many
     * @param delay how long at most
     */
    public void await(Duration least, Duration delay) {
        pause(least, delay, true);
    }

    /**
     * Waits, although the operation was asked to stop: the taking back has delays as well.
     *
     * @param least how long even if it was woken
     * @param delay how long at most
     */
    public void awaitRegardless(Duration least, Duration delay) {
        pause(least, delay, false);
    }

    private void pause(Duration least, Duration delay, boolean untilRequested) {
        Duration first = least.compareTo(delay) < 0 ? least : delay;
        lock.lock();
        try {
            await(first, () -> untilRequested && requested);
            await(delay.minus(first), () -> woken || untilRequested && requested);
            woken = false;
        } catch (InterruptedException e) {
            // Nothing of ours interrupts threads; whoever does wants this one to end.
            Thread.currentThread().interrupt();
            requested = true;
        } finally {
            lock.unlock();
        }
    }

    private void await(Duration time, BooleanSupplier over) throws InterruptedException {
        long left = time.toNanos();
        while (left > 0 && !over.getAsBoolean()) {
            left = changed.awaitNanos(left);
        }
    }
}
