package io.jenkins.plugins.spindelivery.job;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.PipelineStatus;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * The block around the stages of a Delivery pipeline, in the script that is made of its definition: when all of them have
 * ended, it says how the whole did.
 */
public final class SpinPipelineStep extends Step {

    /** Without arguments: the build knows its pipeline. */
    @DataBoundConstructor
    public SpinPipelineStep() {
        // There is nothing to configure.
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context);
    }

    /** Runs the block. */
    private static final class Execution extends StepExecution {
        private static final long serialVersionUID = 1L;

        Execution(StepContext context) {
            super(context);
        }

        @Override
        public boolean start() throws IOException, InterruptedException {
            PipelineRun pipeline = PipelineRole.pipeline(getContext());
            PipelineListener.fire(listener -> listener.pipelineStarted(pipeline));
            getContext().newBodyInvoker().withCallback(new End()).start();
            return false;
        }
    }

    /** Says how the whole did. */
    private static final class End extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        @Override
        public void onSuccess(StepContext context, Object result) {
            try {
                PipelineRun pipeline = PipelineRole.pipeline(context);
                PipelineStatus status = pipeline.status();
                if (status == PipelineStatus.RUNNING) {
                    context.onFailure(abort("job.ended-open", named(pipeline, one -> !one.ended())));
                    return;
                } else if (status != PipelineStatus.SUCCEEDED) {
                    context.onFailure(abort("job.ended-badly", stopped(pipeline)));
                    return;
                }
                if (!stopped(pipeline).isEmpty()) {
                    TaskListener listener = context.get(TaskListener.class);
                    listener.getLogger()
                            .println(Problem.of("job.ended-unstable", "", stopped(pipeline))
                                    .message());
                    context.get(Run.class).setResult(Result.UNSTABLE);
                }
                context.onSuccess(null);
            } catch (IOException | RuntimeException e) {
                context.onFailure(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                context.onFailure(e);
            }
        }

        @Override
        public void onFailure(StepContext context, Throwable why) {
            context.onFailure(why);
        }

        private static AbortException abort(String code, String stages) {
            return new AbortException(Problem.of(code, "", stages).message());
        }

        private static String stopped(PipelineRun pipeline) {
            return named(pipeline, status -> status == PipelineStatus.STOPPED);
        }

        private static String named(PipelineRun pipeline, Predicate<PipelineStatus> wanted) {
            return pipeline.definition().graph().order().stream()
                    .filter(stage ->
                            wanted.test(pipeline.progress(stage.refId()).status()))
                    .map(StageNode::describe)
                    .collect(Collectors.joining(", "));
        }
    }

    /** Describes the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "spinPipeline";
        }

        @Override
        public String getDisplayName() {
            return Words.of("job.step-pipeline");
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public boolean isAdvanced() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
