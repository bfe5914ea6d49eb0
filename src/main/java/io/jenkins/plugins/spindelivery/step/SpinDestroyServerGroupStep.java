package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.security.Permission;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code spinDestroyServerGroup}: deletes server groups with all that belongs to them, and waits until they are gone. */
public final class SpinDestroyServerGroupStep extends GuardedServerGroupStep {
    private static final long serialVersionUID = 1L;

    private boolean skipDisable;
    private boolean dryRun;
    private boolean allowActive;

    /**
     * A step that means no server group yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinDestroyServerGroupStep(String account) {
        super(account);
    }

    /** Whether they are not taken out of the traffic first. */
    public boolean isSkipDisable() {
        return skipDisable;
    }

    /** Destroys without taking out of the traffic first, or after that. */
    @DataBoundSetter
    public void setSkipDisable(boolean skipDisable) {
        this.skipDisable = skipDisable;
    }

    /** Whether nothing is deleted, and only said what would be. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Only says what would be deleted, or deletes it. */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** Whether those of all but the newest are meant, too, that get traffic. */
    public boolean isAllowActive() {
        return allowActive;
    }

    /** Means those that get traffic, too, or leaves them alone. */
    @DataBoundSetter
    public void setAllowActive(boolean allowActive) {
        this.allowActive = allowActive;
    }

    @Override
    Permission permission() {
        return DeliveryPermissions.DESTROY;
    }

    @Override
    GroupChange change(StepInput input) {
        return new GroupChange.Destroy(skipDisable);
    }

    @Override
    Options options(Options usual, StepInput input) {
        return super.options(usual, input).dryRun(dryRun).allowActive(allowActive);
    }

    @Override
    public String type() {
        return "destroyServerGroup";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends ServerGroupStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinDestroyServerGroup";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.destroy-server-group-display-name");
        }
    }
}
