package io.jenkins.plugins.spindelivery.delivery;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all deliveries. However many stages wait, there is one timer, and at most {@value #MOVERS} threads make
 * moves; a move lends up to {@value #HELPERS} more from all moves' common stock for what it does in parallel. Idle
 * threads end.
 */
@Extension
public final class DeliveryPool {
    static final int MOVERS = 8;
    static final int HELPERS = 24;
    private static final long IDLE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("Spin Delivery timer"));
    private final ThreadPoolExecutor movers = new ThreadPoolExecutor(
            MOVERS, MOVERS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("Spin Delivery"));

    /** Rejects when all are busy; then the move does the work itself. */
    private final ThreadPoolExecutor helpers = new ThreadPoolExecutor(
            0, HELPERS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), named("Spin Delivery helper"));

    /** Threads that read a stage's input; guarded by itself. */
    private final Set<Thread> reading = new HashSet<>();

    private volatile boolean stopped;

    /** Made by Jenkins. */
    public DeliveryPool() {
        movers.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /**
     * The pool of this Jenkins.
     *
     * @return the only instance
     */
    public static DeliveryPool get() {
        return ExtensionList.lookupSingleton(DeliveryPool.class);
    }

    /** Whether Jenkins is going down: no more moves begin, and what is saved is the truth. */
    boolean stopped() {
        return stopped;
    }

    /** Threads for what a move does in parallel. */
    Executor helpers() {
        return helpers;
    }

    /** Work that takes long and does nothing but wait for others. */
    @FunctionalInterface
    public interface Blocking<T> {
        /**
         * Waits.
         *
         * @return what came of it
         * @throws IOException when that failed
         * @throws InterruptedException when the build is being stopped, or Jenkins
         */
        T await() throws IOException, InterruptedException;
    }

    /**
     * Waits on a thread of the pool, which gets another one meanwhile: those who wait for a process on an agent, each
     * holding an executor there, must not hold up all other deliveries.
     *
     * @param work waits
     * @return what came of it
     * @throws IOException as the work
     * @throws InterruptedException as the work
     */
    public static <T> T blocking(Blocking<T> work) throws IOException, InterruptedException {
        DeliveryPool pool = get();
        pool.resize(1);
        try {
            return work.await();
        } finally {
            pool.resize(-1);
        }
    }

    private synchronized void resize(int by) {
        int size = movers.getCorePoolSize() + by;
        if (by > 0) {
            movers.setMaximumPoolSize(size);
            movers.setCorePoolSize(size);
        } else {
            movers.setCorePoolSize(size);
            movers.setMaximumPoolSize(size);
        }
    }

    /**
     * Whether Jenkins is going down.
     *
     * @return whether an interrupt may have come from that
     */
    public static boolean goesDown() {
        return get().stopped();
    }

    /**
     * Runs something soon; dropped when Jenkins is going down.
     *
     * @param work must not wait for others
     */
    public void execute(Runnable work) {
        try {
            movers.execute(work);
        } catch (RejectedExecutionException e) {
            if (!stopped) {
                throw e;
            }
        }
    }

    /**
     * Runs something later.
     *
     * @param work must not wait for others
     * @param millis from now
     * @return can call it off; {@code null} when Jenkins is going down
     */
    public ScheduledFuture<?> schedule(Runnable work, long millis) {
        try {
            return timer.schedule(() -> execute(work), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!stopped) {
                throw e;
            }
            return null;
        }
    }

    /**
     * This thread reads a stage's input, which may take long and changes nothing: it need not be waited for when Jenkins
     * goes down.
     *
     * @throws InterruptedException when it is going down already
     */
    void reads() throws InterruptedException {
        synchronized (reading) {
            if (stopped) {
                throw new InterruptedException();
            }
            reading.add(Thread.currentThread());
        }
    }

    /** This thread has read its stage's input; an interrupt that came too late is forgotten. */
    void hasRead() {
        synchronized (reading) {
            reading.remove(Thread.currentThread());
            Thread.interrupted();
        }
    }

    /**
     * Ends all threads before Pipelines are saved for the last time, so that no step ends after its Pipeline was saved. A
     * move that is under way is repeated after the restart.
     */
    private void stop() {
        synchronized (reading) {
            stopped = true;
            reading.forEach(Thread::interrupt);
        }
        timer.shutdownNow();
        movers.shutdown();
        try {
            if (!movers.awaitTermination(IDLE_SECONDS, TimeUnit.SECONDS)) {
                movers.shutdownNow();
            }
        } catch (InterruptedException e) {
            movers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        helpers.shutdownNow();
    }

    /** Of all that Jenkins calls on its way down, only this comes before Pipelines are suspended. */
    @Extension
    public static final class Shutdown extends ItemListener {
        @Override
        public void onBeforeShutdown() {
            get().stop();
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + " " + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
