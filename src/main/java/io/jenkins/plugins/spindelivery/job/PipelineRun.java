package io.jenkins.plugins.spindelivery.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.Endings;
import io.jenkins.plugins.spindelivery.engine.pipeline.FailOption;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScope;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One run of a pipeline: how far each of its stages is. It is the truth over crashes: every change is on disk before
 * anybody hears of it, and a stage's end before Jenkins is told. May be used by several threads at once.
 */
public final class PipelineRun {
    private static final Logger LOGGER = Logger.getLogger(PipelineRun.class.getName());

    private final Run<?, ?> run;
    private final PipelineFolder folder;
    private final Definition definition;
    private final StageWaits waits = new StageWaits(this);
    private PipelineState state;

    PipelineRun(Run<?, ?> run, PipelineFolder folder, Definition definition, PipelineState state) {
        this.run = run;
        this.folder = folder;
        this.definition = definition;
        this.state = state;
    }

    /**
     * The build.
     *
     * @return the build
     */
    public Run<?, ?> run() {
        return run;
    }

    /**
     * The pipeline as it was when the run began.
     *
     * @return the definition
     */
    public Definition definition() {
        return definition;
    }

    /**
     * How far the run has come.
     *
     * @return what is on disk
     */
    public synchronized PipelineState state() {
        return state;
    }

    /**
     * How far a stage is.
     *
     * @param refId the stage
     * @return what is on disk
     */
    public Progress progress(String refId) {
        return state().progress(refId);
    }

    /**
     * One stage as it is written.
     *
     * @param refId the stage
     * @return the stage
     * @throws NoSuchElementException when there is none, as in a script that somebody has edited
     */
    public StageNode stage(String refId) {
        return definition
                .graph()
                .stage(refId)
                .orElseThrow(() -> new NoSuchElementException(
                        Problem.of("job.stage-none", "", refId).message()));
    }

    /**
     * The stage that a record of the build is of.
     *
     * @param key the record's key
     * @return empty for what belongs to no stage of the pipeline
     */
    public Optional<StageNode> stageOf(String key) {
        return definition.graph().order().stream()
                .filter(stage -> StageKeys.of(stage.refId(), 0).equals(key))
                .findFirst();
    }

    /**
     * What a stage sees of the run.
     *
     * @param refId the stage
     * @return as things are now
     */
    public PipelineScope scope(String refId) {
        return RunScopes.of(this, refId);
    }

    /**
     * How the run stands by the ends of its stages.
     *
     * @return see {@link Endings#pipeline}
     */
    public PipelineStatus status() {
        return Endings.pipeline(
                definition.graph(), state().statuses(), refId -> stage(refId).onFailure() == FailOption.STOP_THEN_FAIL);
    }

    /** The stages that wait to begin. */
    StageWaits waits() {
        return waits;
    }

    /**
     * Whether a stage is never going to start, because one that it waits for has halted its branch.
     *
     * @param refId the stage
     * @return true when a stage before it has ended and does not let on
     */
    boolean isCutOff(String refId) {
        PipelineState now = state();
        return definition.graph().ancestors(refId).stream()
                .map(stage -> now.progress(stage.refId()).status())
                .anyMatch(status -> status.ended() && !status.letsOn());
    }

    /**
     * A step of one stage, on disk when this returns.
     *
     * @param refId the stage
     * @param change from its progress so far
     * @return its progress now
     * @throws IOException when it can't be written; then nothing has changed
     */
    synchronized Progress change(String refId, UnaryOperator<Progress> change) throws IOException {
        PipelineState next = state.with(refId, change);
        folder.write(next);
        state = next;
        return next.progress(refId);
    }

    /**
     * A stage begins to work.
     *
     * @param refId the stage
     * @param evaluated its JSON after expressions
     * @param deadline when its timeout ends it, in milliseconds since 1970; 0 for never
     * @param nodeId where Jenkins shows it
     * @throws IOException when it can't be written; then it has not begun
     */
    void begun(String refId, ObjectNode evaluated, long deadline, String nodeId) throws IOException {
        Progress progress =
                change(refId, before -> before.running(System.currentTimeMillis(), deadline, evaluated, nodeId));
        PipelineListener.fire(listener -> listener.stageStarted(this, stage(refId), progress));
    }

    /**
     * A stage has ended. An end that is known already stays.
     *
     * @param refId the stage
     * @param status how
     * @param outputs what later stages see of it; may be {@code null}
     * @param problems why it did not succeed
     * @return its progress now
     * @throws IOException when it can't be written; then it has not ended
     */
    Progress ended(String refId, PipelineStatus status, JsonNode outputs, List<Problem> problems) throws IOException {
        Progress progress;
        synchronized (this) {
            if (progress(refId).status().ended()) {
                return progress(refId);
            }
            progress = change(refId, before -> {
                List<Problem> all = new ArrayList<>(before.problems());
                problems.stream().filter(problem -> !all.contains(problem)).forEach(all::add);
                return before.ended(status, System.currentTimeMillis(), outputs, all);
            });
        }
        Progress end = progress;
        PipelineListener.fire(listener -> listener.stageEnded(this, stage(refId), end));
        waits.lookAtAll();
        return end;
    }

    /**
     * Notes what a person should know of a stage; once.
     *
     * @param refId the stage
     * @param problem what
     * @throws IOException when it can't be written
     */
    synchronized void note(String refId, Problem problem) throws IOException {
        if (!progress(refId).problems().contains(problem)) {
            change(refId, before -> {
                List<Problem> all = new ArrayList<>(before.problems());
                all.add(problem);
                return new Progress(
                        before.status(),
                        before.startMillis(),
                        before.endMillis(),
                        before.notBeforeMillis(),
                        before.deadlineMillis(),
                        before.context(),
                        before.outputs(),
                        all,
                        before.nodeId());
            });
        }
    }

    /** The build has ended, perhaps without telling its stages, as when somebody ends it by force. */
    void close() {
        for (StageNode stage : definition.graph().order()) {
            PipelineStatus status = progress(stage.refId()).status();
            if (status != PipelineStatus.NOT_STARTED && !status.ended()) {
                try {
                    ended(stage.refId(), PipelineStatus.CANCELED, null, List.of());
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, e, () -> "Cannot write down the end of a stage of " + this);
                }
            }
        }
        PipelineStatus status = status();
        PipelineListener.fire(listener -> listener.pipelineEnded(this, status));
    }

    /** For people. */
    @Override
    public String toString() {
        return "pipeline of " + run;
    }
}
