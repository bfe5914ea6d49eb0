package io.jenkins.plugins.spindelivery.builder;

import hudson.model.Result;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.StageKey;
import io.jenkins.plugins.spindelivery.delivery.Stages;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.judge.JudgeRecord;
import io.jenkins.plugins.spindelivery.judge.SpinJudgeStep;
import io.jenkins.plugins.spindelivery.judge.Verdict;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageRecorder;
import io.jenkins.plugins.spindelivery.record.StageRecords;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;

/**
 * One hand-over on its way: goes from stage to stage. It holds no thread; {@link Stages} drives the stages and a person
 * answers its judgments. Each step is written down before it is taken, so that the next process takes it again: a stage
 * begins by going on with what is there.
 */
final class HandOverWork {
    private static final Logger LOGGER = Logger.getLogger(HandOverWork.class.getName());

    private final Run<?, ?> run;
    private final Consumer<HandOverWork> gone;
    private final Clock clock = Clock.systemUTC();
    private HandOverState state;
    private List<HandOverStage> stages;
    private StreamTaskListener log;
    private ScheduledFuture<?> timer;
    private boolean forgotten;

    /**
     * A hand-over.
     *
     * @param run its build
     * @param state where it is
     * @param gone told when it has ended
     */
    HandOverWork(Run<?, ?> run, HandOverState state, Consumer<HandOverWork> gone) {
        this.run = run;
        this.state = state;
        this.gone = gone;
    }

    Run<?, ?> run() {
        return run;
    }

    synchronized HandOverState state() {
        return state;
    }

    /** The build has ended. */
    synchronized void begin() {
        if (state.begun() || forgotten) {
            return;
        }
        Result result = run.getResult();
        if (result == null || result.isWorseThan(Result.fromString(state.worstResult()))) {
            tell("builder.hand-over-not-begun", result == null ? "-" : result.toString());
            over(StageStatus.SKIPPED);
            return;
        }
        boolean keeps = keep();
        change(state.begin(keeps));
        tell("builder.hand-over-begun", run.getFullDisplayName());
        if (load()) {
            next();
        }
    }

    /** Goes on with what an earlier process left. */
    synchronized void resume() {
        if (!state.begun()) {
            begin();
            return;
        }
        if (!load()) {
            return;
        }
        tell("builder.hand-over-resumed");
        int index = state.current();
        if (index < 0 || state.stages().get(index).status() != null) {
            next();
            return;
        }
        work(index);
        HandOverState.Entry entry = state.stages().get(index);
        if (state.cancelled() && !entry.always() && entry.status() == null) {
            stop(index);
        }
    }

    /**
     * Stops the stage that is under way and leaves out the others, but for those that are always done. Called again, it
     * stops one of these.
     */
    synchronized void cancel(String who) {
        if (forgotten || state.status().ended()) {
            return;
        }
        tell("builder.hand-over-stopped", who);
        change(state.cancel());
        if (!state.begun() || state.current() < 0) {
            over(StageStatus.CANCELLED);
        } else {
            stop(state.current());
        }
    }

    private void stop(int index) {
        HandOverState.Entry entry = state.stages().get(index);
        if (entry.type().equals(SpinJudgeStep.TYPE)) {
            settle(index, Verdict.cancelled());
        } else {
            Stages.get().cancel(run, new StageKey(entry.key()));
        }
    }

    /**
     * The judgment that waits.
     *
     * @param key of its stage
     * @return its configuration; empty when that stage is not under way
     */
    synchronized Optional<SpinJudgeStep> judgment(String key) {
        int index = state.current();
        boolean waits = !forgotten
                && stages != null
                && index >= 0
                && state.stages().get(index).key().equals(key)
                && state.stages().get(index).status() == null;
        return waits && stages.get(index).work() instanceof SpinJudgeStep judge ? Optional.of(judge) : Optional.empty();
    }

    /**
     * Takes an answer.
     *
     * @param key of the judgment's stage
     * @param verdict the answer
     */
    synchronized void answer(String key, Verdict verdict) {
        if (judgment(key).isPresent()) {
            settle(state.current(), verdict);
        }
    }

    /** The build is being deleted: from now on nothing is written into its folder. */
    synchronized void forget() {
        forgotten = true;
        close();
        gone.accept(this);
    }

    private boolean load() {
        try {
            stages = HandOverFiles.of(run).readStages();
            return true;
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot go on with the delivery of " + run);
            tell("builder.hand-over-unreadable", e.getMessage());
            giveUp();
            return false;
        }
    }

    /** Nothing new can begin, but the operation that is under way has files of its own and takes back what it did. */
    private void giveUp() {
        int index = state.current();
        change(state.fail());
        if (index < 0 || state.stages().get(index).status() != null) {
            next();
        } else if (state.stages().get(index).type().equals(SpinJudgeStep.TYPE)) {
            settle(index, Verdict.cancelled());
        } else {
            drive(index, null);
            stop(index);
        }
    }

    private void next() {
        for (int index = state.current() + 1; index < state.stages().size(); index++) {
            boolean well = state.outcome() == StageStatus.SUCCEEDED;
            if (stages != null && (well || state.stages().get(index).always())) {
                change(state.at(index, StageStatus.RUNNING, 0));
                work(index);
                return;
            }
            skip(index);
        }
        over(state.outcome());
    }

    private void work(int index) {
        try {
            Serializable work = stages.get(index).work();
            if (work instanceof SpinJudgeStep judge) {
                ask(index, judge);
            } else {
                drive(index, (Stage) work);
            }
        } catch (ProblemException e) {
            refuse(index, e.problems());
        } catch (IOException e) {
            refuse(index, List.of(Problem.of("builder.hand-over-input", "", e.getMessage())));
        } catch (InterruptedException e) {
            // Jenkins stops; the next process goes on here.
            Thread.currentThread().interrupt();
        }
    }

    private void drive(int index, Stage stage) {
        StageKey key = new StageKey(state.stages().get(index).key());
        HandOverSource source = new HandOverSource(run, state.user(), log());
        Stages.get().begin(key, stage, source, result -> {
            boolean goesOn = stage != null && stage.accepts(result);
            ended(index, goesOn ? StageStatus.SUCCEEDED : result.status());
        });
    }

    private void ask(int index, SpinJudgeStep judge) throws IOException, InterruptedException {
        String key = state.stages().get(index).key();
        Optional<StageRecord> before = StageFolder.of(run, key).read();
        if (before.isPresent() && before.get().status().ended()) {
            ended(index, before.get().status());
            return;
        }
        if (before.isEmpty()) {
            SpinJudgeStep question = judge.expanded(run.getEnvironment(log()));
            change(state.at(index, StageStatus.PAUSED, question.deadline(clock.millis())));
            JudgeRecord.begin(run, key, "", question.question(""));
            tell(
                    "builder.hand-over-asks",
                    question.getMessage(),
                    question.judges().inWords());
        } else {
            change(state.at(index, StageStatus.PAUSED, state.deadlineMillis()));
        }
        if (state.deadlineMillis() > 0) {
            long delay = Math.max(0, state.deadlineMillis() - clock.millis());
            timer = Timer.get().schedule(() -> answer(key, Verdict.timedOut()), delay, TimeUnit.MILLISECONDS);
        }
    }

    private void settle(int index, Verdict verdict) {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        JudgeRecord.end(run, state.stages().get(index).key(), verdict);
        if (verdict.problem() != null) {
            verdict.problem().problems().forEach(this::tell);
        } else if (verdict.choice().isEmpty()) {
            tell("builder.hand-over-approved", verdict.judgeName());
        } else {
            tell("builder.hand-over-chose", verdict.judgeName(), verdict.choice());
        }
        ended(index, verdict.status());
    }

    private synchronized void ended(int index, StageStatus how) {
        if (forgotten || state.current() != index || state.stages().get(index).status() != null) {
            return;
        }
        change(state.ended(index, how));
        next();
    }

    private void skip(int index) {
        record(index, StageStatus.SKIPPED, List.of());
        change(state.ended(index, StageStatus.SKIPPED));
    }

    private void refuse(int index, List<Problem> why) {
        record(index, StageStatus.REFUSED, why);
        why.forEach(this::tell);
        ended(index, StageStatus.REFUSED);
    }

    private void record(int index, StageStatus how, List<Problem> why) {
        HandOverState.Entry entry = state.stages().get(index);
        StageRecorder recorder =
                StageRecorder.begin(entry.key(), entry.type(), entry.subject(), entry.account(), "", clock);
        recorder.end(how, null, why);
        StageRecords.get().save(StageFolder.of(run, entry.key()), recorder);
    }

    private void over(StageStatus how) {
        boolean kept = state.keepsBuild();
        change(state.over(how, clock.millis()));
        tell(
                how == StageStatus.SUCCEEDED ? "builder.hand-over-ended-well" : "builder.hand-over-ended-badly",
                how.word());
        if (kept) {
            release();
        }
        try {
            HandOverFiles.of(run).deleteStages();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot clean up after the delivery of " + run);
        }
        close();
        gone.accept(this);
    }

    /** A build whose delivery waits for a person must not be lost because newer ones push it out. */
    private boolean keep() {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            if (!run.isKeepLog()) {
                run.keepLog(true);
                return true;
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot keep " + run);
        }
        return false;
    }

    private void release() {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            run.keepLog(false);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot let go of " + run);
        }
    }

    private void change(HandOverState now) {
        state = now;
        if (forgotten) {
            return;
        }
        try {
            HandOverFiles.of(run).write(now);
        } catch (IOException e) {
            LOGGER.log(
                    Level.SEVERE,
                    e,
                    () -> "Cannot write down where the delivery of " + run + " is; a restart of"
                            + " Jenkins would repeat its last stage");
        }
    }

    private void tell(String code, Object... arguments) {
        tell(Problem.of(code, "", arguments));
    }

    private void tell(Problem what) {
        log().getLogger().println(what.message());
    }

    private StreamTaskListener log() {
        if (log == null) {
            try {
                HandOverFiles files = HandOverFiles.of(run);
                Files.createDirectories(files.folder());
                log = new StreamTaskListener(new FileOutputStream(files.log().toFile(), true), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return log;
    }

    private void close() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (log != null) {
            log.closeQuietly();
            log = null;
        }
    }
}
