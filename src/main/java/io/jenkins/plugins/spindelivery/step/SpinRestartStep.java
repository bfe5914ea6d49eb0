package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinRestart}: replaces the pods of workloads by new ones of the same kind, and waits for them. */
public final class SpinRestartStep extends WaitingRolloutStep {
    private static final long serialVersionUID = 1L;

    /**
     * A restart of nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinRestartStep(String account) {
        super(account);
    }

    @Override
    Optional<Change> change(StepInput input) {
        return Optional.of(new Change.Restart());
    }

    @Override
    public String type() {
        return "restart";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends RolloutStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinRestart";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.restart-display-name");
        }
    }
}
