package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinResume}: lets paused rollouts go on, and waits for them. */
public final class SpinResumeStep extends WaitingRolloutStep {
    private static final long serialVersionUID = 1L;

    /**
     * A resume of nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinResumeStep(String account) {
        super(account);
    }

    @Override
    Optional<Change> change(StepInput input) {
        return Optional.of(new Change.Resume());
    }

    @Override
    public String type() {
        return "resume";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends RolloutStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinResume";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.resume-display-name");
        }
    }
}
