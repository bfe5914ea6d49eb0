package io.jenkins.plugins.spindelivery.delivery;

import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/** A step that plays a {@link Script} with gates: {@code scriptedBlock('name') { … }}. */
public final class ScriptedBlockStep extends ScriptedStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public ScriptedBlockStep(String script) {
        super(script);
    }

    @Override
    public Task begin(StageContext context) throws InterruptedException {
        Script.named(getScript()).tell(context.hasBlock() ? "with a block" : "without a block");
        return super.begin(context);
    }

    /** Describes the step; tests that use it return one from a method with {@code @TestExtension}. */
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "scriptedBlock";
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
