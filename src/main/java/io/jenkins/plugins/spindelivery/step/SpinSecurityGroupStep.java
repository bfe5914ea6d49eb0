package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.spindelivery.delivery.Words;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code spinSecurityGroup}: makes security groups what a description says. */
public final class SpinSecurityGroupStep extends NetworkStep {
    private static final long serialVersionUID = 1L;

    /**
     * A step without a description yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinSecurityGroupStep(String account) {
        super(account);
    }

    @Override
    boolean onlyGroups() {
        return true;
    }

    @Override
    public String type() {
        return "security-group";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends NetworkStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinSecurityGroup";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.security-group-display-name");
        }
    }
}
