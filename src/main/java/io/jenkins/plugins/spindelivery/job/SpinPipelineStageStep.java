package io.jenkins.plugins.spindelivery.job;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineState.Progress;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.judge.SpinJudgeStep;
import io.jenkins.plugins.spindelivery.record.StageFolder;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.step.StageExecution;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Runs a stage of a Delivery pipeline, in the script that is made of its definition. */
public final class SpinPipelineStageStep extends Step {
    private final String refId;

    /**
     * A stage.
     *
     * @param refId the stage's
     */
    @DataBoundConstructor
    public SpinPipelineStageStep(String refId) {
        this.refId = Util.fixNull(refId);
    }

    /**
     * The stage.
     *
     * @return its refId
     */
    public String getRefId() {
        return refId;
    }

    @Override
    public StepExecution start(StepContext context) throws IOException, InterruptedException {
        PipelineRun pipeline = PipelineRole.pipeline(context);
        Progress progress = pipeline.progress(pipeline.stage(refId).refId());
        if (progress.status().ended()) {
            // Jenkins has lost with its program that it was told.
            return new Told(context, refId);
        }
        if (progress.status() != PipelineStatus.RUNNING) {
            throw new AbortException(
                    Problem.of("job.stage-not-awaited", "", refId).message());
        }
        try {
            return begin(pipeline, progress, context);
        } catch (ProblemException e) {
            pipeline.ended(refId, pipeline.stage(refId).onFailure().afterFailure(), null, e.problems());
            return new Told(context, refId);
        }
    }

    private StepExecution begin(PipelineRun pipeline, Progress progress, StepContext context)
            throws IOException, InterruptedException {
        StageCalls calls = StageCalls.of(pipeline, refId);
        if (calls.size() == 0) {
            pipeline.ended(refId, PipelineStatus.SUCCEEDED, calls.outputs(List.of()), List.of());
            return new Told(context, refId);
        }
        String key = StageKeys.of(refId, 0);
        PipelineRole role = new PipelineRole(refId);
        if (!(calls.step(0) instanceof SpinJudgeStep judgment)) {
            return new StageExecution(context, role, key);
        }
        Optional<StageRecord> answered = StageFolder.of(pipeline.run(), key)
                .read()
                .filter(record -> record.status().ended());
        if (answered.isPresent()) {
            // Nobody is asked twice.
            StageRecord record = answered.get();
            new StageEnd(pipeline, refId)
                    .take(key, new StageResult(record.status(), record.value(), record.errors()), null);
            return new Told(context, refId);
        }
        return judgment.start(context, key, role, progress.deadlineMillis());
    }

    /** A stage that has ended before. */
    private static final class Told extends StepExecution {
        private static final long serialVersionUID = 1L;

        private final String refId;

        Told(StepContext context, String refId) {
            super(context);
            this.refId = refId;
        }

        @Override
        public boolean start() throws IOException, InterruptedException {
            new StageEnd(PipelineRole.pipeline(getContext()), refId).tell(getContext(), null, null);
            return true;
        }
    }

    /** Describes the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "spinPipelineStage";
        }

        @Override
        public String getDisplayName() {
            return Words.of("job.step-stage");
        }

        @Override
        public boolean isAdvanced() {
            return true;
        }

        @Override
        public String argumentsToString(Map<String, Object> namedArgs) {
            return String.valueOf(namedArgs.get("refId"));
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
