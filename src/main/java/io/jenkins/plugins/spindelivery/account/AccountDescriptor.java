package io.jenkins.plugins.spindelivery.account;

import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the forms of all providers' accounts have in common. */
public abstract class AccountDescriptor extends Descriptor<Account> {

    /**
     * Checks a name while it is typed. That it is unique is checked when all are saved.
     *
     * @param item the folder, or {@code null} for all of Jenkins
     * @param value the name
     * @return an error for what can't be a name; nothing to those who may not see the form
     */
    @POST
    public FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
        if (!FormAccess.maySee(item)) {
            return FormValidation.ok();
        }
        String name = value == null ? "" : value.strip();
        if (name.isEmpty()) {
            return FormValidation.error(Wording.of("account.name-missing"));
        }
        return Account.isName(name) ? FormValidation.ok() : FormValidation.error(Wording.of("account.name-bad", name));
    }
}
