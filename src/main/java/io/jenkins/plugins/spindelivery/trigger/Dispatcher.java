package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.delivery.JenkinsSealer;
import io.jenkins.plugins.spindelivery.durable.Journal;
import io.jenkins.plugins.spindelivery.durable.Journal.Appended;
import io.jenkins.plugins.spindelivery.durable.JournalFullException;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.trigger.DeliveryId;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Asks triggers what deliveries mean, on one thread, and hands what starts a job to {@link Starts}. A delivery is closed
 * when all its starts are on disk; after a crash it is asked about again, and the starts that are there already are
 * known by their ids.
 */
public final class Dispatcher {
    /** For how long what has an id of its own does nothing more. */
    static final long DAY_MILLIS = 24 * 3_600_000L;

    private static final long LOOK_SECONDS = 5;
    private static final int MAX_STATED_ID = 1_500;
    private static final Logger LOGGER = Logger.getLogger(Dispatcher.class.getName());

    private final Deliveries deliveries;
    private final Journal journal;
    private final Journal startJournal;
    private final Starts starts;
    private final Outcomes outcomes = new Outcomes();
    private final LinkedBlockingDeque<String> arrived = new LinkedBlockingDeque<>();
    private final Semaphore signal = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "Spin Delivery triggers");
    private volatile boolean stopped;

    Dispatcher(Deliveries deliveries, Journal journal, Journal startJournal) {
        this.deliveries = deliveries;
        this.journal = journal;
        this.startJournal = startJournal;
        this.starts = new Starts(startJournal, outcomes, signal::release);
    }

    void start() {
        thread.setDaemon(true);
        for (Journal.Entry entry : journal.open()) {
            try {
                // Counts, and nothing else yet: the thread below asks for them.
                deliveries.arrived(Delivery.read(entry.content()).path(), entry.id());
                arrived.add(entry.id());
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "A delivery in the journal can't be read and is left out", e);
                journal.close(entry.id(), "unreadable", 0);
            }
        }
        thread.start();
    }

    void stop() {
        stopped = true;
        signal.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void arrived(String id) {
        arrived.add(id);
        signal.release();
    }

    Starts starts() {
        return starts;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    private void run() {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            starts.recover();
            while (!stopped) {
                try {
                    decideAll();
                    starts.schedule();
                    signal.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS);
                    signal.drainPermits();
                } catch (InterruptedException e) {
                    return;
                } catch (RuntimeException e) {
                    // Whatever it was is still in the journal, and others wait behind it.
                    LOGGER.log(Level.WARNING, "Starting jobs for what was delivered failed; it is tried again", e);
                }
            }
        }
    }

    private void decideAll() {
        String id = arrived.poll();
        while (id != null && !stopped) {
            Optional<Journal.Entry> entry = journal.entry(id);
            if (entry.isPresent() && !decide(entry.get())) {
                arrived.addFirst(id);
                return;
            }
            id = arrived.poll();
        }
        if (id != null) {
            arrived.addFirst(id);
        }
    }

    /** Asks all triggers that signed a delivery; {@code false} when their starts can't be written now. */
    private boolean decide(Journal.Entry entry) {
        Delivery delivery;
        ObjectNode payload;
        try {
            delivery = Delivery.read(entry.content());
            payload = delivery.payload();
        } catch (IOException | ProblemException e) {
            LOGGER.log(Level.WARNING, "A delivery in the journal can't be read and is left out", e);
            journal.close(entry.id(), "unreadable", 0);
            return true;
        }
        DeliveryId id = delivery.id(payload);
        long remember = id.unique() ? DAY_MILLIS : 0;
        for (DeliveredTrigger trigger : deliveries.at(delivery.path())) {
            if (delivery.accepted().contains(trigger.key())) {
                if (!decide(trigger, delivery, payload, id)) {
                    return false;
                }
                remember = id.unique() ? DAY_MILLIS : Math.max(remember, trigger.rememberMillis());
            }
        }
        journal.close(entry.id(), "decided", remember);
        deliveries.done(delivery.path());
        return true;
    }

    private boolean decide(DeliveredTrigger trigger, Delivery delivery, ObjectNode payload, DeliveryId id) {
        try {
            var events = trigger.events(delivery, payload, id);
            if (events.isEmpty()) {
                outcomes.add(trigger, delivery.path(), Problem.of("trigger.outcome-other", ""));
            }
            for (Event event : events) {
                Optional<Problem> mismatch = trigger.mismatch(event);
                if (mismatch.isPresent()) {
                    outcomes.add(trigger, event.subject(), mismatch.get());
                } else if (!take(trigger, event, trigger.rememberMillis())) {
                    return false;
                }
            }
        } catch (ProblemException e) {
            outcomes.add(trigger, delivery.path(), e.problems().get(0));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A trigger of " + trigger.job() + " failed", e);
            outcomes.add(trigger, delivery.path(), Problem.of("trigger.outcome-failed", ""));
        }
        return true;
    }

    /**
     * Starts a job for an event, unless the event started it before.
     *
     * @param trigger whose job it is
     * @param event what happened
     * @param remember for how long an event without an id of its own does nothing more, in milliseconds
     * @return whether that is on disk; when not, it has to be tried again
     * @throws ProblemException when the parameters can't be made
     */
    boolean take(SpinTrigger trigger, Event event, long remember) {
        Start start =
                Start.of(trigger, event, trigger.parametersOf(event), event.id().unique() ? DAY_MILLIS : remember);
        String id = id(start.job(), event.id().value());
        try {
            if (startJournal.append(id, start.bytes()).join() == Appended.KNOWN) {
                outcomes.add(trigger, event.subject(), Problem.of("trigger.outcome-known", ""));
            } else {
                starts.add(id, start);
            }
            return true;
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof JournalFullException)) {
                LOGGER.log(Level.WARNING, "A start can't be written to disk; it is tried again", e.getCause());
            }
            return false;
        }
    }

    private static String id(String job, String event) {
        String id = job + "\n" + event;
        return id.length() <= MAX_STATED_ID ? id : JenkinsSealer.fingerprint(id);
    }
}
