package io.jenkins.plugins.spindelivery.account;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The form of a Kubernetes account: its lists, checks and the button that tries it. The folder that is configured comes
 * from the request's path; without one it is about all of Jenkins.
 */
public abstract class KubernetesAccountDescriptor extends AccountDescriptor {

    @Override
    @NonNull
    public String getDisplayName() {
        return Wording.of("account.kubernetes-display-name");
    }

    /**
     * The credentials to choose from: those that the folder or Jenkins has, of a fitting type and domain.
     *
     * @param item the folder, or {@code null}
     * @param credentialsId the present choice
     * @param serverUrl decides between kubeconfigs and tokens, and about domains
     * @return only the present choice for those who may not know what credentials there are
     */
    @POST
    public ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String serverUrl) {
        return AccountCredentials.choice(
                        FormAccess.owner(item), Util.fixNull(serverUrl).strip())
                .items(FormAccess.mayListCredentials(item), credentialsId);
    }

    /**
     * Checks that a credential is chosen and there, without reading its secret.
     *
     * @param item the folder, or {@code null}
     * @param value the credential's id
     * @param serverUrl as in {@link #doFillCredentialsIdItems}
     * @return nothing to those who may not know what credentials there are
     */
    @POST
    public FormValidation doCheckCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String serverUrl) {
        if (!FormAccess.mayListCredentials(item)) {
            return FormValidation.ok();
        }
        String id = Util.fixNull(value).strip();
        String server = Util.fixNull(serverUrl).strip();
        if (id.isEmpty()) {
            return FormValidation.error(Wording.of("account.credential-missing"));
        }
        boolean there =
                AccountCredentials.choice(FormAccess.owner(item), server).has(id);
        String code = server.isEmpty() ? "account.credential-not-here" : "account.credential-not-here-token";
        return there ? FormValidation.ok() : FormValidation.error(Wording.of(code, id));
    }

    /**
     * Checks an API server's address.
     *
     * @param item the folder, or {@code null}
     * @param value the address; empty when the credential is a kubeconfig
     * @return an error for what is no address, a warning for one without TLS
     */
    @POST
    public FormValidation doCheckServerUrl(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.serverUrl(value) : FormValidation.ok();
    }

    /**
     * Checks the certificates of an authority.
     *
     * @param item the folder, or {@code null}
     * @param value certificates in PEM, or nothing
     * @param serverUrl without one the certificates have no effect, which is a warning
     * @return an error when there is no certificate in the text
     */
    @POST
    public FormValidation doCheckCaCertificate(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String serverUrl) {
        return FormAccess.maySee(item) ? FieldChecks.certificates(value, serverUrl) : FormValidation.ok();
    }

    /**
     * Checks the default namespace.
     *
     * @param item the folder, or {@code null}
     * @param value a namespace, or nothing
     * @return an error for what can't be a namespace
     */
    @POST
    public FormValidation doCheckDefaultNamespace(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.namespaces(value) : FormValidation.ok();
    }

    /**
     * Checks the namespaces that may be written to.
     *
     * @param item the folder, or {@code null}
     * @param value namespaces, separated by commas
     * @return an error for what can't be a namespace
     */
    @POST
    public FormValidation doCheckNamespaces(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.namespaces(value) : FormValidation.ok();
    }

    /**
     * Checks the namespaces that may not be written to.
     *
     * @param item the folder, or {@code null}
     * @param value namespaces, separated by commas
     * @return an error for what can't be a namespace
     */
    @POST
    public FormValidation doCheckOmitNamespaces(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.namespaces(value) : FormValidation.ok();
    }

    /**
     * Checks the kinds that may be written.
     *
     * @param item the folder, or {@code null}
     * @param value kinds, separated by commas
     * @return a warning for kinds that are not Kubernetes' own, with the nearest one that is
     */
    @POST
    public FormValidation doCheckKinds(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.kinds(value) : FormValidation.ok();
    }

    /**
     * Checks the kinds that may not be written.
     *
     * @param item the folder, or {@code null}
     * @param value kinds, separated by commas
     * @return a warning for kinds that are not Kubernetes' own, with the nearest one that is
     */
    @POST
    public FormValidation doCheckOmitKinds(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.kinds(value) : FormValidation.ok();
    }

    /**
     * Connects with what the form says, and tells the server's version, whom it takes the credential for, and what that
     * may do.
     *
     * @param item the folder, whose configurers may do this with the credentials of the folder; or {@code null}, for
     *     administrators
     * @param name see {@link Account#getName()}
     * @param credentialsId see {@link KubernetesAccount#getCredentialsId()}
     * @param context see {@link KubernetesAccount#getContext()}
     * @param serverUrl see {@link KubernetesAccount#getServerUrl()}
     * @param caCertificate see {@link KubernetesAccount#getCaCertificate()}
     * @param defaultNamespace see {@link KubernetesAccount#getDefaultNamespace()}
     * @return what it found, or why it can't connect
     */
    @POST
    public FormValidation doTestConnection(
            @AncestorInPath Item item,
            @QueryParameter String name,
            @QueryParameter String credentialsId,
            @QueryParameter String context,
            @QueryParameter String serverUrl,
            @QueryParameter String caCertificate,
            @QueryParameter String defaultNamespace) {
        FormAccess.checkTest(item);
        KubernetesAccount account = new KubernetesAccount(name, credentialsId);
        account.setContext(context);
        account.setServerUrl(serverUrl);
        account.setCaCertificate(caCertificate);
        account.setDefaultNamespace(defaultNamespace);
        return ConnectionTest.of(account, FormAccess.owner(item));
    }
}
