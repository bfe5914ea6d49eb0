package io.jenkins.plugins.spindelivery.job;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.StageRole;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineScope;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What a stage of a pipeline is: its refId, by which the run knows the rest. */
final class PipelineRole implements StageRole {
    private static final long serialVersionUID = 1L;

    private final String refId;

    PipelineRole(String refId) {
        this.refId = refId;
    }

    @Override
    public Stage stage(Run<?, ?> run, String key) {
        PipelineRun pipeline = pipeline(run);
        StageTimeouts.watch(pipeline, refId);
        if (StageCalls.of(pipeline, refId).step(StageKeys.call(key)) instanceof Stage stage) {
            return stage;
        }
        throw new ProblemException(
                Category.INPUT,
                Problem.of(
                        "job.stage-unknown",
                        "",
                        pipeline.stage(refId).describe(),
                        pipeline.stage(refId).type()));
    }

    @Override
    public Optional<PipelineScope> scope(Run<?, ?> run) {
        return Optional.of(pipeline(run).scope(refId));
    }

    @Override
    public Optional<String> ended(StepContext step, String key, StageResult result, Throwable why)
            throws IOException, InterruptedException {
        PipelineRun pipeline = pipeline(step.get(Run.class));
        StageEnd end = new StageEnd(pipeline, refId);
        Optional<String> next = end.next(key, result, why);
        if (next.isEmpty()) {
            end.take(key, result, why);
            StageTimeouts.forget(pipeline, refId);
            end.tell(step, why, null);
        }
        return next;
    }

    private static PipelineRun pipeline(Run<?, ?> run) {
        return PipelineRuns.get().of(run).orElseThrow(() -> new IllegalStateException("no pipeline runs in " + run));
    }

    /**
     * The pipeline that a step of this package stands in.
     *
     * @param context the step's
     * @return its run
     * @throws AbortException when it stands in a Pipeline of somebody's own
     */
    static PipelineRun pipeline(StepContext context) throws IOException, InterruptedException {
        return PipelineRuns.get()
                .of(context.get(Run.class))
                .orElseThrow(() ->
                        new AbortException(Problem.of("job.no-pipeline", "").message()));
    }
}
