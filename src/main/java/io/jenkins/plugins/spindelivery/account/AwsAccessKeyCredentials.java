package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import hudson.util.Secret;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** An access key of AWS as a credential, for a Jenkins without the plugin AWS Credentials. */
public class AwsAccessKeyCredentials extends BaseStandardCredentials implements AwsCredentialsProvider {
    private static final long serialVersionUID = 1L;

    private final String accessKeyId;
    private final Secret secretKey;
    private Secret sessionToken;

    /**
     * An access key.
     *
     * @param scope where it is visible
     * @param id its id in Jenkins; empty or {@code null} for a random one
     * @param description for people
     * @param accessKeyId the key's id in AWS, which is not secret
     * @param secretKey what requests are signed with
     */
    @DataBoundConstructor
    public AwsAccessKeyCredentials(
            @CheckForNull CredentialsScope scope,
            @CheckForNull String id,
            @CheckForNull String description,
            @CheckForNull String accessKeyId,
            @CheckForNull Secret secretKey) {
        super(scope, id, description);
        this.accessKeyId = Util.fixNull(accessKeyId).strip();
        this.secretKey = secretKey;
    }

    /**
     * The key's id in AWS.
     *
     * @return such as {@code AKIA…}; not secret
     */
    @NonNull
    public String getAccessKeyId() {
        return Util.fixNull(accessKeyId);
    }

    /**
     * What requests are signed with.
     *
     * @return encrypted; an empty one when none was given
     */
    @NonNull
    public Secret getSecretKey() {
        return secretKey == null ? Secret.fromString("") : secretKey;
    }

    /**
     * What belongs to a key that lasts some hours.
     *
     * @return encrypted; {@code null} for a key that lasts
     */
    @CheckForNull
    public Secret getSessionToken() {
        return sessionToken;
    }

    /**
     * Makes it a key that lasts some hours.
     *
     * @param sessionToken what came with the key; empty or {@code null} for none
     */
    @DataBoundSetter
    public void setSessionToken(@CheckForNull Secret sessionToken) {
        this.sessionToken = Secret.toString(sessionToken).isBlank() ? null : sessionToken;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        String secret = getSecretKey().getPlainText().strip();
        return sessionToken == null
                ? AwsBasicCredentials.create(getAccessKeyId(), secret)
                : AwsSessionCredentials.create(
                        getAccessKeyId(), secret, sessionToken.getPlainText().strip());
    }

    /** Describes the type of credential to Jenkins. */
    @Extension
    @Symbol("awsAccessKey")
    public static class DescriptorImpl extends BaseStandardCredentialsDescriptor {
        /** IAM: 16 to 128 letters, digits and underscores. */
        private static final Pattern KEY_ID = Pattern.compile("\\w{16,128}");

        @Override
        @NonNull
        public String getDisplayName() {
            return Wording.of("account.aws-key-display-name");
        }

        @Override
        public String getIconClassName() {
            return "symbol-key-outline plugin-ionicons-api";
        }

        /**
         * Checks the id of a key.
         *
         * @param context where the credential is going to be kept
         * @param value the id
         * @return an error for what can't be one; nothing to those who may keep no credentials here
         */
        @POST
        public FormValidation doCheckAccessKeyId(
                @AncestorInPath AccessControlled context, @QueryParameter String value) {
            return !mayKeep(context)
                            || KEY_ID.matcher(Util.fixNull(value).strip()).matches()
                    ? FormValidation.ok()
                    : FormValidation.error(Wording.of("account.aws-key-id-bad"));
        }

        /**
         * Checks that there is a secret.
         *
         * @param context where the credential is going to be kept
         * @param value the secret, or its encrypted form as the page has it
         * @return an error when there is none; nothing to those who may keep no credentials here
         */
        @POST
        public FormValidation doCheckSecretKey(@AncestorInPath AccessControlled context, @QueryParameter String value) {
            boolean none = Secret.fromString(value).getPlainText().isBlank();
            return mayKeep(context) && none
                    ? FormValidation.error(Wording.of("account.aws-secret-missing"))
                    : FormValidation.ok();
        }

        private static boolean mayKeep(AccessControlled context) {
            AccessControlled place = context == null ? Jenkins.get() : context;
            return place.hasPermission(CredentialsProvider.CREATE) || place.hasPermission(CredentialsProvider.UPDATE);
        }
    }
}
