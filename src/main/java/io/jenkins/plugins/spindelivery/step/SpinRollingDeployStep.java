package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficStrategy;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code spinRollingDeploy}: a {@code spinDeploy} by rolling red/black whose block runs at each percentage. It is a step of
 * its own because a Pipeline knows no step with a block that may be left out.
 */
public final class SpinRollingDeployStep extends SpinDeployStep {
    private static final long serialVersionUID = 1L;

    /**
     * A deploy with all defaults.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinRollingDeployStep(String account) {
        super(account);
        setTrafficStrategy(TrafficStrategy.ROLLING_RED_BLACK.word());
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends SpinDeployStep.DescriptorImpl {
        @Override
        public String getFunctionName() {
            return "spinRollingDeploy";
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.rolling-deploy-display-name");
        }
    }
}
