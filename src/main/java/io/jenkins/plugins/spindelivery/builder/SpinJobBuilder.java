package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.step.SpinJobStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinJob} as a build step: starts another job and waits for its end. */
public final class SpinJobBuilder extends StageBuilder {
    private final SpinJobStep step;

    /**
     * A build step.
     *
     * @param step what to do
     */
    @DataBoundConstructor
    public SpinJobBuilder(SpinJobStep step) {
        this.step = step;
    }

    /**
     * What to do.
     *
     * @return the step's configuration
     */
    public SpinJobStep getStep() {
        return step;
    }

    @Override
    protected Stage stage() {
        return step;
    }

    /** The build step in menus. */
    @Extension
    @Symbol("spinJob")
    public static final class DescriptorImpl extends StageBuilderDescriptor {
        /** The entry. Called by Jenkins. */
        public DescriptorImpl() {
            super("step.job-display-name");
        }
    }
}
