package io.jenkins.plugins.spindelivery.delivery;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.spindelivery.step.StageExecution;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that plays a {@link Script}: {@code scripted 'name'}. */
public class ScriptedStep extends Step implements Stage {
    private static final long serialVersionUID = 1L;

    private final String script;
    private String secret = "";

    @DataBoundConstructor
    public ScriptedStep(String script) {
        this.script = script;
    }

    public String getScript() {
        return script;
    }

    public String getSecret() {
        return secret;
    }

    @DataBoundSetter
    public void setSecret(String secret) {
        this.secret = secret;
    }

    @Override
    public String type() {
        return "scripted";
    }

    @Override
    public String account() {
        return "";
    }

    @Override
    public String subject() {
        return script;
    }

    @Override
    public Task begin(StageContext context) throws InterruptedException {
        Script play = Script.named(script);
        play.tell("read");
        play.read();
        return new Task.Work<>(new ScriptedOperation(), ScriptedOperation.State.first(script, secret));
    }

    @Override
    public StepExecution start(StepContext context) {
        return new StageExecution(context, this);
    }

    /** Describes the step; tests that use it return one from a method with {@code @TestExtension}. */
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "scripted";
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
