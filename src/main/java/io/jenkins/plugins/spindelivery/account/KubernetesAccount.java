package io.jenkins.plugins.spindelivery.account;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A Kubernetes cluster, a credential for it, and what may be written there. The credential is a kubeconfig; or, when the
 * server's URL is given here, a token.
 */
public final class KubernetesAccount extends Account {
    /** The {@link #provider()} of all of them. */
    public static final String PROVIDER = "kubernetes";

    private String credentialsId;
    private String context = "";
    private String serverUrl = "";
    private String caCertificate = "";
    private String defaultNamespace = "";
    private String namespaces = "";
    private String omitNamespaces = "";
    private String kinds = "";
    private String omitKinds = "";

    /**
     * An account for the current context of a kubeconfig.
     *
     * @param name what steps call it
     * @param credentialsId the id of a kubeconfig's credential; or of a token's, with {@link #setServerUrl}
     */
    @DataBoundConstructor
    public KubernetesAccount(String name, String credentialsId) {
        super(name);
        this.credentialsId = trimmed(credentialsId);
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    /**
     * An account as one of Kubernetes.
     *
     * @param found the account
     * @return the same
     * @throws ProblemException when it is one of another provider
     */
    public static KubernetesAccount of(Accounts.Found found) {
        if (found.account() instanceof KubernetesAccount account) {
            return account;
        }
        Account other = found.account();
        throw new ProblemException(
                Category.INPUT, Problem.of("account.not-kubernetes", "", other.getName(), other.provider()));
    }

    /**
     * The credential.
     *
     * @return its id
     */
    @NonNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /**
     * Which context of the kubeconfig is meant.
     *
     * @return its name; empty for the current one
     */
    @NonNull
    public String getContext() {
        return context;
    }

    /**
     * Chooses a context.
     *
     * @param context its name; empty or {@code null} for the kubeconfig's current one
     */
    @DataBoundSetter
    public void setContext(String context) {
        this.context = trimmed(context);
    }

    /**
     * The API server's address, when the credential is a token.
     *
     * @return the URL; empty when the credential is a kubeconfig
     */
    @NonNull
    public String getServerUrl() {
        return serverUrl;
    }

    /**
     * Gives the API server's address, and makes the credential a token.
     *
     * @param serverUrl {@code https://host:port}; empty or {@code null} for that of the kubeconfig
     */
    @DataBoundSetter
    public void setServerUrl(String serverUrl) {
        this.serverUrl = trimmed(serverUrl);
    }

    /**
     * Who has to have signed the server's certificate, when the server's URL is given.
     *
     * @return certificates in PEM; empty for those that Java trusts
     */
    @NonNull
    public String getCaCertificate() {
        return caCertificate;
    }

    /**
     * Sets the authority of the server's certificate.
     *
     * @param caCertificate certificates in PEM, which are public; empty or {@code null} for those that Java trusts
     */
    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = trimmed(caCertificate);
    }

    /**
     * The namespace for manifests that name none.
     *
     * @return its name; empty for the kubeconfig's, or {@code default}
     */
    @NonNull
    public String getDefaultNamespace() {
        return defaultNamespace;
    }

    /**
     * Sets the namespace for manifests that name none.
     *
     * @param defaultNamespace its name; empty or {@code null} for the kubeconfig's, or {@code default}
     */
    @DataBoundSetter
    public void setDefaultNamespace(String defaultNamespace) {
        this.defaultNamespace = trimmed(defaultNamespace);
    }

    /**
     * The only namespaces that may be written to.
     *
     * @return their names, separated by commas; empty for all
     */
    @NonNull
    public String getNamespaces() {
        return namespaces;
    }

    /**
     * Limits writing to namespaces.
     *
     * @param namespaces their names, separated by commas or line breaks; empty or {@code null} for all
     */
    @DataBoundSetter
    public void setNamespaces(String namespaces) {
        this.namespaces = Names.tidy(namespaces);
    }

    /**
     * The namespaces that may not be written to.
     *
     * @return their names, separated by commas; empty for none
     */
    @NonNull
    public String getOmitNamespaces() {
        return omitNamespaces;
    }

    /**
     * Forbids writing to namespaces.
     *
     * @param omitNamespaces their names, separated by commas or line breaks; empty or {@code null} for none
     */
    @DataBoundSetter
    public void setOmitNamespaces(String omitNamespaces) {
        this.omitNamespaces = Names.tidy(omitNamespaces);
    }

    /**
     * The only kinds that may be written.
     *
     * @return kinds as people write them, separated by commas; empty for all
     */
    @NonNull
    public String getKinds() {
        return kinds;
    }

    /**
     * Limits writing to kinds.
     *
     * @param kinds such as {@code Deployment, cm, database.example.com}, separated by commas or line breaks; empty or
     *     {@code null} for all
     */
    @DataBoundSetter
    public void setKinds(String kinds) {
        this.kinds = Names.tidy(kinds);
    }

    /**
     * The kinds that may not be written.
     *
     * @return kinds as people write them, separated by commas; empty for none
     */
    @NonNull
    public String getOmitKinds() {
        return omitKinds;
    }

    /**
     * Forbids writing kinds.
     *
     * @param omitKinds as for {@link #setKinds}; empty or {@code null} for none
     */
    @DataBoundSetter
    public void setOmitKinds(String omitKinds) {
        this.omitKinds = Names.tidy(omitKinds);
    }

    /**
     * Whether the credential is a token for the server at {@link #getServerUrl()}, and no kubeconfig.
     *
     * @return whether a server's URL is given
     */
    public boolean hasServerUrl() {
        return !serverUrl.isEmpty();
    }

    List<String> namespaceNames() {
        return Names.in(namespaces);
    }

    List<String> omittedNamespaceNames() {
        return Names.in(omitNamespaces);
    }

    List<String> kindNames() {
        return Names.in(kinds);
    }

    List<String> omittedKindNames() {
        return Names.in(omitKinds);
    }

    @Override
    protected Object readResolve() {
        super.readResolve();
        credentialsId = trimmed(credentialsId);
        setContext(context);
        setServerUrl(serverUrl);
        setCaCertificate(caCertificate);
        setDefaultNamespace(defaultNamespace);
        setNamespaces(namespaces);
        setOmitNamespaces(omitNamespaces);
        setKinds(kinds);
        setOmitKinds(omitKinds);
        return this;
    }

    private static String trimmed(String text) {
        return Util.fixNull(text).strip();
    }

    /** The form's checks and lists are {@link KubernetesAccountDescriptor}'s. */
    @Extension
    @Symbol(PROVIDER)
    public static final class DescriptorImpl extends KubernetesAccountDescriptor {}
}
