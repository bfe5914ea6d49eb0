package io.jenkins.plugins.spindelivery.job;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A definition that is written in the job's own configuration. */
public final class DefinitionText extends DefinitionSource {
    private final String text;

    /**
     * A definition.
     *
     * @param text Spinnaker's JSON or YAML; it is kept exactly as it is written
     */
    @DataBoundConstructor
    public DefinitionText(String text) {
        this.text = Util.fixNull(text);
    }

    /**
     * The definition.
     *
     * @return exactly as it was written
     */
    public String getText() {
        return text;
    }

    @Override
    public Text text(WorkflowRun run, TaskListener listener) {
        return text();
    }

    @Override
    public Optional<Text> lastKnown(WorkflowJob job) {
        return Optional.of(text());
    }

    private Text text() {
        return new Text(Words.of("job.text-title"), text);
    }

    /** Describes the source. */
    @Extension(ordinal = 2)
    @Symbol("spinPipelineText")
    public static final class DescriptorImpl extends Descriptor<DefinitionSource> {

        @Override
        public String getDisplayName() {
            return Words.of("job.text-name");
        }

        /**
         * Checks a definition.
         *
         * @param item the job; {@code null} outside of one
         * @param value the text
         * @return everything that would keep it from being run, with its line where that is known
         */
        @POST
        public FormValidation doCheckText(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? TextCheck.check(Util.fixNull(value), item) : FormValidation.ok();
        }
    }
}
