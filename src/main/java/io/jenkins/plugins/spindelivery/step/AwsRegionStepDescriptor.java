package io.jenkins.plugins.spindelivery.step;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of steps in one region of an AWS account. */
public abstract class AwsRegionStepDescriptor extends AwsStepDescriptor {

    /**
     * The regions to choose from: those of the account.
     *
     * @param item the job, or {@code null}
     * @param account the account that is chosen
     * @return nothing for those who may not see the job's configuration
     */
    @POST
    public ComboBoxModel doFillRegionItems(@AncestorInPath Item item, @QueryParameter String account) {
        return FormAccess.maySee(item) ? new ComboBoxModel(AwsPlaces.offered(item, account)) : new ComboBoxModel();
    }

    /**
     * Checks {@link AwsRegionStep#getRegion()}.
     *
     * @param item the job, or {@code null}
     * @param value the region
     * @param account the account that is chosen
     * @return an error for what is no region of the account
     */
    @POST
    public FormValidation doCheckRegion(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String account) {
        return FormAccess.maySee(item)
                ? FieldChecks.check(value, region -> AwsPlaces.fault(item, account, region))
                : FormValidation.ok();
    }
}
