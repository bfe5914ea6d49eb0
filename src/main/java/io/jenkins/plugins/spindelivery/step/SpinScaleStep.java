package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Optional;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinScale}: gives workloads another number of replicas, and waits until it is there. */
public final class SpinScaleStep extends WaitingRolloutStep {
    private static final long serialVersionUID = 1L;

    private Object replicas;
    private boolean trafficGuard;

    /**
     * A scaling of nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinScaleStep(String account) {
        super(account);
    }

    /** How many replicas, as {@code 5}; or how many more or fewer, as {@code +2} or {@code -1}. */
    @CheckForNull
    public Object getReplicas() {
        return replicas;
    }

    /**
     * Sets the number of replicas.
     *
     * @param replicas a number; or a text such as {@code +2} or {@code -1} for more or fewer than there are. A negative
     *     number means fewer, too
     */
    @DataBoundSetter
    public void setReplicas(Object replicas) {
        this.replicas = Values.text(replicas, "");
    }

    /** Whether it is refused to take away the last pods that get a Service's requests. */
    public boolean isTrafficGuard() {
        return trafficGuard;
    }

    /** Refuses to take away the last pods that get a Service's requests, or does not ask. */
    @DataBoundSetter
    public void setTrafficGuard(boolean trafficGuard) {
        this.trafficGuard = trafficGuard;
    }

    @Override
    boolean guardsTraffic() {
        return trafficGuard;
    }

    @Override
    Optional<Change> change(StepInput input) {
        String text = input.text("replicas", (String) replicas);
        Optional<Change.Scale> scale = Change.Scale.of(text);
        if (scale.isEmpty()) {
            input.refuse(Problem.of("kubernetes.rollout-scale-number", "replicas", text));
        }
        return scale.map(change -> change);
    }

    @Override
    public String type() {
        return "scale";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends RolloutStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinScale";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.scale-display-name");
        }

        /** Checks {@link SpinScaleStep#getReplicas()}. */
        @POST
        public FormValidation doCheckReplicas(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.replicas(value) : FormValidation.ok();
        }
    }
}
