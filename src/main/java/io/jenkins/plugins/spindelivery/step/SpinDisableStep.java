package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficRequest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code spinDisable}: detaches ReplicaSets from Services, and waits until their pods get no requests any more. */
public final class SpinDisableStep extends TrafficStep {
    private static final long serialVersionUID = 1L;

    private boolean ignoreTrafficGuard;
    private Object guardRatio;

    /**
     * A step that selects nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinDisableStep(String account) {
        super(account);
    }

    /** Whether the last pods that get requests may be taken away. */
    public boolean isIgnoreTrafficGuard() {
        return ignoreTrafficGuard;
    }

    /** Also takes away the last pods that get requests, or refuses to. */
    @DataBoundSetter
    public void setIgnoreTrafficGuard(boolean ignoreTrafficGuard) {
        this.ignoreTrafficGuard = ignoreTrafficGuard;
    }

    /** The part of the pods that has to stay; {@code null} for at least one pod. */
    @CheckForNull
    public Object getGuardRatio() {
        return guardRatio;
    }

    /** Sets the part of the pods that has to stay, from 0 to less than 0.5. */
    @DataBoundSetter
    public void setGuardRatio(Object guardRatio) {
        this.guardRatio = Values.text(guardRatio, "0");
    }

    @Override
    TrafficRequest request(Target target, List<String> names, Duration patience, StepInput input) {
        double ratio = ratio(input.text("guardRatio", (String) guardRatio), input);
        return TrafficRequest.disable(
                account(), target, names, ignoreTrafficGuard, ratio, isWait(), patience.toSeconds());
    }

    private static double ratio(String text, StepInput input) {
        if (text.isEmpty()) {
            return 0;
        }
        double ratio = text.matches("\\d{1,3}(\\.\\d{1,6})?") ? Double.parseDouble(text) : 1;
        if (!TrafficRequest.isRatio(ratio)) {
            input.refuse(Problem.of("kubernetes.traffic-ratio", "guardRatio", text));
            return 0;
        }
        return ratio;
    }

    @Override
    public String type() {
        return "disable";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends RolloutStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinDisable";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.disable-display-name");
        }
    }
}
