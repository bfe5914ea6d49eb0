package io.jenkins.plugins.spindelivery.trigger;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.engine.trigger.TagRule;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a trigger for images. */
public abstract class ImageTriggerDescriptor extends DeliveredTriggerDescriptor {

    /**
     * Checks filters of repositories.
     *
     * @param item the job
     * @param value the filters
     * @return an error for what can't be used
     */
    @POST
    public FormValidation doCheckRepositories(@AncestorInPath Item item, @QueryParameter String value) {
        return checked(item, () -> TagRule.any(KeyedLines.lines("repositories", Util.fixNull(value))));
    }

    /**
     * Checks an expression for tags.
     *
     * @param item the job
     * @param value the expression
     * @return an error for what can't be used
     */
    @POST
    public FormValidation doCheckTag(@AncestorInPath Item item, @QueryParameter String value) {
        String tag = Util.fixNull(value).strip();
        return checked(item, () -> TagRule.matching(List.of(), tag));
    }

    /**
     * Checks a range of versions.
     *
     * @param item the job
     * @param value the range
     * @return an error for what can't be used
     */
    @POST
    public FormValidation doCheckVersions(@AncestorInPath Item item, @QueryParameter String value) {
        String range = Util.fixNull(value).strip();
        return range.isEmpty() ? FormValidation.ok() : checked(item, () -> TagRule.versions(List.of(), range));
    }
}
