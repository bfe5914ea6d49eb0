package io.jenkins.plugins.spindelivery.notify;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import io.jenkins.plugins.spindelivery.step.StageExecution;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** A step that ends at once: {@code quick 'name'}; well, unless it is called {@code bad}. */
public class QuickStep extends Step implements Stage {
    private static final long serialVersionUID = 1L;

    private final String name;

    @DataBoundConstructor
    public QuickStep(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    @Override
    public String type() {
        return "quick";
    }

    @Override
    public String account() {
        return "prod";
    }

    @Override
    public String subject() {
        return name;
    }

    @Override
    public Task begin(StageContext context) {
        if (name.startsWith("bad")) {
            throw new ProblemException(Category.INPUT, Problem.of("test.broken", "", name));
        }
        return new Task.Done(StageResult.succeeded(Map.of()));
    }

    @Override
    public StepExecution start(StepContext context) {
        return new StageExecution(context, this);
    }

    /** Describes the step; tests that use it return one from a method with {@code @TestExtension}. */
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "quick";
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
