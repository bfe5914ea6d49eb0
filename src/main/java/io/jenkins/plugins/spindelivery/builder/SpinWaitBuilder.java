package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.step.SpinWaitStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinWait} as a build step: waits, unless somebody skips the rest. */
public final class SpinWaitBuilder extends StageBuilder {
    private final SpinWaitStep step;

    /**
     * A build step.
     *
     * @param step what to do
     */
    @DataBoundConstructor
    public SpinWaitBuilder(SpinWaitStep step) {
        this.step = step;
    }

    /**
     * What to do.
     *
     * @return the step's configuration
     */
    public SpinWaitStep getStep() {
        return step;
    }

    @Override
    protected Stage stage() {
        return step;
    }

    /** The build step in menus. */
    @Extension
    @Symbol("spinWait")
    public static final class DescriptorImpl extends StageBuilderDescriptor {
        /** The entry. Called by Jenkins. */
        public DescriptorImpl() {
            super("step.wait-display-name");
        }
    }
}
