package io.jenkins.plugins.spindelivery.step;

import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.Account;
import io.jenkins.plugins.spindelivery.account.CredentialChoice;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource.Kind;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a server of Git repositories. Only administrators see it. */
public abstract class RepositoryServerDescriptor extends Descriptor<RepositoryServer> {

    /** What kind of server it is. */
    abstract Kind kind();

    /**
     * Checks a name.
     *
     * @param value the name
     * @return an error for what can't be a name; nothing to those who are no administrators
     */
    @POST
    public FormValidation doCheckName(@QueryParameter String value) {
        String name = Util.fixNull(value).strip();
        return !FormAccess.maySee(null) || Account.isName(name)
                ? FormValidation.ok()
                : FormValidation.error(Words.of("step.server-name", name));
    }

    /**
     * Checks an address.
     *
     * @param value the address
     * @return where requests are going to be sent, or an error; nothing to those who are no administrators
     */
    @POST
    public FormValidation doCheckUrl(@QueryParameter String value) {
        if (!FormAccess.maySee(null)) {
            return FormValidation.ok();
        }
        try {
            return FormValidation.ok(Words.of("step.server-address", kind().address(value)));
        } catch (ProblemException e) {
            return FieldChecks.errors(e);
        }
    }

    /**
     * The credentials to choose from: Jenkins' own, of a fitting type and domain.
     *
     * @param credentialsId the present choice
     * @param url decides about domains
     * @return only the present choice for those who are no administrators
     */
    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId, @QueryParameter String url) {
        return CredentialChoice.tokens(address(url).orElse("")).items(FormAccess.maySee(null), credentialsId);
    }

    /**
     * Checks that a credential is there, without reading its secret.
     *
     * @param value the credential's id, or nothing
     * @param url decides about domains; a credential without TLS is a warning
     * @return nothing to those who are no administrators
     */
    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String url) {
        String id = Util.fixNull(value).strip();
        if (!FormAccess.maySee(null) || id.isEmpty()) {
            return FormValidation.ok();
        }
        String address = address(url).orElse("");
        if (!CredentialChoice.tokens(address).has(id)) {
            return FormValidation.error(Words.of("step.server-credential-not-here", id));
        }
        return address.startsWith("http:")
                ? FormValidation.warning(Words.of("step.server-credential-plain"))
                : FormValidation.ok();
    }

    /**
     * Checks the folders whose jobs may read there.
     *
     * @param value full names, separated by commas
     * @return a warning for each that there is not; nothing to those who are no administrators
     */
    @POST
    public FormValidation doCheckFolders(@QueryParameter String value) {
        if (!FormAccess.maySee(null)) {
            return FormValidation.ok();
        }
        return FormValidation.aggregate(RepositoryServer.split(value).stream()
                .filter(folder -> Jenkins.get().getItemByFullName(folder) == null)
                .map(folder -> FormValidation.warning(Words.of("step.server-folder-unknown", folder)))
                .toList());
    }

    private Optional<String> address(String url) {
        try {
            return Optional.of(kind().address(url));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }
}
