package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinEnableServerGroup}: lets a server group into the traffic, and waits until its instances are healthy. */
public final class SpinEnableServerGroupStep extends ServerGroupTargetStep {
    private static final long serialVersionUID = 1L;

    /**
     * A step that means no server group yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinEnableServerGroupStep(String account) {
        super(account);
    }

    @Override
    GroupChange change(StepInput input) {
        return new GroupChange.Enable();
    }

    @Override
    public String type() {
        return "enableServerGroup";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends ServerGroupStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinEnableServerGroup";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.enable-server-group-display-name");
        }
    }
}
