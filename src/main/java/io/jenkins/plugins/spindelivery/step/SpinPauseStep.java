package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinPause}: lets the rollouts of Deployments stand still. */
public final class SpinPauseStep extends RolloutStep {
    private static final long serialVersionUID = 1L;

    /**
     * A pause of nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinPauseStep(String account) {
        super(account);
    }

    @Override
    Optional<Change> change(StepInput input) {
        return Optional.of(new Change.Pause());
    }

    /** There is nothing to wait for. */
    @Override
    boolean awaits() {
        return false;
    }

    @Override
    public String type() {
        return "pause";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends RolloutStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinPause";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.pause-display-name");
        }
    }
}
