package io.jenkins.plugins.spindelivery.notify;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.CredentialChoice;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.account.Wording;
import io.jenkins.plugins.spindelivery.engine.notify.Address;
import io.jenkins.plugins.spindelivery.engine.notify.Format;
import io.jenkins.plugins.spindelivery.engine.notify.OwnTemplate;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a notifier that posts: its lists, its checks, and the button that sends a test. */
public abstract class WebhookNotifierDescriptor extends NotifierDescriptor {
    @Override
    @NonNull
    public String getDisplayName() {
        return Wording.of("notify.webhook-display-name");
    }

    /**
     * The formats.
     *
     * @return all of them
     */
    @POST
    public ListBoxModel doFillFormatItems() {
        ListBoxModel items = new ListBoxModel();
        for (Format format : Format.values()) {
            items.add(Wording.of("notify.format-" + format.id()), format.id());
        }
        return items;
    }

    /**
     * The credentials that may hold the address.
     *
     * @param item the job; {@code null} for all of Jenkins
     * @param urlCredentialsId the present choice
     * @return only the present choice for those who may not see the form
     */
    @POST
    public ListBoxModel doFillUrlCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String urlCredentialsId) {
        return WebhookSender.choice(item, "").items(FormAccess.maySee(item), urlCredentialsId);
    }

    /**
     * The credentials that may show who sends.
     *
     * @param item the job; {@code null} for all of Jenkins
     * @param secretCredentialsId the present choice
     * @param url decides about domains
     * @return only the present choice for those who may not see the form
     */
    @POST
    public ListBoxModel doFillSecretCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String secretCredentialsId, @QueryParameter String url) {
        return WebhookSender.choice(item, Util.fixNull(url).strip())
                .items(FormAccess.maySee(item), secretCredentialsId);
    }

    /**
     * Checks that the credential with the address is there.
     *
     * @param item the job; {@code null} for all of Jenkins
     * @param value the credential's id, or nothing
     * @param url the other place for an address
     * @return an error when it is not, or when there is none or two addresses
     */
    @POST
    public FormValidation doCheckUrlCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String url) {
        if (!FormAccess.maySee(item)) {
            return FormValidation.ok();
        } else if (Util.fixNull(value).isBlank() == Util.fixNull(url).isBlank()) {
            return FormValidation.error(Wording.of("notify.address-one"));
        }
        return there(item, value, "");
    }

    /**
     * Checks that the credential that shows who sends is there.
     *
     * @param item the job; {@code null} for all of Jenkins
     * @param value the credential's id, or nothing
     * @param url decides about domains
     * @return an error when it is not
     */
    @POST
    public FormValidation doCheckSecretCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String url) {
        return FormAccess.maySee(item) ? there(item, value, Util.fixNull(url).strip()) : FormValidation.ok();
    }

    private static FormValidation there(@CheckForNull Item item, String value, String url) {
        String id = Util.fixNull(value).strip();
        CredentialChoice choice = WebhookSender.choice(item, url);
        return id.isEmpty() || choice.has(id)
                ? FormValidation.ok()
                : FormValidation.error(Wording.of("notify.credential-missing", id));
    }

    /**
     * Checks an address that is no secret.
     *
     * @param item the job; {@code null} for all of Jenkins
     * @param value the address, or nothing
     * @return an error for what is none
     */
    @POST
    public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) && !Util.fixNull(value).isBlank()
                ? checked(() -> Address.of(value))
                : FormValidation.ok();
    }

    /**
     * Checks the further headers.
     *
     * @param item the job; {@code null} for all of Jenkins
     * @param value lines
     * @return an error for a line that is no header, or that is set otherwise
     */
    @POST
    public FormValidation doCheckHeaders(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? checked(() -> Headers.read(Util.fixNull(value))) : FormValidation.ok();
    }

    /**
     * Checks the body of the format {@code json}.
     *
     * @param item the job; {@code null} for all of Jenkins
     * @param value the template
     * @param format the chosen format
     * @return an error when it is needed and no JSON, or there and not used
     */
    @POST
    public FormValidation doCheckTemplate(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String format) {
        if (!FormAccess.maySee(item)) {
            return FormValidation.ok();
        } else if (Format.JSON.id().equals(format)) {
            return checked(() -> OwnTemplate.read(Util.fixNull(value)));
        }
        return Util.fixNull(value).isBlank()
                ? FormValidation.ok()
                : FormValidation.error(Wording.of("notify.template-unused"));
    }

    private static FormValidation checked(Runnable check) {
        try {
            check.run();
            return FormValidation.ok();
        } catch (ProblemException e) {
            return error(e.problems().get(0));
        }
    }

    /**
     * Sends a test, by those who may configure where the form stands.
     *
     * @param item the job; {@code null} for all of Jenkins
     * @param format see {@link WebhookNotifier#getFormat()}
     * @param url see {@link WebhookNotifier#getUrl()}
     * @param urlCredentialsId see {@link WebhookNotifier#getUrlCredentialsId()}
     * @param secretCredentialsId see {@link WebhookNotifier#getSecretCredentialsId()}
     * @param headers see {@link WebhookNotifier#getHeaders()}
     * @param template see {@link WebhookNotifier#getTemplate()}
     * @return that it was delivered, or why not
     */
    @POST
    public FormValidation doSendTest(
            @AncestorInPath Item item,
            @QueryParameter String format,
            @QueryParameter String url,
            @QueryParameter String urlCredentialsId,
            @QueryParameter String secretCredentialsId,
            @QueryParameter String headers,
            @QueryParameter String template) {
        checkTest(item);
        WebhookNotifier notifier = new WebhookNotifier(format);
        notifier.setUrl(url);
        notifier.setUrlCredentialsId(urlCredentialsId);
        notifier.setSecretCredentialsId(secretCredentialsId);
        notifier.setHeaders(headers);
        notifier.setTemplate(template);
        return notifier.fault().map(NotifierDescriptor::error).orElseGet(() -> test(notifier, item));
    }
}
