package io.jenkins.plugins.spindelivery.notify;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import io.jenkins.plugins.spindelivery.engine.notify.Address;
import io.jenkins.plugins.spindelivery.engine.notify.Format;
import io.jenkins.plugins.spindelivery.engine.notify.Message;
import io.jenkins.plugins.spindelivery.engine.notify.OwnTemplate;
import io.jenkins.plugins.spindelivery.engine.notify.Templates;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Tells a chat service or a receiver of events, by a POST request to an address of its own. */
public final class WebhookNotifier extends Notifier {
    private final String format;
    private String url = "";
    private String urlCredentialsId = "";
    private String secretCredentialsId = "";
    private String headers = "";
    private String template = "";

    /**
     * A notifier.
     *
     * @param format the id of a {@link Format}, such as {@code slack}
     */
    @DataBoundConstructor
    public WebhookNotifier(String format) {
        this.format = Util.fixNull(format).strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The form of the messages.
     *
     * @return {@code slack}, {@code teams}, {@code dingtalk}, {@code wecom}, {@code feishu}, {@code cdevents} or
     *     {@code json}
     */
    @NonNull
    public String getFormat() {
        return format;
    }

    /**
     * The address, where it is no secret.
     *
     * @return a URL; empty when a credential holds it
     */
    @NonNull
    public String getUrl() {
        return Util.fixNull(url);
    }

    /**
     * Sets an address that is no secret.
     *
     * @param url of {@code http} or {@code https}; empty when a credential holds it
     */
    @DataBoundSetter
    public void setUrl(String url) {
        this.url = Util.fixNull(url).strip();
    }

    /**
     * The address, where it is secret.
     *
     * @return the id of a secret text that is a URL; empty when there is none
     */
    @NonNull
    public String getUrlCredentialsId() {
        return Util.fixNull(urlCredentialsId);
    }

    /**
     * Names the credential with the address.
     *
     * @param urlCredentialsId the id of a secret text that is a URL
     */
    @DataBoundSetter
    public void setUrlCredentialsId(String urlCredentialsId) {
        this.urlCredentialsId = Util.fixNull(urlCredentialsId).strip();
    }

    /**
     * The credential that shows who sends.
     *
     * @return the id of a secret text: the signing secret of DingTalk and Feishu; for {@code json} and {@code cdevents} it
     *     is sent as bearer token; empty for none
     */
    @NonNull
    public String getSecretCredentialsId() {
        return Util.fixNull(secretCredentialsId);
    }

    /**
     * Names the credential that shows who sends.
     *
     * @param secretCredentialsId the id of a secret text
     */
    @DataBoundSetter
    public void setSecretCredentialsId(String secretCredentialsId) {
        this.secretCredentialsId = Util.fixNull(secretCredentialsId).strip();
    }

    /**
     * Further headers of the request.
     *
     * @return lines such as {@code X-Team: shop}; nothing secret
     */
    @NonNull
    public String getHeaders() {
        return Util.fixNull(headers);
    }

    /**
     * Adds headers to the request.
     *
     * @param headers lines such as {@code X-Team: shop}; nothing secret
     */
    @DataBoundSetter
    public void setHeaders(String headers) {
        this.headers = Util.fixNull(headers).strip();
    }

    /**
     * The body of the format {@code json}.
     *
     * @return JSON with expressions in its texts; empty in other formats
     */
    @NonNull
    public String getTemplate() {
        return Util.fixNull(template);
    }

    /**
     * Sets the body of the format {@code json}.
     *
     * @param template JSON with expressions in its texts
     */
    @DataBoundSetter
    public void setTemplate(String template) {
        this.template = Util.fixNull(template).strip();
    }

    @Override
    public String label() {
        String kind = Problem.of("notify.format-" + format, "").message(Locale.getDefault());
        return getName().isEmpty() ? kind : kind + " (" + getName() + ")";
    }

    @Override
    Optional<Problem> fault() {
        Optional<Format> known = Format.named(format);
        if (known.isEmpty()) {
            return Optional.of(Problem.of("notify.format-unknown", "", format));
        }
        return addressFault()
                .or(() -> fault(() -> Headers.read(getHeaders())))
                .or(() -> templateFault(known.get()))
                .or(() -> secretFault(known.get()))
                .or(super::fault);
    }

    private Optional<Problem> addressFault() {
        if (getUrl().isEmpty() == getUrlCredentialsId().isEmpty()) {
            return Optional.of(Problem.of("notify.address-one", ""));
        }
        return getUrl().isEmpty() ? Optional.empty() : fault(() -> Address.of(getUrl()));
    }

    private Optional<Problem> templateFault(Format known) {
        if (known == Format.JSON) {
            return fault(() -> OwnTemplate.read(getTemplate()));
        }
        return getTemplate().isEmpty() ? Optional.empty() : Optional.of(Problem.of("notify.template-unused", ""));
    }

    private Optional<Problem> secretFault(Format known) {
        boolean used = known != Format.SLACK && known != Format.TEAMS && known != Format.WECOM;
        return used || getSecretCredentialsId().isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.of("notify.secret-unused", "", label()));
    }

    private static Optional<Problem> fault(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e.problems().get(0));
        }
    }

    @Override
    Letter letter(Message message, MessageScope scope, Item owner) {
        Format known = Format.named(format).orElseThrow();
        JsonNode body = known == Format.JSON
                ? OwnTemplate.read(getTemplate()).body(scope.expressions(message), warning -> {})
                : Templates.body(known, message, Locale.getDefault());
        Map<String, String> extra = Headers.read(getHeaders());
        Letter.Webhook webhook = new Letter.Webhook(
                format, getUrl(), getUrlCredentialsId(), getSecretCredentialsId(), extra, scope.mask(body));
        String title = scope.mask(message.title(Locale.getDefault()));
        String job = owner == null ? "" : owner.getFullName();
        long millis = message.time().toEpochMilli();
        return new Letter(Letter.VERSION, message.id(), "", 0, label(), title, millis, job, webhook, null);
    }

    /** Describes the notifier. */
    @Extension
    @Symbol("webhookNotifier")
    public static final class DescriptorImpl extends WebhookNotifierDescriptor {}
}
