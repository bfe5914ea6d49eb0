package io.jenkins.plugins.spindelivery.step;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import java.util.Set;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of steps at AWS. */
public abstract class AwsStepDescriptor extends StageStepDescriptor {

    @Override
    final Set<String> providers() {
        return Set.of(AwsAccountConfiguration.PROVIDER);
    }

    /**
     * How long the step may take when nobody says; what the form shows in an empty field.
     *
     * @return such as {@code 30m}
     */
    public String getUsualTimeout() {
        return "30m";
    }

    /** Checks {@link AwsStep#getTimeout()}. */
    @POST
    public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
    }
}
