package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.step.SpinWebhookStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinWebhook} as a build step: calls a webhook. */
public final class SpinWebhookBuilder extends StageBuilder {
    private final SpinWebhookStep step;

    /**
     * A build step.
     *
     * @param step what to do
     */
    @DataBoundConstructor
    public SpinWebhookBuilder(SpinWebhookStep step) {
        this.step = step;
    }

    /**
     * What to do.
     *
     * @return the step's configuration
     */
    public SpinWebhookStep getStep() {
        return step;
    }

    @Override
    protected Stage stage() {
        return step;
    }

    /** The build step in menus. */
    @Extension
    @Symbol("spinWebhook")
    public static final class DescriptorImpl extends StageBuilderDescriptor {
        /** The entry. Called by Jenkins. */
        public DescriptorImpl() {
            super("step.webhook-display-name");
        }
    }
}
