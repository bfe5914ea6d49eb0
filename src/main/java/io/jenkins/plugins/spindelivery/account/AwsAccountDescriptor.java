package io.jenkins.plugins.spindelivery.account;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegions;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/**
 * The form of an AWS account: its lists, checks and the button that tries it. The folder that is configured comes from the
 * request's path; without one it is about all of Jenkins.
 */
public abstract class AwsAccountDescriptor extends AccountDescriptor {

    @Override
    @NonNull
    public String getDisplayName() {
        return Wording.of("account.aws-display-name");
    }

    private static CredentialChoice choice(Item item, String regions, String endpointUrl) {
        AwsAccountConfiguration account = new AwsAccountConfiguration("");
        account.setRegions(regions);
        account.setEndpointUrl(endpointUrl);
        return AwsAccountCredentials.choice(FormAccess.owner(item), account);
    }

    /**
     * The credentials to choose from: those that the folder or Jenkins has, of a fitting type and domain.
     *
     * @param item the folder, or {@code null}
     * @param credentialsId the present choice
     * @param regions decide about domains
     * @param endpointUrl decides about domains
     * @return only the present choice for those who may not know what credentials there are
     */
    @POST
    public ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item,
            @QueryParameter String credentialsId,
            @QueryParameter String regions,
            @QueryParameter String endpointUrl) {
        return choice(item, regions, endpointUrl).items(FormAccess.mayListCredentials(item), credentialsId);
    }

    /**
     * Checks that a credential is there, without reading its secret, and that a folder's account names one.
     *
     * @param item the folder, or {@code null}
     * @param value the credential's id
     * @param regions as in {@link #doFillCredentialsIdItems}
     * @param endpointUrl as in {@link #doFillCredentialsIdItems}
     * @return nothing to those who may not know what credentials there are
     */
    @POST
    public FormValidation doCheckCredentialsId(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String regions,
            @QueryParameter String endpointUrl) {
        if (!FormAccess.mayListCredentials(item)) {
            return FormValidation.ok();
        }
        String id = Util.fixNull(value).strip();
        if (id.isEmpty()) {
            return item == null
                    ? FormValidation.ok(Wording.of("account.aws-own-role"))
                    : FormValidation.error(Wording.of("account.aws-credential-missing"));
        }
        boolean there = choice(item, regions, endpointUrl).has(id);
        return there ? FormValidation.ok() : FormValidation.error(Wording.of("account.aws-credential-not-here", id));
    }

    /**
     * Checks the role to assume.
     *
     * @param item the folder, or {@code null}
     * @param value an ARN, or nothing
     * @return an error for what is no role's ARN
     */
    @POST
    public FormValidation doCheckRoleArn(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? AwsFieldChecks.roleArn(value) : FormValidation.ok();
    }

    /**
     * Checks what the role's owner asks for.
     *
     * @param item the folder, or {@code null}
     * @param value the external id, or nothing
     * @param roleArn without one the external id has no effect, which is a warning
     * @return an error for what can't be an external id
     */
    @POST
    public FormValidation doCheckExternalId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String roleArn) {
        return FormAccess.maySee(item) ? AwsFieldChecks.externalId(value, roleArn) : FormValidation.ok();
    }

    /**
     * Checks the regions.
     *
     * @param item the folder, or {@code null}
     * @param value regions, separated by commas
     * @return an error for what can't be a region, a warning for one that is unknown
     */
    @POST
    public FormValidation doCheckRegions(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? AwsFieldChecks.regions(value) : FormValidation.ok();
    }

    /**
     * The regions that there are, while one is typed. They are no secret.
     *
     * @param value the region's beginning
     * @return the regions that contain it
     */
    @GET
    public AutoCompletionCandidates doAutoCompleteRegions(@QueryParameter String value) {
        AutoCompletionCandidates candidates = new AutoCompletionCandidates();
        String typed = Util.fixNull(value).strip();
        AwsRegions.known().stream().filter(region -> region.contains(typed)).forEach(candidates::add);
        return candidates;
    }

    /**
     * Checks what answers in place of AWS.
     *
     * @param item the folder, or {@code null}
     * @param value an address, or nothing
     * @return an error for what is no address, a warning for one without TLS
     */
    @POST
    public FormValidation doCheckEndpointUrl(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? AwsFieldChecks.endpointUrl(value) : FormValidation.ok();
    }

    /**
     * Connects with what the form says, and tells which account it is, whom AWS takes the credential for, and which of
     * the regions can be used.
     *
     * @param item the folder, whose configurers may do this with the credentials of the folder; or {@code null}, for
     *     administrators
     * @param name see {@link Account#getName()}
     * @param credentialsId see {@link AwsAccountConfiguration#getCredentialsId()}
     * @param roleArn see {@link AwsAccountConfiguration#getRoleArn()}
     * @param externalId see {@link AwsAccountConfiguration#getExternalId()}
     * @param regions see {@link AwsAccountConfiguration#getRegions()}
     * @param endpointUrl see {@link AwsAccountConfiguration#getEndpointUrl()}
     * @return what it found, or why it can't connect
     */
    @POST
    public FormValidation doTestConnection(
            @AncestorInPath Item item,
            @QueryParameter String name,
            @QueryParameter String credentialsId,
            @QueryParameter String roleArn,
            @QueryParameter String externalId,
            @QueryParameter String regions,
            @QueryParameter String endpointUrl) {
        FormAccess.checkTest(item);
        AwsAccountConfiguration account = new AwsAccountConfiguration(name);
        account.setCredentialsId(credentialsId);
        account.setRoleArn(roleArn);
        account.setExternalId(externalId);
        account.setRegions(regions);
        account.setEndpointUrl(endpointUrl);
        return AwsConnectionTest.of(account, FormAccess.owner(item));
    }
}
