package io.jenkins.plugins.spindelivery.notify;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.engine.notify.Reply;
import io.jenkins.plugins.spindelivery.engine.notify.Reply.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.event.DeliveryEvents;
import io.jenkins.plugins.spindelivery.notify.OutboxJournal.Taken;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Letters that have to be sent. They are on disk before anybody tries, and tried again for a day: after 1 s, then after
 * twice as long, up to every 10 min. A letter is sent at least once; a crash of Jenkins in the wrong moment sends it once
 * more, with the same id.
 */
@Extension
public final class Outbox {
    private static final Logger LOGGER = Logger.getLogger(Outbox.class.getName());
    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 10;
    /** So many letters may wait in all. */
    static final int MOST = 10_000;
    /** So many letters may wait for one receiver. */
    static final int MOST_IN_LANE = 1_000;

    private static final Duration GIVES_UP = Duration.ofHours(24);

    private final Clock clock = Clock.systemUTC();
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(THREADS, Outbox::thread);
    private final Transports transports = new Transports(threads);
    private final OutboxJournal journal = new OutboxJournal();
    /** Those with letters, each with one try under way or planned; guarded by this. */
    private final Map<String, Lane> lanes = new HashMap<>();

    private int size;

    /** Made by Jenkins. */
    public Outbox() {
        threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
    }

    /**
     * The outbox of this Jenkins.
     *
     * @return the only one
     */
    public static Outbox get() {
        return ExtensionList.lookupSingleton(Outbox.class);
    }

    /** Goes on with what was not sent when Jenkins stopped. Called by Jenkins. */
    @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
    public static void start() {
        Outbox outbox = get();
        Path folder = Jenkins.get().getRootDir().toPath().resolve("spin-delivery-outbox");
        outbox.journal.open(folder).forEach(outbox::enqueue);
    }

    /** Stops; what was not sent stays on disk. Called by Jenkins. */
    @Terminator(requires = DeliveryEvents.TOLD)
    public static void stop() {
        get().threads.shutdownNow();
        get().journal.close();
    }

    Transports transports() {
        return transports;
    }

    /**
     * How many letters wait.
     *
     * @return the number
     */
    public synchronized int size() {
        return size;
    }

    /**
     * Sends a letter, soon. Takes as long as writing it down.
     *
     * @param letter about a build
     */
    void add(Letter letter) {
        Taken taken = isFull(letter) ? Taken.FULL : journal.take(letter);
        if (taken == Taken.FULL) {
            note(letter, NotificationLog.Status.FAILED, Problem.of("notify.outbox-full", ""));
        } else if (taken == Taken.NEW) {
            note(letter, NotificationLog.Status.WAITING, null);
            enqueue(letter);
        }
    }

    private synchronized boolean isFull(Letter letter) {
        Lane lane = lanes.get(letter.lane());
        return size >= MOST || (lane != null && lane.waiting.size() >= MOST_IN_LANE);
    }

    private synchronized void enqueue(Letter letter) {
        size++;
        Lane known = lanes.get(letter.lane());
        if (known != null) {
            known.waiting.add(letter);
            return;
        }
        Lane lane = new Lane();
        lane.waiting.add(letter);
        lanes.put(letter.lane(), lane);
        plan(lane, Duration.ZERO);
    }

    private void plan(Lane lane, Duration wait) {
        try {
            threads.schedule(() -> send(lane), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.fine("Jenkins is going down; the letters are on disk");
        }
    }

    private void send(Lane lane) {
        Letter letter;
        synchronized (this) {
            letter = lane.waiting.peek();
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            transports.send(letter).whenComplete((reply, mistake) -> hand(lane, letter, reply, mistake));
        } catch (RuntimeException e) {
            hand(lane, letter, null, e);
        }
    }

    /** On a thread of ours, for whatever thread brings the answer has other work. */
    private void hand(Lane lane, Letter letter, Reply reply, Throwable mistake) {
        if (mistake != null) {
            LOGGER.log(Level.WARNING, "A mistake of Spin Delivery in sending " + letter, mistake);
        }
        Reply known = reply != null ? reply : refused("notify.mistake");
        try {
            threads.execute(() -> settle(lane, letter, known));
        } catch (RejectedExecutionException e) {
            LOGGER.fine("Jenkins is going down; the letter is sent once more");
        }
    }

    private void settle(Lane lane, Letter letter, Reply reply) {
        Problem problem = reply.problem().orElse(null);
        if (reply.outcome() == Outcome.AGAIN) {
            Duration wait;
            synchronized (this) {
                wait = lane.failed(reply);
            }
            if (clock.millis() + wait.toMillis() < letter.millis() + GIVES_UP.toMillis()) {
                note(letter, NotificationLog.Status.WAITING, problem);
                plan(lane, wait);
                return;
            }
        } else {
            synchronized (this) {
                lane.answered();
            }
        }
        NotificationLog.Status end =
                reply.outcome() == Outcome.DELIVERED ? NotificationLog.Status.DELIVERED : NotificationLog.Status.FAILED;
        note(letter, end, problem);
        journal.done(letter, end);
        next(lane, letter);
    }

    private synchronized void next(Lane lane, Letter sent) {
        lane.waiting.remove();
        size--;
        if (lane.waiting.isEmpty()) {
            lanes.remove(sent.lane());
        } else {
            plan(lane, Duration.ZERO);
        }
    }

    /** Whatever is wrong with a build's folder, the other letters have to be sent. */
    private static void note(Letter letter, NotificationLog.Status status, Problem problem) {
        try {
            NotificationLog.note(letter, status, problem);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot write down what came of " + letter);
        }
    }

    private static Reply refused(String code) {
        return new Reply(Outcome.REFUSED, Optional.of(Problem.of(code, "")), Duration.ZERO);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "Spin Delivery outbox");
        thread.setDaemon(true);
        return thread;
    }
}
