package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficRequest;
import java.time.Duration;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinEnable}: attaches ReplicaSets to Services, and waits until their pods get requests. */
public final class SpinEnableStep extends TrafficStep {
    private static final long serialVersionUID = 1L;

    /**
     * A step that selects nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinEnableStep(String account) {
        super(account);
    }

    @Override
    TrafficRequest request(Target target, List<String> names, Duration patience, StepInput input) {
        return TrafficRequest.enable(account(), target, names, isWait(), patience.toSeconds());
    }

    @Override
    public String type() {
        return "enable";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends RolloutStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinEnable";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.enable-display-name");
        }
    }
}
