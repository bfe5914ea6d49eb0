package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.Delete;
import io.jenkins.plugins.spindelivery.engine.kubernetes.delete.DeleteRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.Target;
import io.jenkins.plugins.spindelivery.engine.kubernetes.find.TargetFinder;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.step.Choices.Cascading;
import java.time.Duration;
import java.util.Set;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code spinDestroy}: deletes live objects by name, by label or by criterion, or what has certain tags at an AWS account,
 * and waits until they are gone.
 */
public final class SpinDestroyStep extends TargetStep {
    private static final long serialVersionUID = 1L;
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(30);

    private Object cascading;
    private Object gracePeriod;
    private boolean dryRun;
    private boolean wait = true;
    private Object timeout;
    private boolean trafficGuard;
    private Object tags;
    private Object regions;

    /**
     * A deletion of nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinDestroyStep(String account) {
        super(account);
    }

    /** What happens to what belongs to the objects; {@code null} for deleting it in the background. */
    @CheckForNull
    public Object getCascading() {
        return cascading;
    }

    /**
     * Chooses what happens to what belongs to the objects.
     *
     * @param cascading {@code background}, {@code foreground} or {@code orphan}; or, as in Spinnaker, {@code true} for the
     *     first and {@code false} for the last
     */
    @DataBoundSetter
    public void setCascading(Object cascading) {
        String text = Values.text(cascading, "background");
        this.cascading = "true".equals(text) ? null : "false".equals(text) ? "orphan" : text;
    }

    /** How long pods may take to stop, in seconds; {@code null} for what the pods themselves say. */
    @CheckForNull
    public Object getGracePeriod() {
        return gracePeriod;
    }

    /** Sets how long pods may take to stop, in seconds. */
    @DataBoundSetter
    public void setGracePeriod(Object gracePeriod) {
        this.gracePeriod = Values.text(gracePeriod, "");
    }

    /** Whether nothing is deleted and only said what would be. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Only says what would be deleted, or deletes it. */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** Whether to wait until the objects are gone. */
    public boolean isWait() {
        return wait;
    }

    /** Waits until the objects are gone, or ends when they are marked for deletion. */
    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    /** How long to wait, as {@code 30m} or in seconds; {@code null} for 30 minutes. */
    @CheckForNull
    public Object getTimeout() {
        return timeout;
    }

    /** Sets how long to wait, as {@code 30m}, {@code 1h30m}, or in seconds. */
    @DataBoundSetter
    public void setTimeout(Object timeout) {
        this.timeout = Values.text(timeout, "30m");
    }

    /** Whether it is refused to take away the last pods that get a Service's requests. */
    public boolean isTrafficGuard() {
        return trafficGuard;
    }

    /** Refuses to take away the last pods that get a Service's requests, or does not ask. */
    @DataBoundSetter
    public void setTrafficGuard(boolean trafficGuard) {
        this.trafficGuard = trafficGuard;
    }

    /** At an AWS account, the tags of what is destroyed: a map, or a text of {@code key=value}; {@code null} elsewhere. */
    @CheckForNull
    public Object getTags() {
        return tags;
    }

    /** Says by its tags what is destroyed at an AWS account. */
    @DataBoundSetter
    public void setTags(Object tags) {
        Object plain = Values.plain(tags);
        this.tags = plain instanceof String text && text.isBlank() ? null : plain;
    }

    /** Where, at an AWS account: a list, or a text with commas; {@code null} for the first region of the account. */
    @CheckForNull
    public Object getRegions() {
        return regions;
    }

    /** Chooses the regions at an AWS account. */
    @DataBoundSetter
    public void setRegions(Object regions) {
        Object plain = Values.plain(regions);
        this.regions = plain instanceof String text && text.isBlank() ? null : plain;
    }

    @Override
    public String type() {
        return "destroy";
    }

    @Override
    public String subject() {
        return tags == null ? super.subject() : TagValues.display(tags);
    }

    @Override
    public Task begin(StageContext context) {
        if (tags != null) {
            AwsAccount aws = context.awsAccount(account(), dryRun ? null : DeliveryPermissions.DESTROY);
            return DestroyByTags.task(this, new StepInput(context), aws);
        }
        context.account(account(), dryRun ? null : DeliveryPermissions.DESTROY);
        StepInput input = new StepInput(context);
        if (regions != null) {
            input.refuse(Problem.of("step.destroy-regions-without", "regions"));
        }
        DeleteRequest request = request(input);
        return new Task.Work<>(new Delete(), Delete.start(request, context.operation()));
    }

    private DeleteRequest request(StepInput input) {
        Target target = target(input);
        DeleteRequest request = new DeleteRequest(
                account(),
                target.kinds(),
                target.name(),
                target.labelSelector(),
                target.namespace(),
                input.word("cascading", (String) cascading, Cascading.class, Cascading.BACKGROUND)
                        .policy(),
                input.number("gracePeriod", (String) gracePeriod),
                dryRun,
                wait,
                input.duration("timeout", (String) timeout, USUAL_TIMEOUT).toSeconds(),
                target.criterion(),
                target.cluster(),
                target.application(),
                trafficGuard);
        // A selector whose expression fails is not one that was left out.
        input.check();
        requireClear(target, input);
        input.check();
        return request;
    }

    /** What selects nothing in particular would select everything. */
    private static void requireClear(Target target, StepInput input) {
        if (target.kinds().isEmpty()) {
            input.refuse(Problem.of("step.destroy-no-kind", "kinds"));
        }
        if (target.criterion() != null) {
            TargetFinder.check(target).forEach(input::refuse);
        } else if (target.name().isEmpty() && target.labelSelector().isEmpty()) {
            input.refuse(Problem.of("step.destroy-everything", "labels"));
        } else if (!target.name().isEmpty() && !target.labelSelector().isEmpty()) {
            input.refuse(Problem.of("step.destroy-name-and-labels", "labels"));
        }
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends TargetStepDescriptor {
        @Override
        Set<String> providers() {
            return Set.of(KubernetesAccount.PROVIDER, AwsAccountConfiguration.PROVIDER);
        }

        @Override
        public String getFunctionName() {
            return "spinDestroy";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.destroy-display-name");
        }

        /**
         * The tags as the form shows them.
         *
         * @param value see {@link SpinDestroyStep#getTags()}
         * @return on one line
         */
        public String tagText(Object value) {
            return TagValues.display(value);
        }

        /** See {@link SpinDestroyStep#getCascading()}. */
        @POST
        public ListBoxModel doFillCascadingItems() {
            return Choices.items("step.cascading-", Cascading.class);
        }

        /**
         * Checks that something is selected.
         *
         * @param item the job, or {@code null}
         * @param value the labels
         * @param name the name
         * @param criterion the criterion
         * @param tags the tags, at an AWS account
         * @return an error when none or both are given
         */
        @POST
        public FormValidation doCheckLabels(
                @AncestorInPath Item item,
                @QueryParameter String value,
                @QueryParameter String name,
                @QueryParameter String criterion,
                @QueryParameter String tags) {
            if (!FormAccess.maySee(item)
                    || Util.fixEmptyAndTrim(criterion) != null
                    || Util.fixEmptyAndTrim(tags) != null) {
                return FormValidation.ok();
            }
            boolean byName = Util.fixEmptyAndTrim(name) != null;
            boolean byLabels = Util.fixEmptyAndTrim(value) != null;
            if (byName == byLabels) {
                return FormValidation.error(
                        Words.of(byName ? "step.destroy-name-and-labels" : "step.destroy-everything"));
            }
            return FormValidation.ok();
        }

        /** Checks {@link SpinDestroyStep#getGracePeriod()}. */
        @POST
        public FormValidation doCheckGracePeriod(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.number(value) : FormValidation.ok();
        }

        /** Checks {@link SpinDestroyStep#getTimeout()}. */
        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }
    }
}
