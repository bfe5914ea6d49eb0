package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.builder.StageBuilder;
import io.jenkins.plugins.spindelivery.builder.StageBuilderDescriptor;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import org.kohsuke.stapler.DataBoundConstructor;

/** A probe as a build step. */
public final class AwsProbeBuilder extends StageBuilder {
    private final AwsProbe step;

    @DataBoundConstructor
    public AwsProbeBuilder(AwsProbe step) {
        this.step = step;
    }

    public AwsProbe getStep() {
        return step;
    }

    @Override
    protected Stage stage() {
        return step;
    }

    /** The build step in menus. */
    public static final class DescriptorImpl extends StageBuilderDescriptor {
        public DescriptorImpl() {
            super("step.destroy-display-name");
        }
    }

    /** The other probe as a build step. */
    public static final class Here extends StageBuilder {
        private final AwsHereProbe step;

        @DataBoundConstructor
        public Here(AwsHereProbe step) {
            this.step = step;
        }

        public AwsHereProbe getStep() {
            return step;
        }

        @Override
        protected Stage stage() {
            return step;
        }

        /** The build step in menus. */
        public static final class DescriptorImpl extends StageBuilderDescriptor {
            public DescriptorImpl() {
                super("step.destroy-display-name");
            }
        }
    }
}
