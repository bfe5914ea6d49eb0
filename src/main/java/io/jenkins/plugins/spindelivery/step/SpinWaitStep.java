package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.work.Wait;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinWait}: waits, over restarts as well, unless somebody skips the rest on the Delivery page. */
public final class SpinWaitStep extends StageStep {
    private static final long serialVersionUID = 1L;

    private Object seconds;
    private String skipText;

    /** A wait of no length yet. */
    @DataBoundConstructor
    public SpinWaitStep() {
        super("");
    }

    /**
     * How long to wait.
     *
     * @return whole seconds, or a text with expressions that comes to them
     */
    @CheckForNull
    public Object getSeconds() {
        return seconds;
    }

    /**
     * Sets how long to wait.
     *
     * @param seconds whole seconds, 0 for no wait; or a text with expressions that comes to them
     */
    @DataBoundSetter
    public void setSeconds(Object seconds) {
        this.seconds = Values.text(seconds, "");
    }

    /**
     * What is said to whoever is about to skip the rest.
     *
     * @return may hold expressions; {@code null} for the usual words
     */
    @CheckForNull
    public String getSkipText() {
        return skipText;
    }

    /**
     * Sets what is said to whoever is about to skip the rest.
     *
     * @param skipText may hold expressions
     */
    @DataBoundSetter
    public void setSkipText(String skipText) {
        this.skipText = Util.fixEmptyAndTrim(skipText);
    }

    @Override
    public String type() {
        return "wait";
    }

    @Override
    public String subject() {
        return seconds == null ? "" : seconds + " s";
    }

    @Override
    public Task begin(StageContext context) {
        StepInput input = new StepInput(context);
        Long wanted = input.number("seconds", (String) seconds);
        String text = input.text("skipText", skipText);
        input.check();
        if (wanted == null) {
            input.refuse(Problem.of("step.wait-seconds", "seconds"));
        }
        input.check();
        return new Task.Work<>(
                new Wait(),
                Wait.start(Duration.ofSeconds(wanted), text, context.operation().clock()));
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends StageStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinWait";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.wait-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"seconds"};
        }

        /** Checks {@link SpinWaitStep#getSeconds()}. */
        @POST
        public FormValidation doCheckSeconds(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.number(value) : FormValidation.ok();
        }
    }
}
