package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinDisableServerGroup}: takes server groups out of the traffic, and waits until it is drained. */
public final class SpinDisableServerGroupStep extends GuardedServerGroupStep {
    private static final long serialVersionUID = 1L;

    /**
     * A step that means no server group yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinDisableServerGroupStep(String account) {
        super(account);
    }

    @Override
    GroupChange change(StepInput input) {
        return new GroupChange.Disable();
    }

    @Override
    public String type() {
        return "disableServerGroup";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends ServerGroupStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinDisableServerGroup";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.disable-server-group-display-name");
        }
    }
}
