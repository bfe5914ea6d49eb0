package io.jenkins.plugins.spindelivery.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.trigger.Constraints;
import io.jenkins.plugins.spindelivery.engine.trigger.DeliveryId;
import io.jenkins.plugins.spindelivery.engine.trigger.Event;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Any JSON that is delivered, held to constraints on its payload. */
public final class WebhookTrigger extends DeliveredTrigger {
    /** The body is signed, as GitHub does. */
    public static final String HMAC = "hmac-sha256";
    /** The secret itself is sent. */
    public static final String TOKEN = "token";

    private static final int MAX_MINUTES = 24 * 60;

    private String mode = HMAC;
    private String header = "";
    private String constraints = "";
    private int rememberMinutes = 5;

    /**
     * A trigger that starts its job for every payload.
     *
     * @param path see {@link #getPath()}
     * @param credentialsId see {@link #getCredentialsId()}
     */
    @DataBoundConstructor
    public WebhookTrigger(String path, String credentialsId) {
        super(path, credentialsId);
    }

    /**
     * How deliveries prove that they know the secret.
     *
     * @return {@link #HMAC} or {@link #TOKEN}
     */
    @NonNull
    public String getMode() {
        return TOKEN.equals(mode) ? TOKEN : HMAC;
    }

    /**
     * Sets how deliveries are signed.
     *
     * @param mode {@link #HMAC} or {@link #TOKEN}
     */
    @DataBoundSetter
    public void setMode(String mode) {
        this.mode = mode;
    }

    /**
     * The header with the signature or token.
     *
     * @return empty for {@code X-Hub-Signature-256} or {@code Authorization}
     */
    @NonNull
    public String getHeader() {
        return Util.fixNull(header);
    }

    /**
     * Sets the header.
     *
     * @param header its name; empty or {@code null} for the usual one
     */
    @DataBoundSetter
    public void setHeader(String header) {
        this.header = Util.fixNull(header).strip();
    }

    /**
     * What payloads have to be like.
     *
     * @return lines {@code KEY=regular expression}
     */
    @NonNull
    public String getConstraints() {
        return Util.fixNull(constraints);
    }

    /**
     * Sets what payloads have to be like.
     *
     * @param constraints a line for each: a field or JSONPath, {@code =}, and a regular expression that is found there
     */
    @DataBoundSetter
    public void setConstraints(String constraints) {
        this.constraints = Util.fixNull(constraints).strip();
    }

    /**
     * For how long the same content does nothing when the sender gives deliveries no ids.
     *
     * @return minutes
     */
    public int getRememberMinutes() {
        return rememberMinutes;
    }

    /**
     * Sets for how long the same content does nothing.
     *
     * @param rememberMinutes 0 to 1,440
     */
    @DataBoundSetter
    public void setRememberMinutes(int rememberMinutes) {
        this.rememberMinutes = Math.max(0, Math.min(MAX_MINUTES, rememberMinutes));
    }

    @Override
    long rememberMillis() {
        return rememberMinutes * 60_000L;
    }

    @Override
    Signing signing() {
        boolean hmac = getMode().equals(HMAC);
        String usual = hmac ? "X-Hub-Signature-256" : "Authorization";
        return new Signing(hmac, getHeader().isEmpty() ? usual : getHeader(), hmac ? "sha256=" : "Bearer ");
    }

    @Override
    List<Event> events(Delivery delivery, ObjectNode payload, DeliveryId id) {
        return List.of(Event.webhook(getPath(), id, delivery.millis(), payload));
    }

    @Override
    Optional<Problem> mismatch(Event event) {
        return constraints(getConstraints()).mismatch(event.payload());
    }

    private static Constraints constraints(String text) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        KeyedLines.map("constraints", text).forEach(tree::put);
        return Constraints.of(tree);
    }

    /** The form. */
    @Extension
    @Symbol("spinWebhookTrigger")
    public static final class DescriptorImpl extends DeliveredTriggerDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("trigger.webhook-display-name");
        }

        /**
         * How deliveries may be signed.
         *
         * @return the two ways
         */
        @POST
        public ListBoxModel doFillModeItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Words.of("trigger.mode-hmac"), HMAC);
            items.add(Words.of("trigger.mode-token"), TOKEN);
            return items;
        }

        /**
         * Checks constraints.
         *
         * @param item the job
         * @param value the lines
         * @return an error for what can't be used; nothing to those who may not see the configuration
         */
        @POST
        public FormValidation doCheckConstraints(@AncestorInPath Item item, @QueryParameter String value) {
            if (!FormAccess.maySee(item)) {
                return FormValidation.ok();
            }
            try {
                constraints(Util.fixNull(value));
                return FormValidation.ok();
            } catch (ProblemException e) {
                return errors(e);
            }
        }

        /**
         * Checks a header's name.
         *
         * @param item the job
         * @param value the name, or nothing
         * @return an error for what is no name of a header; nothing to those who may not see the configuration
         */
        @POST
        public FormValidation doCheckHeader(@AncestorInPath Item item, @QueryParameter String value) {
            String name = Util.fixNull(value).strip();
            return !FormAccess.maySee(item) || name.matches("[A-Za-z0-9-]{0,60}")
                    ? FormValidation.ok()
                    : FormValidation.error(Words.of("trigger.header-malformed", name));
        }

        /**
         * Checks for how long the same content does nothing.
         *
         * @param item the job
         * @param value minutes
         * @return an error for anything but 0 to 1,440; nothing to those who may not see the configuration
         */
        @POST
        public FormValidation doCheckRememberMinutes(@AncestorInPath Item item, @QueryParameter String value) {
            String minutes = Util.fixNull(value).strip();
            return !FormAccess.maySee(item) || (minutes.matches("\\d{1,4}") && Integer.parseInt(minutes) <= MAX_MINUTES)
                    ? FormValidation.ok()
                    : FormValidation.error(Words.of("trigger.minutes", MAX_MINUTES));
        }
    }
}
