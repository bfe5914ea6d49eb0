package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupTarget;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code spinRollbackServerGroup}: lets an earlier server group take over the traffic of a newer one, which is disabled. */
public final class SpinRollbackServerGroupStep extends ServerGroupChangeStep {
    private static final long serialVersionUID = 1L;

    private String to;
    private String image;
    private Object healthyPercent;
    private boolean ignoreTrafficGuard;
    private Object guardRatio;

    /**
     * A step that means no server group yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinRollbackServerGroupStep(String account) {
        super(account);
    }

    /** The server group that takes over; {@code null} for the next older one. */
    @CheckForNull
    public String getTo() {
        return to;
    }

    /** Names the server group that takes over. */
    @DataBoundSetter
    public void setTo(String to) {
        this.to = Values.text(to, "");
    }

    /** The image that the server group runs that takes over; {@code null} for any. */
    @CheckForNull
    public String getImage() {
        return image;
    }

    /** Names the image that the server group runs that takes over. */
    @DataBoundSetter
    public void setImage(String image) {
        this.image = Values.text(image, "");
    }

    /** The share of its instances that has to be healthy before the other is disabled; {@code null} for the usual. */
    @CheckForNull
    public Object getHealthyPercent() {
        return healthyPercent;
    }

    /** Sets the share that has to be healthy, in percent. */
    @DataBoundSetter
    public void setHealthyPercent(Object healthyPercent) {
        this.healthyPercent = Values.text(healthyPercent, "");
    }

    /** Whether the last instances of a cluster that get traffic may be taken away. */
    public boolean isIgnoreTrafficGuard() {
        return ignoreTrafficGuard;
    }

    /** Also takes away the last instances that get traffic, or refuses to. */
    @DataBoundSetter
    public void setIgnoreTrafficGuard(boolean ignoreTrafficGuard) {
        this.ignoreTrafficGuard = ignoreTrafficGuard;
    }

    /** The part of the cluster's healthy instances that has to stay; {@code null} for at least one. */
    @CheckForNull
    public Object getGuardRatio() {
        return guardRatio;
    }

    /** Sets the part that has to stay, from 0 to less than 0.5. */
    @DataBoundSetter
    public void setGuardRatio(Object guardRatio) {
        this.guardRatio = Values.text(guardRatio, "0");
    }

    @Override
    GroupTarget target(String named, String ofCluster, StepInput input) {
        return new GroupTarget(named, ofCluster, null, null);
    }

    @Override
    GroupChange change(StepInput input) {
        return new GroupChange.Rollback(
                input.text("to", to), input.text("image", image), number(input, "healthyPercent", healthyPercent));
    }

    @Override
    Options options(Options usual, StepInput input) {
        return GuardInput.in(usual, input, ignoreTrafficGuard, guardRatio);
    }

    @Override
    public String type() {
        return "rollbackServerGroup";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends ServerGroupStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinRollbackServerGroup";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.rollback-server-group-display-name");
        }
    }
}
