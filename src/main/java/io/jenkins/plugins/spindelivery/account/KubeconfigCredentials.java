package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import hudson.util.Secret;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A kubeconfig as a credential. It may hold tokens and client certificates; programs and file paths are refused. */
public class KubeconfigCredentials extends BaseStandardCredentials {
    private static final long serialVersionUID = 1L;

    private final Secret content;

    /**
     * A kubeconfig.
     *
     * @param scope where it is visible
     * @param id its id; empty or {@code null} for a random one
     * @param description for people
     * @param content the kubeconfig in YAML or JSON
     */
    @DataBoundConstructor
    public KubeconfigCredentials(
            @CheckForNull CredentialsScope scope,
            @CheckForNull String id,
            @CheckForNull String description,
            @CheckForNull Secret content) {
        super(scope, id, description);
        this.content = content;
    }

    /**
     * The kubeconfig.
     *
     * @return encrypted; an empty one when none was given
     */
    @NonNull
    public Secret getContent() {
        return content == null ? Secret.fromString("") : content;
    }

    /** Describes the type of credential to Jenkins. */
    @Extension
    @Symbol("kubeconfig")
    public static class DescriptorImpl extends BaseStandardCredentialsDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Wording.of("account.kubeconfig-display-name");
        }

        @Override
        public String getIconClassName() {
            return "symbol-document-lock-outline plugin-ionicons-api";
        }

        /**
         * Reads a kubeconfig and lists its contexts, or says what is wrong with it.
         *
         * @param context where the credential is going to be kept
         * @param content the kubeconfig, or its encrypted form as the page has it
         * @return nothing to those who may keep no credentials here
         */
        @POST
        public FormValidation doCheckContent(@AncestorInPath AccessControlled context, @QueryParameter String content) {
            AccessControlled place = context == null ? Jenkins.get() : context;
            if (!place.hasPermission(CredentialsProvider.CREATE) && !place.hasPermission(CredentialsProvider.UPDATE)) {
                return FormValidation.ok();
            }
            return KubeconfigCheck.of(Secret.fromString(content).getPlainText());
        }
    }
}
