package io.jenkins.plugins.spindelivery.trigger;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a trigger for pushes. */
public abstract class GitTriggerDescriptor extends DeliveredTriggerDescriptor {

    /**
     * Checks a repository's name.
     *
     * @param item the job
     * @param value the name
     * @return an error for anything but {@code OWNER/NAME}
     */
    @POST
    public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
        String name = Util.fixNull(value).strip();
        return !FormAccess.maySee(item) || name.matches("[^/\\s]+(/[^/\\s]+)+")
                ? FormValidation.ok()
                : FormValidation.error(Words.of("trigger.repository-malformed", name));
    }

    /**
     * Checks an expression for branches.
     *
     * @param item the job
     * @param value the expression
     * @return an error for what can't be used
     */
    @POST
    public FormValidation doCheckBranch(@AncestorInPath Item item, @QueryParameter String value) {
        String branch = Util.fixNull(value).strip();
        return checked(item, () -> GitTrigger.rule("a/b", branch, ""));
    }

    /**
     * Checks filters of files.
     *
     * @param item the job
     * @param value the filters
     * @return an error for what can't be used
     */
    @POST
    public FormValidation doCheckPaths(@AncestorInPath Item item, @QueryParameter String value) {
        return checked(item, () -> GitTrigger.rule("a/b", "", Util.fixNull(value)));
    }
}
