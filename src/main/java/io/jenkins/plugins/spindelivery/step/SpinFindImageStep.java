package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageChoice;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageFind;
import io.jenkins.plugins.spindelivery.engine.aws.image.ImageFindRequest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinFindImage}: finds an image by its package and tags, or that of a cluster, in each region. */
public final class SpinFindImageStep extends AwsRegionsStep {
    private static final long serialVersionUID = 1L;

    private String packageName;
    private Object tags;
    private String cluster;
    private String choice;
    private boolean onlyEnabled = true;

    /**
     * A search for nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinFindImageStep(String account) {
        super(account);
    }

    /** The package that the image's {@code appversion} names. */
    @CheckForNull
    public String getPackageName() {
        return packageName;
    }

    /** Looks for images of a package. */
    @DataBoundSetter
    public void setPackageName(String packageName) {
        this.packageName = Util.fixEmptyAndTrim(packageName);
    }

    /** Tags all of which the image has: a map, or a text with {@code key=value}. */
    @CheckForNull
    public Object getTags() {
        return tags;
    }

    /** Looks for images with tags. */
    @DataBoundSetter
    public void setTags(Object tags) {
        this.tags = Values.plain(tags);
    }

    /** The cluster whose server group says the image. */
    @CheckForNull
    public String getCluster() {
        return cluster;
    }

    /** Takes the image of a cluster's server group. */
    @DataBoundSetter
    public void setCluster(String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** Which of the cluster's server groups; {@code null} for the newest. */
    @CheckForNull
    public String getChoice() {
        return choice;
    }

    /** Chooses among the cluster's server groups: {@code newest}, {@code oldest}, {@code largest} or {@code fail}. */
    @DataBoundSetter
    public void setChoice(String choice) {
        this.choice = Values.text(choice, ImageChoice.NEWEST.word());
    }

    /** Whether server groups that take no requests do not count. */
    public boolean isOnlyEnabled() {
        return onlyEnabled;
    }

    /** Lets disabled server groups count, or not. */
    @DataBoundSetter
    public void setOnlyEnabled(boolean onlyEnabled) {
        this.onlyEnabled = onlyEnabled;
    }

    @Override
    public String type() {
        return "find-image";
    }

    @Override
    public String subject() {
        return cluster != null ? cluster : packageName != null ? packageName : TagValues.display(tags);
    }

    @Override
    Permission permission() {
        return null;
    }

    @Override
    Task task(StepInput input, AwsAccount aws, Duration patience) {
        List<String> regions = regions(input, aws);
        Map<String, String> wanted = TagValues.read("tags", tags, input);
        String word = input.text("choice", choice);
        ImageChoice which = word.isEmpty()
                ? ImageChoice.NEWEST
                : ImageChoice.of(word).orElseGet(() -> {
                    input.refuse(Problem.of("step.image-choice", "choice", word));
                    return ImageChoice.NEWEST;
                });
        String ofPackage = input.text("packageName", packageName);
        String ofCluster = input.text("cluster", cluster);
        // What is empty because its expression failed is not what was left out.
        input.check();
        ImageFindRequest request =
                new ImageFindRequest(account(), regions, ofPackage, wanted, ofCluster, which, onlyEnabled);
        return new Task.Work<>(
                new ImageFind(), ImageFind.start(request, input.context().operation()));
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends AwsRegionsStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinFindImage";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.find-image-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"cluster", "packageName", "tags"};
        }

        /** What {@link SpinFindImageStep#getChoice()} can be. */
        @POST
        public ListBoxModel doFillChoiceItems(@AncestorInPath Item item) {
            ListBoxModel items = new ListBoxModel();
            if (FormAccess.maySee(item)) {
                for (ImageChoice each :
                        List.of(ImageChoice.NEWEST, ImageChoice.OLDEST, ImageChoice.LARGEST, ImageChoice.FAIL)) {
                    items.add(Words.of("step.image-choice-" + each.word()), each.word());
                }
            }
            return items;
        }

        /** Checks {@link SpinFindImageStep#getTags()}. */
        @POST
        public FormValidation doCheckTags(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.tags(value) : FormValidation.ok();
        }
    }
}
