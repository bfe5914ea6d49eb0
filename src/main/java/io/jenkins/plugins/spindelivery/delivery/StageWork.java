package io.jenkins.plugins.spindelivery.delivery;

import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPatience;
import io.jenkins.plugins.spindelivery.engine.artifact.TryLater;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.Gate;
import io.jenkins.plugins.spindelivery.engine.operation.GateAnswer;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile.Saved;
import io.jenkins.plugins.spindelivery.engine.operation.SkippableOperation;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.event.DeliveryEvents;
import io.jenkins.plugins.spindelivery.event.StageEvent;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The turns of one stage. Called by one thread at a time. */
final class StageWork {
    private static final Logger LOGGER = Logger.getLogger(StageWork.class.getName());

    private final StageKey key;
    private final Stage stage;
    private final ContextSource source;
    private final DeliveryPool pool;
    private final Clock clock = Clock.systemUTC();
    private final StageFiles files;
    private final StageTools tools;

    private FetchPatience patience;
    private Driven<?, ?> driven;
    private Gate open;
    private GateAnswer answer;
    private String skipper;
    private volatile SkippableOperation.Rest rest;
    private boolean unsaved;
    private boolean toldUnsaved;
    private StageResult ending;
    private boolean keepsState;

    /** Told when the stage's input is being read: only then may the thread be interrupted. */
    interface Reading {
        /**
         * From now on the thread may be interrupted.
         *
         * @throws InterruptedException when the stage was cancelled already
         */
        void begins() throws InterruptedException;

        /** From now on it may not, and an interrupt that came too late is forgotten. */
        void ends();
    }

    StageWork(
            StageKey key,
            Stage stage,
            ContextSource source,
            StageFolder folder,
            Reading reading,
            Runnable wake,
            DeliveryPool pool) {
        this.key = key;
        this.stage = stage;
        this.source = source;
        this.pool = pool;
        this.files = new StageFiles(key, source, folder, clock);
        this.tools = new StageTools(key, stage, source, reading, wake, pool, clock, files);
    }

    StageFolder folder() {
        return files.folder();
    }

    /**
     * The gate that is open.
     *
     * @return {@code null} for none, and for one that is not yet on disk: after a crash it might not open again
     */
    Gate open() {
        return open;
    }

    /**
     * How that ended which ran at a gate; the next move goes by it.
     *
     * @param given counts only while its gate is open
     */
    void answer(GateAnswer given) {
        answer = given;
    }

    /** What a person may skip now; empty for nothing. Asked by any thread. */
    Optional<SkippableOperation.Rest> rest() {
        return Optional.ofNullable(rest);
    }

    /** A person skips the rest of a wait; the next move goes by it. */
    void skip(String by) {
        skipper = by;
    }

    /**
     * Begins, or makes a move, or writes the end down.
     *
     * @param cancel whether the work is to be turned towards its cancelling
     * @param detached whether nobody waits for it any more
     * @return what to do next; never fails because of what a user, a disk or a cluster does
     */
    Outcome turn(boolean cancel, boolean detached) {
        if (ending != null) {
            return settle();
        }
        if (driven == null) {
            return begin(cancel, detached);
        }
        tellIfDetached(detached);
        try {
            return move(driven, cancel);
        } catch (RuntimeException | Error e) {
            return mistaken(driven, e);
        }
    }

    private Outcome begin(boolean cancel, boolean detached) {
        try {
            return beginOrAdopt(cancel, detached);
        } catch (InterruptedException e) {
            // By a cancelling, or because Jenkins is going down; then the next process begins again.
            return cancel || !pool.stopped() ? end(StageResult.cancelled()) : Outcome.after(0);
        } catch (TryLater e) {
            return later(e);
        } catch (ProblemException e) {
            return end(StageResult.refused(e));
        } catch (IOException e) {
            return end(StageResult.failed(Problem.of("delivery.input-unreadable", "", String.valueOf(e.getMessage()))));
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.SEVERE, e, () -> "A mistake in Spin Delivery, at " + files);
            return end(StageResult.failed(told(e)));
        }
    }

    /** A server that the input comes from asks to be asked later: the stage begins again then, and holds no thread. */
    private Outcome later(TryLater busy) {
        if (patience == null) {
            patience = new FetchPatience(clock, FetchPatience.USUAL);
        }
        try {
            long wait = patience.await(busy).toMillis();
            tools.context().emit(new Event.Retrying(busy.problems().get(0), wait));
            return Outcome.after(wait);
        } catch (ProblemException e) {
            return end(StageResult.refused(e));
        }
    }

    private Outcome beginOrAdopt(boolean cancel, boolean detached) throws IOException, InterruptedException {
        if (patience != null) {
            return cancel ? end(StageResult.cancelled()) : started();
        }
        Optional<StageRecord> before = files.before();
        if (before.isPresent() && before.get().status().ended()) {
            return Outcome.ended(afterTheEnd(before.get()));
        }
        tools.open(before);
        tellIfDetached(detached);
        if (files.hasState()) {
            return adopt(before.map(StageRecord::status).orElse(StageStatus.RUNNING));
        }
        if (cancel || stage == null) {
            return end(StageResult.cancelled());
        }
        tools.log().begun();
        tell(files.recorder().snapshot());
        return started();
    }

    private Outcome started() throws IOException, InterruptedException {
        Task task = tools.read();
        if (task instanceof Task.Done finished) {
            return end(finished.result());
        }
        files.enter();
        driven = first((Task.Work<?, ?>) task);
        save(driven);
        files.record();
        return Outcome.after(0);
    }

    /** The process ended after the stage had, and before everybody knew. */
    private StageResult afterTheEnd(StageRecord record) {
        files.clean();
        tell(record);
        return new StageResult(record.status(), record.value(), record.errors());
    }

    /** What goes on after its build was deleted concerns nobody any more. */
    private void tell(StageRecord record) {
        Run<?, ?> run = source.run();
        if (run != null) {
            DeliveryEvents.fire(new StageEvent(run, record));
        }
    }

    private void tellIfDetached(boolean detached) {
        StageRecorder recorder = files.recorder();
        if (detached && !recorder.snapshot().detached()) {
            recorder.detach();
            files.record();
        }
    }

    /** Goes on with what an earlier process has saved; it may have been stopped and not got round to saving more. */
    private Outcome adopt(StageStatus before) {
        try {
            Saved saved = files.operation().load();
            OperationTypes.Known<?, ?> known = OperationTypes.known(saved.type())
                    .orElseThrow(() -> new ProblemException(
                            Category.INPUT,
                            Problem.of(
                                    "delivery.unknown-operation",
                                    files.folder().state().toString(),
                                    saved.type())));
            driven = adopted(known, saved);
        } catch (ProblemException e) {
            // Nobody can go on from such a state, but somebody may want to look at it: it stays where it is.
            keepsState = true;
            return end(new StageResult(StageStatus.FAILED, null, e.problems()));
        }
        tools.log().resumed();
        if (before == StageStatus.CANCELLING) {
            cancel(driven);
        }
        return Outcome.after(0);
    }

    private <S, R> Driven<S, R> adopted(OperationTypes.Known<S, R> known, Saved saved) {
        return new Driven<>(known, files.operation().state(known.operation(), saved));
    }

    @SuppressWarnings("unchecked")
    private static <S, R> Driven<S, R> first(Task.Work<S, R> work) {
        OperationTypes.Known<S, R> known = (OperationTypes.Known<S, R>)
                OperationTypes.known(work.operation().type()).orElseThrow();
        return new Driven<>(known, work.first());
    }

    private <S, R> Outcome move(Driven<S, R> work, boolean cancel) {
        if (cancel && !work.isCancelled()) {
            cancel(work);
            tools.log().cancelling();
        }
        if (answer != null) {
            // When Jenkins ends before the answer is saved, what waits for the stage gives it again.
            unsaved = work.answer(answer) || unsaved;
            answer = null;
        }
        if (skipper != null) {
            unsaved = work.skip(skipper) || unsaved;
            skipper = null;
        }
        if (unsaved && !trySave(work)) {
            return Outcome.tryAgain();
        }
        Move<S, R> move = work.operation().move(work.state(), tools.context());
        if (move instanceof Move.Finished<S, R> finished) {
            Keeping.rollbackPoint(work.keep(finished.result()), files, tools.context());
            return end(result(work, finished.result()));
        }
        Move.Next<S, R> next = (Move.Next<S, R>) move;
        work.state(next.state());
        unsaved = unsaved || !next.onlyLooked();
        boolean saved = !unsaved || trySave(work);
        if (saved) {
            open = work.gate().orElse(null);
            rest = work.rest().orElse(null);
        }
        files.recordSoon();
        return saved ? Outcome.after(next.delay().toMillis()) : Outcome.tryAgain();
    }

    private <S, R> void cancel(Driven<S, R> work) {
        work.cancel();
        unsaved = true;
        open = null;
        rest = null;
        // Before the state: whatever a crash leaves of the two, the wish to stop is not lost.
        files.recorder().status(StageStatus.CANCELLING);
        files.record();
    }

    /** Once, the operation is asked to take back what it did; a mistake in that is the end. */
    private <S, R> Outcome mistaken(Driven<S, R> work, Throwable mistake) {
        LOGGER.log(Level.SEVERE, mistake, () -> "A mistake in Spin Delivery, at " + files);
        if (work.mistake() != null) {
            return end(StageResult.failed(told(work.mistake())));
        }
        work.mistake(mistake);
        try {
            tools.context().emit(new Event.Failed(told(mistake)));
            cancel(work);
            return Outcome.after(0);
        } catch (RuntimeException | Error e) {
            return mistaken(work, e);
        }
    }

    private <S, R> StageResult result(Driven<S, R> work, R result) {
        StageResult plain = work.result(result);
        if (work.mistake() == null) {
            return plain;
        }
        List<Problem> errors = new ArrayList<>(List.of(told(work.mistake())));
        errors.addAll(plain.errors());
        return new StageResult(StageStatus.FAILED, plain.value(), errors);
    }

    private static Problem told(Throwable mistake) {
        return Problem.of("delivery.mistake", "", mistake.toString());
    }

    private <S, R> void save(Driven<S, R> work) {
        files.operation().save(work.operation(), work.state());
        unsaved = false;
        toldUnsaved = false;
    }

    /** A full disk must not end a delivery half way: no move is made until the state is on disk. */
    private boolean trySave(Driven<?, ?> work) {
        try {
            save(work);
            return true;
        } catch (ProblemException e) {
            unsaved = true;
            e.problems().forEach(this::tellUnsaved);
            return false;
        }
    }

    private void tellUnsaved(Problem problem) {
        if (!toldUnsaved) {
            tools.context().emit(new Event.Retrying(problem, Outcome.tryAgain().delayMillis()));
            LOGGER.warning(
                    () -> "No more moves of " + files + " until its state can be written: " + problem.describe());
        }
        toldUnsaved = true;
    }

    private Outcome end(StageResult result) {
        if (files.recorder() == null) {
            files.open(tools.fresh());
        }
        files.recorder().end(result.status(), result.value(), result.errors());
        ending = result;
        open = null;
        rest = null;
        return settle();
    }

    /** Writes the end down and cleans up, as soon as the disk lets it. */
    private Outcome settle() {
        try {
            files.recordEnd();
        } catch (IOException e) {
            if (tools.context() != null) {
                tellUnsaved(Problem.of("delivery.end-unwritten", "", String.valueOf(e.getMessage())));
            }
            return Outcome.tryAgain();
        }
        if (keepsState) {
            files.leave();
        } else {
            files.clean();
        }
        if (tools.log() != null) {
            Keeping.report(source.run(), files, tools.log().listener());
            tools.log().ended(ending);
        }
        tell(files.recorder().snapshot());
        if (files.isOrphan()) {
            LOGGER.info(() -> "The end of " + files + ": " + ending.status().word() + " " + ending.errors());
        }
        return Outcome.ended(ending);
    }

    /**
     * Goes on with the files in another folder, because the build's own is about to be deleted.
     *
     * @param target the new folder
     * @throws IOException when the files can't be copied; then those at the old place still count
     */
    void moveTo(Path target) throws IOException {
        files.moveTo(target);
        if (tools.context() != null) {
            tools.leaveBuild();
        }
    }

    /**
     * Goes on in the folder that the build has now.
     *
     * @throws IOException when the index can't be written
     */
    void follow() throws IOException {
        files.follow(StageFolder.of(source.run(), key.value()));
        if (tools.context() != null) {
            unsaved = driven != null;
            tools.connect();
        }
    }
}
