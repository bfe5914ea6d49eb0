package io.jenkins.plugins.spindelivery.metric;

import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.Account;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.account.Wording;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the forms of all types of sources have in common. Only administrators see them. */
public abstract class MetricSourceDescriptor extends Descriptor<MetricSourceConfiguration> {

    /**
     * Checks a name while it is typed. That it is unique is checked when all are saved.
     *
     * @param value the name
     * @return an error for what can't be a name; nothing to those who may not see the form
     */
    @POST
    public FormValidation doCheckName(@QueryParameter String value) {
        if (!FormAccess.maySee(null)) {
            return FormValidation.ok();
        }
        String name = value == null ? "" : value.strip();
        if (name.isEmpty()) {
            return FormValidation.error(Wording.of("metric.name-missing"));
        }
        return Account.isName(name) ? FormValidation.ok() : FormValidation.error(Wording.of("metric.name-bad", name));
    }

    /**
     * Checks the folders whose jobs may ask.
     *
     * @param value full names, separated by commas
     * @return a warning for each that there is not; nothing to those who may not see the form
     */
    @POST
    public FormValidation doCheckFolders(@QueryParameter String value) {
        if (!FormAccess.maySee(null)) {
            return FormValidation.ok();
        }
        List<FormValidation> missing = MetricSourceConfiguration.split(value).stream()
                .filter(folder -> Jenkins.get().getItemByFullName(folder) == null)
                .map(folder -> FormValidation.warning(Wording.of("metric.folder-unknown", folder)))
                .toList();
        return FormValidation.aggregate(missing);
    }
}
