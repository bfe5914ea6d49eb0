package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.step.SpinCleanImagesStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinCleanImages} as a build step: deletes images that are not needed any more. */
public final class SpinCleanImagesBuilder extends StageBuilder {
    private final SpinCleanImagesStep step;

    /**
     * A build step.
     *
     * @param step what to do
     */
    @DataBoundConstructor
    public SpinCleanImagesBuilder(SpinCleanImagesStep step) {
        this.step = step;
    }

    /**
     * What to do.
     *
     * @return the step's configuration
     */
    public SpinCleanImagesStep getStep() {
        return step;
    }

    @Override
    protected Stage stage() {
        return step;
    }

    /** The build step in menus. */
    @Extension
    @Symbol("spinCleanImages")
    public static final class DescriptorImpl extends StageBuilderDescriptor {
        /** The entry. Called by Jenkins. */
        public DescriptorImpl() {
            super("step.clean-images-display-name");
        }
    }
}
