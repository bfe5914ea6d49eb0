package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.DeployStrategy;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code spinRollingServerGroup}: a {@code spinServerGroup} by rolling red/black whose block runs at each percentage. It is a
 * step of its own because a Pipeline knows no step with a block that may be left out.
 */
public final class SpinRollingServerGroupStep extends SpinServerGroupStep {
    private static final long serialVersionUID = 1L;

    /**
     * A deploy with all defaults.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinRollingServerGroupStep(String account) {
        super(account);
        setStrategy(DeployStrategy.ROLLING_RED_BLACK.word());
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends SpinServerGroupStep.DescriptorImpl {
        @Override
        public String getFunctionName() {
            return "spinRollingServerGroup";
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.rolling-server-group-display-name");
        }
    }
}
