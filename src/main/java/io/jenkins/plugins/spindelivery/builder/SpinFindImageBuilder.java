package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.step.SpinFindImageStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinFindImage} as a build step: finds an image in each region. */
public final class SpinFindImageBuilder extends StageBuilder {
    private final SpinFindImageStep step;

    /**
     * A build step.
     *
     * @param step what to do
     */
    @DataBoundConstructor
    public SpinFindImageBuilder(SpinFindImageStep step) {
        this.step = step;
    }

    /**
     * What to do.
     *
     * @return the step's configuration
     */
    public SpinFindImageStep getStep() {
        return step;
    }

    @Override
    protected Stage stage() {
        return step;
    }

    /** The build step in menus. */
    @Extension
    @Symbol("spinFindImage")
    public static final class DescriptorImpl extends StageBuilderDescriptor {
        /** The entry. Called by Jenkins. */
        public DescriptorImpl() {
            super("step.find-image-display-name");
        }
    }
}
