package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageCleanUp;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageCleanUpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinCleanImages}: deletes images that are not needed any more, by age, count and expiry, and none in use. */
public final class SpinCleanImagesStep extends AwsRegionsStep {
    private static final long serialVersionUID = 1L;

    private Object tags;
    private Object keep;
    private Object olderThan;
    private boolean expired;
    private boolean includeShared;
    private boolean dryRun;

    /**
     * A clean-up without conditions yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinCleanImagesStep(String account) {
        super(account);
    }

    /** Tags all of which an image has; {@code null} for all images that were baked here. */
    @CheckForNull
    public Object getTags() {
        return tags;
    }

    /** Looks at images with tags alone. */
    @DataBoundSetter
    public void setTags(Object tags) {
        this.tags = Values.plain(tags);
    }

    /** How many of the newest of each package stay; {@code null} when their number does not matter. */
    @CheckForNull
    public Object getKeep() {
        return keep;
    }

    /** Keeps the newest of each package. */
    @DataBoundSetter
    public void setKeep(Object keep) {
        this.keep = Values.text(keep, "");
    }

    /** How old an image must be, as {@code 30d} or in seconds; {@code null} when age does not matter. */
    @CheckForNull
    public Object getOlderThan() {
        return olderThan;
    }

    /** Lets only older images go. */
    @DataBoundSetter
    public void setOlderThan(Object olderThan) {
        this.olderThan = Values.text(olderThan, "");
    }

    /** Whether only images go whose expiry is over. */
    public boolean isExpired() {
        return expired;
    }

    /** Lets only images go whose expiry is over. */
    @DataBoundSetter
    public void setExpired(boolean expired) {
        this.expired = expired;
    }

    /** Whether images that are shared with other accounts go, too. */
    public boolean isIncludeShared() {
        return includeShared;
    }

    /** Lets images go although they are shared with other accounts. */
    @DataBoundSetter
    public void setIncludeShared(boolean includeShared) {
        this.includeShared = includeShared;
    }

    /** Whether it is only told what would go. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Only tells what would go. */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    @Override
    public String type() {
        return "clean-images";
    }

    @Override
    public String subject() {
        return TagValues.display(tags);
    }

    @Override
    Permission permission() {
        return DeliveryPermissions.DESTROY;
    }

    @Override
    Task task(StepInput input, AwsAccount aws, Duration patience) {
        List<String> regions = regions(input, aws);
        Map<String, String> wanted = TagValues.read("tags", tags, input);
        Long number = input.number("keep", (String) keep);
        Long age = olderThan == null
                ? null
                : input.duration("olderThan", (String) olderThan, Duration.ZERO).toSeconds();
        input.check();
        ImageCleanUpRequest request = new ImageCleanUpRequest(
                account(),
                regions,
                wanted,
                number == null ? null : number.intValue(),
                age,
                expired,
                includeShared,
                dryRun,
                patience.toSeconds());
        return new Task.Work<>(
                new ImageCleanUp(), ImageCleanUp.start(request, input.context().operation()));
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends AwsRegionsStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinCleanImages";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.clean-images-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"tags"};
        }

        /** Checks {@link SpinCleanImagesStep#getTags()}. */
        @POST
        public FormValidation doCheckTags(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.tags(value) : FormValidation.ok();
        }

        /** Checks {@link SpinCleanImagesStep#getKeep()}. */
        @POST
        public FormValidation doCheckKeep(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.number(value) : FormValidation.ok();
        }

        /** Checks {@link SpinCleanImagesStep#getOlderThan()}. */
        @POST
        public FormValidation doCheckOlderThan(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }
    }
}
