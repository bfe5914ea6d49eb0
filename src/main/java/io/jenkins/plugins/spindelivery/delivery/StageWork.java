package io.jenkins.plugins.spindelivery.delivery;

import hudson.EnvVars;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.account.AccountClusters;
import io.jenkins.plugins.spindelivery.delivery.DrivenStage.Outcome;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.kubernetes.Clusters;
import io.jenkins.plugins.spindelivery.engine.operation.Move;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile.Saved;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.io.FileUtils;

/**
 * The turns of one stage, and its files: the record for people, the sealed state of its operation, and its entry in the
 * index. Called by one thread at a time.
 *
 * <p>The order of writing is what survives a crash: the entry before the first state, each state before the next move, the
 * record of the end before the state goes away, and the entry last.
 */
final class StageWork {
    private static final Logger LOGGER = Logger.getLogger(StageWork.class.getName());
    private static final long RECORD_EVERY_MILLIS = 1_000;
    private static final long SAVE_AGAIN_MILLIS = 5_000;

    private final StageKey key;
    private final Stage stage;
    private final ContextSource source;
    private final Runnable wake;
    private final Clock clock = Clock.systemUTC();

    private volatile StageFolder folder;
    private volatile StageRecorder recorder;
    private OpenStages.Entry entry;
    private OperationFile file;
    private StageLog log;
    private OperationContext context;
    private Driven<?, ?> driven;
    private StageResult done;
    private boolean unsaved;
    private long recordedMillis;

    /** An operation with its state, so that the two fit together. */
    private static final class Driven<S, R> {
        private final OperationTypes.Known<S, R> known;
        private S state;
        private boolean cancelled;
        private Throwable mistake;

        Driven(OperationTypes.Known<S, R> known, S state) {
            this.known = known;
            this.state = state;
        }

        Operation<S, R> operation() {
            return known.operation();
        }
    }

    StageWork(StageKey key, Stage stage, ContextSource source, StageFolder folder, Runnable wake) {
        this.key = key;
        this.stage = stage;
        this.source = source;
        this.folder = folder;
        this.wake = wake;
    }

    StageFolder folder() {
        return folder;
    }

    /** Whether the input is read, so that an interrupt would hit a move. */
    boolean begun() {
        return driven != null;
    }

    /** The record as it is now; {@code null} before the first turn. */
    StageRecord record() {
        StageRecorder now = recorder;
        return now == null ? null : now.snapshot();
    }

    /**
     * Begins, or makes a move.
     *
     * @param cancel whether the work is to be turned towards its cancelling
     * @param detached whether nobody waits for it any more
     * @return what to do next
     * @throws ProblemException when the stage is refused, before anything was changed
     * @throws IOException when its input can't be read
     * @throws InterruptedException when reading was interrupted
     */
    Outcome turn(boolean cancel, boolean detached) throws IOException, InterruptedException {
        if (driven == null) {
            Optional<StageRecord> before = folder.read();
            if (before.isPresent() && before.get().status().ended()) {
                return Outcome.ended(afterTheEnd(before.get()));
            }
            open(before);
            boolean adopted;
            try {
                adopted = adopt();
            } catch (ProblemException e) {
                return Outcome.ended(unreadable(e));
            }
            if (!adopted && !begin(cancel)) {
                return Outcome.ended(finish(new StageResult(StageStatus.CANCELLED, null, List.of())));
            }
        }
        if (detached) {
            recorder.detach();
        }
        return driven == null ? Outcome.ended(finish(done)) : move(driven, cancel);
    }

    /** The process ended after the stage had, and before everybody knew. */
    private StageResult afterTheEnd(StageRecord record) {
        entry = source.entry(key, folder);
        clean();
        return new StageResult(record.status(), record.value(), record.errors());
    }

    private void open(Optional<StageRecord> before) throws InterruptedException {
        entry = source.entry(key, folder);
        recorder = before.map(record -> new StageRecorder(record, clock)).orElseGet(this::fresh);
        StageRecords.get().live(folder, recorder);
        log = new StageLog(listener(), source.run(), recorder.snapshot());
        connect();
    }

    private void connect() {
        file = new OperationFile(folder.state(), new JenkinsSealer());
        Clusters clusters = AccountClusters.get().in(source.item());
        context = new OperationContext(clock, DeliveryPool.get().helpers(), new Both(), clusters, file, wake);
    }

    private StageRecorder fresh() {
        return stage == null
                ? StageRecorder.begin(key.value(), "", "", "", source.nodeId(), clock)
                : StageRecorder.begin(
                        key.value(), stage.type(), stage.subject(), stage.account(), source.nodeId(), clock);
    }

    /** Goes on with what an earlier process has saved. */
    private boolean adopt() {
        if (!Files.isRegularFile(folder.state())) {
            return false;
        }
        Saved saved = file.load();
        OperationTypes.Known<?, ?> known = OperationTypes.find(saved.type())
                .orElseThrow(() -> new ProblemException(
                        Category.INPUT,
                        Problem.of("delivery.unknown-operation", folder.state().toString(), saved.type())));
        driven = adopted(known, saved);
        log.resumed();
        return true;
    }

    /** Nobody can go on from such a state, but somebody may want to look at it: it stays where it is. */
    private StageResult unreadable(ProblemException why) {
        StageResult result = new StageResult(StageStatus.FAILED, null, why.problems());
        end(result);
        OpenStages.get().remove(entry);
        StageRecords.get().ended(folder);
        return result;
    }

    private <S, R> Driven<S, R> adopted(OperationTypes.Known<S, R> known, Saved saved) {
        return new Driven<>(known, file.state(known.operation(), saved));
    }

    /** Reads the input; {@code false} when there is nothing to do. */
    private boolean begin(boolean cancel) throws IOException, InterruptedException {
        if (cancel || stage == null) {
            return false;
        }
        log.begun();
        EnvVars environment = source.environment();
        StageContext stageContext = new StageContext(
                source.run(),
                log.listener(),
                environment,
                source.sensitiveVariables(),
                source.workspace(),
                source.authentication(),
                context);
        Task task = stage.begin(stageContext);
        if (task instanceof Task.Done finished) {
            done = finished.result();
            return true;
        }
        OpenStages.get().add(entry);
        driven = first((Task.Work<?, ?>) task);
        save(driven);
        StageRecords.get().save(folder, recorder);
        return true;
    }

    @SuppressWarnings("unchecked")
    private static <S, R> Driven<S, R> first(Task.Work<S, R> work) {
        OperationTypes.Known<S, R> known = (OperationTypes.Known<S, R>)
                OperationTypes.find(work.operation().type()).orElseThrow();
        return new Driven<>(known, work.first());
    }

    private <S, R> Outcome move(Driven<S, R> work, boolean cancel) {
        if (cancel && !work.cancelled) {
            work.cancelled = true;
            work.state = work.operation().cancel(work.state);
            unsaved = true;
            recorder.status(StageStatus.CANCELLING);
            log.cancelling();
        }
        if (unsaved && !trySave(work)) {
            return Outcome.after(SAVE_AGAIN_MILLIS);
        }
        Move<S, R> move;
        try {
            move = work.operation().move(work.state, context);
        } catch (RuntimeException | Error e) {
            return mistaken(work, e);
        }
        if (move instanceof Move.Finished<S, R> finished) {
            return Outcome.ended(finish(result(work, finished.result())));
        }
        Move.Next<S, R> next = (Move.Next<S, R>) move;
        work.state = next.state();
        unsaved = unsaved || !next.onlyLooked();
        boolean saved = !unsaved || trySave(work);
        recordSoon();
        return saved ? Outcome.after(next.delay().toMillis()) : Outcome.after(SAVE_AGAIN_MILLIS);
    }

    /** Once, the operation is asked to take back what it did; a mistake in that is the end. */
    private <S, R> Outcome mistaken(Driven<S, R> work, Throwable mistake) {
        LOGGER.log(Level.SEVERE, mistake, () -> "A mistake in Spin Delivery, at stage " + key + " of " + source.run());
        if (work.mistake != null) {
            return Outcome.ended(finish(new StageResult(StageStatus.FAILED, null, List.of(told(mistake)))));
        }
        work.mistake = mistake;
        work.cancelled = true;
        work.state = work.operation().cancel(work.state);
        unsaved = true;
        return Outcome.after(0);
    }

    private <S, R> StageResult result(Driven<S, R> work, R result) {
        StageResult plain = work.known.result().apply(result);
        if (work.mistake == null) {
            return plain;
        }
        List<Problem> errors = new ArrayList<>(List.of(told(work.mistake)));
        errors.addAll(plain.errors());
        return new StageResult(StageStatus.FAILED, plain.value(), errors);
    }

    private static Problem told(Throwable mistake) {
        return Problem.of("delivery.mistake", "", mistake.toString());
    }

    private <S, R> void save(Driven<S, R> work) {
        file.save(work.operation(), work.state);
        unsaved = false;
    }

    /** A full disk must not end a delivery half way: no move is made until the state is on disk. */
    private boolean trySave(Driven<?, ?> work) {
        try {
            save(work);
            return true;
        } catch (ProblemException e) {
            unsaved = true;
            e.problems().forEach(problem -> context.emit(new Event.Retrying(problem, SAVE_AGAIN_MILLIS)));
            return false;
        }
    }

    private void recordNow() {
        recordedMillis = clock.millis();
        StageRecords.get().save(folder, recorder);
    }

    private void recordSoon() {
        if (clock.millis() - recordedMillis >= RECORD_EVERY_MILLIS) {
            recordNow();
        }
    }

    /**
     * Writes the end down and cleans up.
     *
     * @param result what came of the stage
     * @return the same
     */
    StageResult finish(StageResult result) {
        if (recorder == null) {
            entry = source.entry(key, folder);
            recorder = fresh();
        }
        end(result);
        clean();
        return result;
    }

    private void end(StageResult result) {
        recorder.end(result.status(), result.value(), result.errors());
        recordNow();
        if (log != null) {
            log.ended(result);
        }
    }

    private void clean() {
        try {
            new OperationFile(folder.state(), new JenkinsSealer()).delete();
        } catch (ProblemException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot remove the state of stage " + key + " of " + source.run());
        }
        OpenStages.get().remove(entry);
        StageRecords.get().ended(folder);
    }

    /**
     * Goes on with the files in another folder, because the build's own is about to be deleted.
     *
     * @param target the new folder
     * @throws IOException when the files can't be moved; then they are still where they were
     */
    void moveTo(Path target) throws IOException {
        StageFolder moved = new StageFolder(target);
        FileUtils.copyDirectory(folder.path().toFile(), target.toFile());
        OpenStages.Entry before = entry;
        entry = source.entry(key, moved);
        OpenStages.get().add(entry);
        StageRecords.get().ended(folder);
        folder = moved;
        if (driven != null) {
            unsaved = true;
            log = new StageLog(TaskListener.NULL, source.run(), recorder.snapshot());
            connect();
            StageRecords.get().live(folder, recorder);
        }
        LOGGER.info(() -> "The build of " + before.run() + " is being deleted; its stage " + key + " is taken back");
    }

    private TaskListener listener() throws InterruptedException {
        try {
            return source.listener();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "No log for stage " + key + " of " + source.run());
            return TaskListener.NULL;
        }
    }

    /** The log for people and the record for pages. */
    private final class Both implements EventSink {
        @Override
        public synchronized void accept(Event event) {
            recorder.accept(event);
            log.accept(event);
        }

        @Override
        public boolean wantsChanges() {
            return true;
        }
    }
}
