package io.jenkins.plugins.spindelivery.delivery;

import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private boolean cancelled;
    private boolean detached;
    private boolean ended;
    private boolean woken;
    private long pauseMillis = LEAST_PAUSE_MILLIS;
    private Thread turning;
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
        this.work = new StageWork(key, stage, source, folder, this::wake);
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

    void start() {
        DeliveryPool.get().execute(this::turn);
    }

    /** Adds somebody who waits for the end; {@code false} when it has ended already. */
    synchronized boolean listen(StageListener listener) {
        if (!ended) {
            listeners.add(listener);
        }
        return !ended;
    }

    /** Turns the work towards its cancelling with the next turn, which comes at once. */
    void cancel() {
        synchronized (this) {
            cancelled = true;
            if (interruptible && turning != null) {
                // It reads its input and has changed nothing; a slow agent need not be waited for.
                turning.interrupt();
            }
        }
        wake();
    }

    /** From now on nobody waits for it. */
    synchronized void detach() {
        detached = true;
    }

    /** What the operation waits for may have come. */
    private void wake() {
        synchronized (this) {
            if (ended) {
                return;
            }
            woken = true;
            if (turning != null || next == null || !next.cancel(false)) {
                return;
            }
            next = DeliveryPool.get().schedule(this::turn, pauseMillis);
        }
    }

    private void turn() {
        synchronized (this) {
            if (ended || turning != null || DeliveryPool.get().stopped()) {
                return;
            }
            turning = Thread.currentThread();
            interruptible = !work.begun();
            next = null;
            woken = false;
        }
        long began = System.nanoTime();
        Outcome outcome;
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            outcome = take();
        }
        long tookMillis = (System.nanoTime() - began) / 1_000_000;
        synchronized (this) {
            turning = null;
            interruptible = false;
            notifyAll();
            // Whoever interrupted us meant this turn and not the pool's thread.
            Thread.interrupted();
            pauseMillis = Math.max(LEAST_PAUSE_MILLIS, Math.min(MOST_LEAST_PAUSE_MILLIS, tookMillis));
            if (DeliveryPool.get().stopped()) {
                // Pipelines are being saved for the last time; the next process tells of an end that is written down.
                return;
            }
            if (outcome.result() == null) {
                long delay = woken ? Math.min(pauseMillis, outcome.delayMillis()) : outcome.delayMillis();
                next = DeliveryPool.get().schedule(this::turn, Math.max(0, delay));
                return;
            }
            ended = true;
        }
        end(outcome.result());
    }

    /**
     * What a turn came to.
     *
     * @param result the end; {@code null} when there is more to do
     * @param delayMillis how long to wait before the next turn
     */
    record Outcome(StageResult result, long delayMillis) {
        static Outcome ended(StageResult result) {
            return new Outcome(result, 0);
        }

        static Outcome after(long millis) {
            return new Outcome(null, millis);
        }
    }

    private Outcome take() {
        boolean stop;
        boolean alone;
        synchronized (this) {
            stop = cancelled;
            alone = detached;
        }
        try {
            return work.turn(stop, alone);
        } catch (ProblemException e) {
            return Outcome.ended(work.finish(StageResult.refused(e)));
        } catch (InterruptedException e) {
            return interrupted();
        } catch (IOException e) {
            return Outcome.ended(work.finish(new StageResult(
                    StageStatus.FAILED, null, List.of(Problem.of("delivery.input-unreadable", "", e.getMessage())))));
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.SEVERE, e, () -> "A mistake in Spin Delivery, at " + this);
            return Outcome.ended(work.finish(new StageResult(
                    StageStatus.FAILED, null, List.of(Problem.of("delivery.mistake", "", String.valueOf(e))))));
        }
    }

    /** By {@link #cancel()}, or because Jenkins is going down; then the next process begins again. */
    private Outcome interrupted() {
        synchronized (this) {
            if (!cancelled) {
                return Outcome.after(0);
            }
        }
        return Outcome.ended(work.finish(new StageResult(StageStatus.CANCELLED, null, List.of())));
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
        detached = true;
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

    StageRecord record() {
        return work.record();
    }

    @Override
    public String toString() {
        return "stage " + key + " of " + source.run();
    }
}
