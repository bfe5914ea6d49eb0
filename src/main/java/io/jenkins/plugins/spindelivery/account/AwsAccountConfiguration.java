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
 * An AWS account: an access key, or the role that the controller has anyway; perhaps a role to assume with it; and the
 * regions that may be used.
 */
public final class AwsAccountConfiguration extends Account {
    /** The {@link #provider()} of all of them. */
    public static final String PROVIDER = "aws";

    private String credentialsId = "";
    private String roleArn = "";
    private String externalId = "";
    private String regions = "";
    private String endpointUrl = "";

    /**
     * An account by the controller's own role, in any region.
     *
     * @param name what steps call it
     */
    @DataBoundConstructor
    public AwsAccountConfiguration(String name) {
        super(name);
    }

    /**
     * An account as one of AWS.
     *
     * @param found the account
     * @return the same
     * @throws ProblemException when it is one of another provider
     */
    public static AwsAccountConfiguration of(Accounts.Found found) {
        if (found.account() instanceof AwsAccountConfiguration account) {
            return account;
        }
        Account other = found.account();
        throw new ProblemException(
                Category.INPUT, Problem.of("account.not-aws", "", other.getName(), other.provider()));
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    /**
     * The credential: an access key.
     *
     * @return its id; empty for the role, the environment or the profile of the controller
     */
    @NonNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /**
     * Chooses an access key.
     *
     * @param credentialsId the credential's id; empty or {@code null} for what the controller has itself, which only an
     *     account of Jenkins can use
     */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = trimmed(credentialsId);
    }

    /**
     * The role to assume.
     *
     * @return its ARN; empty for none
     */
    @NonNull
    public String getRoleArn() {
        return roleArn;
    }

    /**
     * Chooses a role to assume.
     *
     * @param roleArn its ARN; empty or {@code null} for none
     */
    @DataBoundSetter
    public void setRoleArn(String roleArn) {
        this.roleArn = trimmed(roleArn);
    }

    /**
     * What the role's owner asks for when it is assumed; no secret, as AWS says.
     *
     * @return the external id; empty for none
     */
    @NonNull
    public String getExternalId() {
        return externalId;
    }

    /**
     * Sets what the role's owner asks for when it is assumed.
     *
     * @param externalId the external id; empty or {@code null} for none
     */
    @DataBoundSetter
    public void setExternalId(String externalId) {
        this.externalId = trimmed(externalId);
    }

    /**
     * The only regions that may be used, the usual one first.
     *
     * @return such as {@code eu-central-1, eu-west-1}; empty for all
     */
    @NonNull
    public String getRegions() {
        return regions;
    }

    /**
     * Limits the account to regions.
     *
     * @param regions their names, separated by commas or line breaks, the usual one first; empty or {@code null} for all
     */
    @DataBoundSetter
    public void setRegions(String regions) {
        this.regions = Names.tidy(regions);
    }

    /**
     * What answers in place of AWS.
     *
     * @return a URL for all services; empty for AWS itself
     */
    @NonNull
    public String getEndpointUrl() {
        return endpointUrl;
    }

    /**
     * Sets what answers in place of AWS, such as a private endpoint or an emulator.
     *
     * @param endpointUrl {@code https://host:port} for all services; empty or {@code null} for AWS itself
     */
    @DataBoundSetter
    public void setEndpointUrl(String endpointUrl) {
        this.endpointUrl = trimmed(endpointUrl);
    }

    /**
     * The regions as a list.
     *
     * @return the usual one first; empty when all may be used
     */
    public List<String> regionNames() {
        return Names.in(regions);
    }

    @Override
    protected Object readResolve() {
        super.readResolve();
        setCredentialsId(credentialsId);
        setRoleArn(roleArn);
        setExternalId(externalId);
        setRegions(regions);
        setEndpointUrl(endpointUrl);
        return this;
    }

    private static String trimmed(String text) {
        return Util.fixNull(text).strip();
    }

    /** The form's checks and lists are {@link AwsAccountDescriptor}'s. */
    @Extension
    @Symbol(PROVIDER)
    public static final class DescriptorImpl extends AwsAccountDescriptor {}
}
