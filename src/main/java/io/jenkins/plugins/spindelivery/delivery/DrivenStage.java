package io.jenkins.plugins.spindelivery.delivery;

import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.SkippableOperation;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One stage on its way: its turns are taken by the pool, one at a time. Between turns it holds no thread.
 *
 * <p>A turn begins the stage, or makes one move of its operation. What a turn needs of the stage's files is in
 * {@link StageWork}.
 */
final class DrivenStage {
    private static final Logger LOGGER = Logger.getLogger(DrivenStage.class.getName());

    /** Changes in a cluster come in bursts; a wake-up waits this long for the rest of one. */
    private static final long LEAST_PAUSE_MILLIS = 10;

    private static final long MOST_LEAST_PAUSE_MILLIS = 250;

    private final StageKey key;
    private final ContextSource source;
    private final Consumer<DrivenStage> gone;
    private final List<StageListener> listeners = new ArrayList<>();
    private final StageWork work;

    /** That of the Jenkins in which the stage began: in tests another one may have come since. */
    private final DeliveryPool pool = DeliveryPool.get();

    private boolean cancelled;
    private boolean detached;
    private boolean ended;
    private boolean woken;
    private boolean mayBeWoken = true;
    private long pauseMillis = LEAST_PAUSE_MILLIS;
    private Thread turning;
    private GateAnswer answer;
    private String skipper;
    private Gate told;
    private boolean interruptible;
    private ScheduledFuture<?> next;

    /**
     * A stage that has not begun in this process.
     *
     * @param stage what to do when there is no state yet; {@code null} when there is only something to take back
     * @param gone told when it has ended
     */
    DrivenStage(
            StageKey key,
            Stage stage,
            ContextSource source,
            StageFolder folder,
            StageListener listener,
            Consumer<DrivenStage> gone) {
        this.key = key;
        this.source = source;
        this.gone = gone;
        this.listeners.add(listener);
        this.work = new StageWork(key, stage, source, folder, new Interruptible(), this::wake, pool);
    }

    StageKey key() {
        return key;
    }

    StageFolder folder() {
        return work.folder();
    }

    ContextSource.Owner owner() {
        return source.owner();
    }

    boolean belongsTo(Run<?, ?> run) {
        return source.run() != null && source.run().getExternalizableId().equals(run.getExternalizableId());
    }

    /** The full name of its build's job; empty when that is gone. */
    String job() {
        return source.item() == null ? "" : source.item().getFullName();
    }

    synchronized boolean isDetached() {
        return detached;
    }

    /** Whether its build was deleted. */
    boolean isOrphan() {
        return folder().path().startsWith(OpenStages.orphans());
    }

    void start() {
        pool.execute(this::turn);
    }

    /** Adds somebody who waits for the end; {@code false} when it has ended already. */
    synchronized boolean listen(StageListener listener) {
        if (!ended) {
            listeners.add(listener);
            // The next turn tells everybody once more which gate is open.
            told = null;
        }
        return !ended;
    }

    /** How that ended which ran at a gate; the next turn, which comes at once, goes by it. */
    void answer(GateAnswer given) {
        synchronized (this) {
            answer = given;
        }
        wake();
    }

    /** What a person may skip now. */
    Optional<SkippableOperation.Rest> rest() {
        return work.rest();
    }

    /** A person skips the rest of a wait; the next turn, which comes at once, goes by it. */
    void skip(String by) {
        synchronized (this) {
            skipper = by;
        }
        wake();
    }

    /** Turns the work towards its cancelling with the next turn, which comes at once. */
    void cancel() {
        synchronized (this) {
            cancelled = true;
            if (interruptible) {
                turning.interrupt();
            }
        }
        wake();
    }

    /** From now on nobody waits for it: what did is gone, and could not be told of the end. */
    synchronized void detach() {
        detached = true;
        listeners.clear();
    }

    /** What the operation waits for may have come. */
    private void wake() {
        synchronized (this) {
            // Only the first wake-up since the last turn moves the next one: a flood of them must not put it off for
            // ever.
            if (ended || woken) {
                return;
            }
            woken = true;
            if (turning == null && mayBeWoken && next != null && next.cancel(false)) {
                next = pool.schedule(this::turn, pauseMillis);
            }
        }
    }

    private void turn() {
        boolean stop;
        boolean alone;
        synchronized (this) {
            if (ended || turning != null || pool.stopped()) {
                return;
            }
            turning = Thread.currentThread();
            next = null;
            woken = false;
            stop = cancelled;
            alone = detached;
            if (answer != null) {
                work.answer(answer);
                answer = null;
            }
            if (skipper != null) {
                work.skip(skipper);
                skipper = null;
            }
        }
        long began = System.nanoTime();
        Outcome outcome = take(stop, alone);
        tellOfGate(work.open());
        long tookMillis = (System.nanoTime() - began) / 1_000_000;
        synchronized (this) {
            turning = null;
            notifyAll();
            pauseMillis = Math.max(LEAST_PAUSE_MILLIS, Math.min(MOST_LEAST_PAUSE_MILLIS, tookMillis));
            if (pool.stopped()) {
                // Pipelines are being saved for the last time; the next process tells of an end that is written down.
                return;
            }
            if (outcome.result() == null) {
                mayBeWoken = outcome.wakes();
                boolean soon = woken && mayBeWoken;
                long delay = soon ? Math.min(pauseMillis, outcome.delayMillis()) : outcome.delayMillis();
                next = pool.schedule(this::turn, Math.max(0, delay));
                return;
            }
            ended = true;
        }
        end(outcome.result());
    }

    private Outcome take(boolean stop, boolean alone) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return work.turn(stop, alone);
        } catch (RuntimeException | Error e) {
            // The files are left as they are: what they say is more than what is known here.
            LOGGER.log(Level.SEVERE, e, () -> "A mistake in Spin Delivery, at " + this);
            return Outcome.ended(StageResult.failed(Problem.of("delivery.mistake", "", e.toString())));
        }
    }

    /** Still within the turn, so that nobody hears of two gates in the wrong order. */
    private void tellOfGate(Gate open) {
        Gate before;
        List<StageListener> waiting;
        synchronized (this) {
            before = told;
            if (pool.stopped() || Objects.equals(id(open), id(before))) {
                return;
            }
            told = open;
            waiting = List.copyOf(listeners);
        }
        for (StageListener listener : waiting) {
            try {
                if (before != null) {
                    listener.closed();
                }
                if (open != null) {
                    listener.opened(open);
                }
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> "Nobody could be told of a gate of " + this);
            }
        }
    }

    private static String id(Gate gate) {
        return gate == null ? null : gate.id();
    }

    /** Reading its input a stage has changed nothing; a slow agent need not be waited for. */
    private final class Interruptible implements StageWork.Reading {
        @Override
        public void begins() throws InterruptedException {
            synchronized (DrivenStage.this) {
                if (cancelled) {
                    throw new InterruptedException();
                }
                interruptible = true;
            }
            pool.reads();
        }

        @Override
        public void ends() {
            synchronized (DrivenStage.this) {
                interruptible = false;
            }
            // Whoever interrupted us meant the reading, and not what the pool's thread does next.
            pool.hasRead();
        }
    }

    private void end(StageResult result) {
        List<StageListener> waiting;
        synchronized (this) {
            waiting = List.copyOf(listeners);
        }
        gone.accept(this);
        for (StageListener listener : waiting) {
            try {
                listener.ended(result);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> "Nobody could be told that " + this + " has ended");
            }
        }
    }

    /**
     * Moves the stage's files out of its build's folder, which is about to be deleted, and begins to take back what must
     * not stay.
     *
     * @param target the new folder; must not exist
     * @throws IOException when the files can't be moved
     * @throws InterruptedException when the thread is not to wait for the end of the turn that is under way
     */
    synchronized void moveTo(Path target) throws IOException, InterruptedException {
        detach();
        cancelled = true;
        if (interruptible && turning != null) {
            // As in cancel(): whoever deletes a build does not wait for its input.
            turning.interrupt();
        }
        while (turning != null) {
            wait();
        }
        if (!ended) {
            work.moveTo(target);
        }
    }

    /**
     * Goes on in the folder that the build has now, because its job was renamed or moved.
     *
     * @throws IOException when the index can't be written
     * @throws InterruptedException when the thread is not to wait for the end of the turn that is under way
     */
    synchronized void follow() throws IOException, InterruptedException {
        while (turning != null) {
            wait();
        }
        if (!ended) {
            work.follow();
        }
    }

    @Override
    public String toString() {
        return "stage " + key + " of " + source.run();
    }
}
