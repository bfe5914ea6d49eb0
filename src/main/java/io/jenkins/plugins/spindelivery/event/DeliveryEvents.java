package io.jenkins.plugins.spindelivery.event;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes events from those who run deliveries, and tells the listeners on a thread of its own, which ends when idle. */
@Extension
public final class DeliveryEvents {
    private static final Logger LOGGER = Logger.getLogger(DeliveryEvents.class.getName());
    /** What Jenkins attains on its way down when the listeners have heard what there was to hear. */
    public static final String TOLD = "spin-delivery-events-told";
    /** So many events may wait. */
    static final int CAPACITY = 10_000;

    private static final long IDLE_SECONDS = 10;

    private final AtomicLong dropped = new AtomicLong();
    private final ThreadPoolExecutor teller = new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(CAPACITY), DeliveryEvents::thread);

    /** Made by Jenkins. */
    public DeliveryEvents() {
        teller.allowCoreThreadTimeOut(true);
        teller.setRejectedExecutionHandler((event, full) -> dropOldest(event));
    }

    /**
     * Tells the listeners of an event, later. Never waits and never fails.
     *
     * @param event what happened
     */
    public static void fire(DeliveryEvent event) {
        try {
            ExtensionList.lookupSingleton(DeliveryEvents.class).accept(event);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Nobody is told of " + event.id());
        }
    }

    private void accept(DeliveryEvent event) {
        teller.execute(() -> tell(event));
    }

    private void dropOldest(Runnable event) {
        BlockingQueue<Runnable> waiting = teller.getQueue();
        while (!teller.isShutdown() && !waiting.offer(event)) {
            if (waiting.poll() != null) {
                dropped.incrementAndGet();
            }
        }
    }

    private void tell(DeliveryEvent event) {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOGGER.warning(() -> "A listener of deliveries is too slow: " + lost + " events were dropped");
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            for (DeliveryListener listener : ExtensionList.lookup(DeliveryListener.class)) {
                tell(event, listener);
            }
        }
    }

    private static void tell(DeliveryEvent event, DeliveryListener listener) {
        try {
            event.tell(listener);
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, e, () -> listener.getClass().getName() + " failed at " + event.id());
        }
    }

    /**
     * Lets the listeners hear what has happened, for a moment.
     *
     * @throws InterruptedException when Jenkins can't wait
     */
    @Terminator(attains = TOLD)
    public static void stop() throws InterruptedException {
        DeliveryEvents events = ExtensionList.lookupSingleton(DeliveryEvents.class);
        events.teller.shutdown();
        if (!events.teller.awaitTermination(IDLE_SECONDS / 2, TimeUnit.SECONDS)) {
            LOGGER.warning(() -> events.teller.shutdownNow().size() + " events of deliveries were not told");
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "Spin Delivery events");
        thread.setDaemon(true);
        return thread;
    }
}
