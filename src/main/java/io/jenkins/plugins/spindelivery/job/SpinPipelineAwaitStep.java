package io.jenkins.plugins.spindelivery.job;

import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Waits until a stage of a Delivery pipeline may begin, in the script that is made of its definition: for the stages before
 * it, for its window, for its jitter. Returns whether it is to be run.
 */
public final class SpinPipelineAwaitStep extends Step {
    private final String refId;

    /**
     * A wait.
     *
     * @param refId the stage's
     */
    @DataBoundConstructor
    public SpinPipelineAwaitStep(String refId) {
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
    public StepExecution start(StepContext context) {
        return new AwaitExecution(context, refId);
    }

    /** Describes the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "spinPipelineAwait";
        }

        @Override
        public String getDisplayName() {
            return Words.of("job.step-await");
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
