package io.jenkins.plugins.spindelivery.step;

import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegions;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** The form of steps in several regions of an AWS account. */
public abstract class AwsRegionsStepDescriptor extends AwsStepDescriptor {

    /**
     * The regions that there are, while one is typed. They are no secret.
     *
     * @param value a part of the region's name
     * @return the regions that contain it
     */
    @GET
    public AutoCompletionCandidates doAutoCompleteRegions(@QueryParameter String value) {
        AutoCompletionCandidates candidates = new AutoCompletionCandidates();
        String typed = Util.fixNull(value).strip();
        AwsRegions.known().stream().filter(region -> region.contains(typed)).forEach(candidates::add);
        return candidates;
    }

    /**
     * Checks {@link AwsRegionsStep#getRegions()}.
     *
     * @param item the job, or {@code null}
     * @param value the regions
     * @param account the account that is chosen
     * @return an error for each that is no region of the account
     */
    @POST
    public FormValidation doCheckRegions(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String account) {
        if (!FormAccess.maySee(item) || Util.fixNull(value).contains("${")) {
            return FormValidation.ok();
        }
        return FieldChecks.each(value, AwsPlaces.SEPARATOR, region -> AwsPlaces.fault(item, account, region));
    }
}
