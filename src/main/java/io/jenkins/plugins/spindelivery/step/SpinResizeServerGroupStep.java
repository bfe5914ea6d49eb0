package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange;
import io.jenkins.plugins.spindelivery.engine.aws.change.ServerGroupChangeRequest.Options;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;
import java.util.stream.Stream;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code spinResizeServerGroup}: gives server groups another size, and waits until as many instances are healthy. */
public final class SpinResizeServerGroupStep extends GuardedServerGroupStep {
    private static final long serialVersionUID = 1L;

    private Object min;
    private Object desired;
    private Object max;
    private Object by;
    private boolean toClusterMaximum;
    private boolean allowActive;

    /**
     * A step that means no server group yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinResizeServerGroupStep(String account) {
        super(account);
    }

    /** The fewest instances; {@code null} to leave that. */
    @CheckForNull
    public Object getMin() {
        return min;
    }

    /** Sets the fewest instances. */
    @DataBoundSetter
    public void setMin(Object min) {
        this.min = Values.text(min, "");
    }

    /** How many instances there are to be now; {@code null} to leave that. */
    @CheckForNull
    public Object getDesired() {
        return desired;
    }

    /** Sets how many instances there are to be now. */
    @DataBoundSetter
    public void setDesired(Object desired) {
        this.desired = Values.text(desired, "");
    }

    /** The most instances; {@code null} to leave that. */
    @CheckForNull
    public Object getMax() {
        return max;
    }

    /** Sets the most instances. */
    @DataBoundSetter
    public void setMax(Object max) {
        this.max = Values.text(max, "");
    }

    /** How many more or fewer, such as {@code +2} or {@code -25%}; {@code null} for a size in numbers. */
    @CheckForNull
    public Object getBy() {
        return by;
    }

    /** Sets how many more or fewer there are to be. */
    @DataBoundSetter
    public void setBy(Object by) {
        this.by = Values.text(by, "");
    }

    /** Whether it gets the largest size that any server group of its cluster has. */
    public boolean isToClusterMaximum() {
        return toClusterMaximum;
    }

    /** Gives it the largest size that any server group of its cluster has. */
    @DataBoundSetter
    public void setToClusterMaximum(boolean toClusterMaximum) {
        this.toClusterMaximum = toClusterMaximum;
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
    GroupChange change(StepInput input) {
        String amount = input.text("by", (String) by);
        GroupChange.Resize size = new GroupChange.Resize(
                number(input, "min", min), number(input, "desired", desired), number(input, "max", max));
        boolean numbers = size.min() != null || size.desired() != null || size.max() != null;
        if (Stream.of(numbers, !amount.isEmpty(), toClusterMaximum)
                        .filter(given -> given)
                        .count()
                > 1) {
            input.refuse(Problem.of("aws.change-sizes", ""));
        }
        if (amount.isEmpty()) {
            return toClusterMaximum ? new GroupChange.ResizeToCluster() : size;
        }
        Optional<GroupChange.ResizeBy> more = GroupChange.ResizeBy.of(amount);
        if (more.isEmpty()) {
            input.refuse(Problem.of("aws.change-by", "by", amount));
        }
        return more.map(change -> (GroupChange) change).orElse(size);
    }

    @Override
    Options options(Options usual, StepInput input) {
        return super.options(usual, input).allowActive(allowActive);
    }

    @Override
    public String type() {
        return "resizeServerGroup";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends ServerGroupStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinResizeServerGroup";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.resize-server-group-display-name");
        }
    }
}
