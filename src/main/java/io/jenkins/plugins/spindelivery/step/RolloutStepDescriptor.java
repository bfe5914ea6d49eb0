package io.jenkins.plugins.spindelivery.step;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of steps that change live objects. */
public abstract class RolloutStepDescriptor extends TargetStepDescriptor {

    /**
     * Checks that something is selected.
     *
     * @param item the job, or {@code null}
     * @param value the labels
     * @param name the name
     * @param criterion the criterion
     * @param deploy a deploy as a whole, which only a rollback knows
     * @param build the build of that deploy
     * @return an error when none of them is given, or more than one
     */
    @POST
    public FormValidation doCheckLabels(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String name,
            @QueryParameter String criterion,
            @QueryParameter String deploy,
            @QueryParameter String build) {
        if (!FormAccess.maySee(item) || given(deploy) + given(build) > 0) {
            return FormValidation.ok();
        }
        int ways = given(value) + given(name) + given(criterion);
        return ways == 1
                ? FormValidation.ok()
                : FormValidation.error(Words.of(ways == 0 ? "step.target-none" : "step.target-several"));
    }

    private static int given(String value) {
        return Util.fixEmptyAndTrim(value) == null ? 0 : 1;
    }

    /** Checks {@link RolloutStep#getTimeout()}. */
    @POST
    public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
    }
}
