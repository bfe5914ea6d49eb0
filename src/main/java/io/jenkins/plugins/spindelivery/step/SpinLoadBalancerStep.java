package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinLoadBalancer}: makes load balancers, target groups, listeners and security groups what a description says. */
public final class SpinLoadBalancerStep extends NetworkStep {
    private static final long serialVersionUID = 1L;

    /**
     * A step without a description yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinLoadBalancerStep(String account) {
        super(account);
    }

    @Override
    boolean onlyGroups() {
        return false;
    }

    @Override
    public String type() {
        return "load-balancer";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends NetworkStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinLoadBalancer";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.load-balancer-display-name");
        }
    }
}
