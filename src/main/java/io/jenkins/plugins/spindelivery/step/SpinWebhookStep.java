package io.jenkins.plugins.spindelivery.step;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.CredentialChoice;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.artifact.SafeUrl;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.trigger.JsonPaths;
import io.jenkins.plugins.spindelivery.engine.webhook.StatusUrl;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookCall;
import io.jenkins.plugins.spindelivery.engine.webhook.WebhookRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinWebhook}: calls a webhook, and waits for what it began. */
public final class SpinWebhookStep extends WebhookFields {
    /** What records call such a stage. */
    static final String TYPE = "webhook";

    private static final long serialVersionUID = 1L;

    /**
     * A call with all defaults.
     *
     * @param url where to
     */
    @DataBoundConstructor
    public SpinWebhookStep(String url) {
        super(url);
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** Tokens travel in queries, and expressions may bring them; so no more than what is fixed is told. */
    @Override
    public String subject() {
        return shown(getUrl().isEmpty() ? Util.fixNull(getStatusUrl()) : getUrl());
    }

    private static String shown(String url) {
        int expression = url.indexOf("${");
        int query = url.indexOf('?');
        if (expression < 0) {
            return SafeUrl.display(url);
        }
        return url.substring(0, query < 0 ? expression : Math.min(query, expression)) + "…";
    }

    @Override
    public Task begin(StageContext context) {
        StepInput input = new StepInput(context);
        WebhookRequest request = new WebhookInput(this, input).request();
        request.problems().forEach(input::refuse);
        input.check();
        new WebhookSenders().check(request, context.run());
        return new Task.Work<>(new WebhookCall(new WebhookSenders()), WebhookCall.start(request, context.operation()));
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends StageStepDescriptor {
        private static final List<String> METHODS = List.of("POST", "GET", "HEAD", "PUT", "PATCH", "DELETE");

        @Override
        public String getFunctionName() {
            return "spinWebhook";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.webhook-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[0];
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return arguments.get("url") instanceof String url ? shown(url) : "";
        }

        /** See {@link SpinWebhookStep#getMethod()}. */
        @POST
        public ListBoxModel doFillMethodItems() {
            ListBoxModel items = new ListBoxModel();
            METHODS.forEach(method -> items.add(method, method.equals("POST") ? "" : method));
            return items;
        }

        /** See {@link SpinWebhookStep#getCancelMethod()}. */
        @POST
        public ListBoxModel doFillCancelMethodItems() {
            return doFillMethodItems();
        }

        /** See {@link SpinWebhookStep#getStatusUrlResolution()}. */
        @POST
        public ListBoxModel doFillStatusUrlResolutionItems() {
            ListBoxModel items = new ListBoxModel();
            for (StatusUrl way : StatusUrl.values()) {
                String key =
                        "step.status-url-" + way.name().toLowerCase(Locale.ROOT).replace('_', '-');
                items.add(Words.of(key), way == StatusUrl.GET_METHOD ? "" : way.word());
            }
            return items;
        }

        /**
         * The credentials to choose from: those that the job may use.
         *
         * @param item the job, or {@code null}
         * @param credentialsId the present choice
         * @return only the present choice for those who may not know what credentials there are
         */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            StandardListBoxModel items = new StandardListBoxModel();
            if (FormAccess.maySee(item) || item != null && item.hasPermission(CredentialsProvider.USE_ITEM)) {
                items.includeEmptyValue()
                        .includeMatchingAs(
                                item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2,
                                item,
                                StandardCredentials.class,
                                List.of(),
                                CredentialChoice.tokens("").types());
            }
            return items.includeCurrentValue(Util.fixNull(credentialsId));
        }

        /** Checks {@link SpinWebhookStep#getUrl()}. */
        @POST
        public FormValidation doCheckUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return url(item, value);
        }

        /** Checks {@link SpinWebhookStep#getStatusUrl()}. */
        @POST
        public FormValidation doCheckStatusUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return url(item, value);
        }

        /** Checks {@link SpinWebhookStep#getCancelUrl()}. */
        @POST
        public FormValidation doCheckCancelUrl(@AncestorInPath Item item, @QueryParameter String value) {
            return url(item, value);
        }

        private static FormValidation url(Item item, String value) {
            return FormAccess.maySee(item)
                    ? FieldChecks.check(
                            value,
                            text -> HttpSource.isUrl(text) ? null : Words.of("webhook.url-bad", SafeUrl.display(text)))
                    : FormValidation.ok();
        }

        /** Checks {@link SpinWebhookStep#getStatusJsonPath()}. */
        @POST
        public FormValidation doCheckStatusJsonPath(@AncestorInPath Item item, @QueryParameter String value) {
            return path(item, value);
        }

        /** Checks {@link SpinWebhookStep#getProgressJsonPath()}. */
        @POST
        public FormValidation doCheckProgressJsonPath(@AncestorInPath Item item, @QueryParameter String value) {
            return path(item, value);
        }

        /** Checks {@link SpinWebhookStep#getStatusUrlJsonPath()}. */
        @POST
        public FormValidation doCheckStatusUrlJsonPath(@AncestorInPath Item item, @QueryParameter String value) {
            return path(item, value);
        }

        private static FormValidation path(Item item, String value) {
            return FormAccess.maySee(item)
                    ? FieldChecks.check(value, SpinWebhookStep::faultOfPath)
                    : FormValidation.ok();
        }

        /** Checks {@link SpinWebhookStep#getTimeout()}. */
        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }

        /** Checks {@link SpinWebhookStep#getWaitBeforeMonitor()}. */
        @POST
        public FormValidation doCheckWaitBeforeMonitor(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) && !value.strip().equals("0")
                    ? FieldChecks.duration(value)
                    : FormValidation.ok();
        }
    }

    private static String faultOfPath(String path) {
        try {
            JsonPaths.of("", path);
            return null;
        } catch (ProblemException e) {
            return FieldChecks.message(e.problems().get(0));
        }
    }
}
