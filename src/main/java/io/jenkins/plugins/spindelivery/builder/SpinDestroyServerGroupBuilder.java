package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.step.SpinDestroyServerGroupStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinDestroyServerGroup} as a build step: deletes server groups with all that belongs to them, and waits until they are gone. */
public final class SpinDestroyServerGroupBuilder extends StageBuilder {
    private final SpinDestroyServerGroupStep step;

    /**
     * A build step.
     *
     * @param step what to do
     */
    @DataBoundConstructor
    public SpinDestroyServerGroupBuilder(SpinDestroyServerGroupStep step) {
        this.step = step;
    }

    /**
     * What to do.
     *
     * @return the step's configuration
     */
    public SpinDestroyServerGroupStep getStep() {
        return step;
    }

    @Override
    protected Stage stage() {
        return step;
    }

    /** The build step in menus. */
    @Extension
    @Symbol("spinDestroyServerGroup")
    public static final class DescriptorImpl extends StageBuilderDescriptor {
        /** The entry. Called by Jenkins. */
        public DescriptorImpl() {
            super("step.destroy-server-group-display-name");
        }
    }
}
