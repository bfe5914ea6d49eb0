package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.step.SpinRollbackServerGroupStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinRollbackServerGroup} as a build step: lets an earlier server group take over the traffic of a newer one, which is disabled. */
public final class SpinRollbackServerGroupBuilder extends StageBuilder {
    private final SpinRollbackServerGroupStep step;

    /**
     * A build step.
     *
     * @param step what to do
     */
    @DataBoundConstructor
    public SpinRollbackServerGroupBuilder(SpinRollbackServerGroupStep step) {
        this.step = step;
    }

    /**
     * What to do.
     *
     * @return the step's configuration
     */
    public SpinRollbackServerGroupStep getStep() {
        return step;
    }

    @Override
    protected Stage stage() {
        return step;
    }

    /** The build step in menus. */
    @Extension
    @Symbol("spinRollbackServerGroup")
    public static final class DescriptorImpl extends StageBuilderDescriptor {
        /** The entry. Called by Jenkins. */
        public DescriptorImpl() {
            super("step.rollback-server-group-display-name");
        }
    }
}
