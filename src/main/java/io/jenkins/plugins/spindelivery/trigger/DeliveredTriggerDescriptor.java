package io.jenkins.plugins.spindelivery.trigger;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import hudson.Util;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.CredentialChoice;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a trigger that something is delivered to. */
public abstract class DeliveredTriggerDescriptor extends SpinTriggerDescriptor {

    /**
     * Checks a path.
     *
     * @param item the job
     * @param value the path
     * @return the whole address, or an error
     */
    @POST
    public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
        String path = Util.fixNull(value).strip().replaceAll("^/+|/+$", "");
        if (!FormAccess.maySee(item)) {
            return FormValidation.ok();
        }
        return DeliveredTrigger.PATH.matcher(path).matches()
                ? FormValidation.ok(Words.of("trigger.path-address", Words.url(WebhookRoot.URL + "/" + path)))
                : FormValidation.error(Words.of("trigger.path-malformed-here", path));
    }

    /**
     * The secrets to choose from.
     *
     * @param item the job
     * @param credentialsId the present choice
     * @return secret texts that the job may use; only the present choice for those who may not see the configuration
     */
    @POST
    public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
        return choice(item).items(FormAccess.maySee(item), credentialsId);
    }

    /**
     * Checks that there is a secret: without one anybody could start the job.
     *
     * @param item the job
     * @param value the credential's id
     * @return an error when there is none
     */
    @POST
    public FormValidation doCheckCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
        String id = Util.fixNull(value).strip();
        if (!FormAccess.maySee(item)) {
            return FormValidation.ok();
        }
        if (id.isEmpty()) {
            return FormValidation.error(Words.of("trigger.secret-none"));
        }
        return choice(item).has(id)
                ? FormValidation.ok()
                : FormValidation.error(Words.of("trigger.secret-missing", id));
    }

    private static CredentialChoice choice(Item item) {
        ItemGroup<?> owner = item == null ? Jenkins.get() : item.getParent();
        return new CredentialChoice(owner, List.of(), CredentialsMatchers.instanceOf(StringCredentials.class));
    }
}
