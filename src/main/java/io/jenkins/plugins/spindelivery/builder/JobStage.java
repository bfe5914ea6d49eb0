package io.jenkins.plugins.spindelivery.builder;

import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.child.Jobs;
import io.jenkins.plugins.spindelivery.delivery.Stage;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.io.IOException;
import java.io.Serializable;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** Starts another job, as an entry of a hand-over: the production job with the tag that the canary was judged by. */
public final class JobStage extends HandOverStage implements Stage {
    private static final long serialVersionUID = 1L;

    private final String job;
    private boolean passParameters = true;

    /**
     * An entry.
     *
     * @param job the job's name, as seen from the delivery's job; may hold build variables
     */
    @DataBoundConstructor
    public JobStage(String job) {
        this.job = Util.fixNull(job).strip();
    }

    /**
     * The job to start.
     *
     * @return its name, as seen from the delivery's job
     */
    public String getJob() {
        return job;
    }

    /**
     * Whether the job gets the build's parameters.
     *
     * @return those of them that it defines; else its defaults
     */
    public boolean isPassParameters() {
        return passParameters;
    }

    /**
     * Whether the job gets the build's parameters.
     *
     * @param passParameters {@code false} for its defaults
     */
    @DataBoundSetter
    public void setPassParameters(boolean passParameters) {
        this.passParameters = passParameters;
    }

    @Override
    Serializable work() {
        return this;
    }

    @Override
    public String type() {
        return "job";
    }

    @Override
    public String account() {
        return "";
    }

    @Override
    public String subject() {
        return job;
    }

    /** Unlike other stages it does something here; what it did is looked for before it is done again. */
    @Override
    public Task begin(StageContext context) throws IOException, InterruptedException {
        return new Task.Done(new JobStart(context).start(context.environment().expand(job), passParameters));
    }

    /** Describes the entry. */
    @Extension
    @Symbol("spinJob")
    public static final class DescriptorImpl extends Descriptor<HandOverStage> {

        @Override
        public String getDisplayName() {
            return Words.of("builder.job-stage-name");
        }

        /**
         * Whether there is such a job.
         *
         * @param item the delivery's job
         * @param value the name
         * @return an error with the nearest name that the reader may see; nothing for names with variables
         */
        @POST
        public FormValidation doCheckJob(@AncestorInPath Item item, @QueryParameter String value) {
            if (item == null
                    || !item.hasPermission(Item.EXTENDED_READ)
                    || Util.fixNull(value).contains("$")) {
                return FormValidation.ok();
            }
            if (Util.fixEmptyAndTrim(value) == null) {
                return FormValidation.error(Words.of("child.job-blank"));
            }
            ItemGroup<?> from = item.getParent();
            Item found = Jenkins.get().getItem(value.strip(), from, Item.class);
            return found instanceof Job
                    ? FormValidation.ok()
                    : FormValidation.error(Words.of("child.job-missing", value.strip(), Jobs.like(value, from)));
        }

        /**
         * The jobs that begin like this.
         *
         * @param value the beginning
         * @param self the delivery's job
         * @param container its folder
         * @return those that the reader may see
         */
        @GET
        public AutoCompletionCandidates doAutoCompleteJob(
                @QueryParameter String value, @AncestorInPath Item self, @AncestorInPath ItemGroup<?> container) {
            // Lists nothing that the reader may not see anyway.
            return AutoCompletionCandidates.ofJobNames(Job.class, value, self, container);
        }
    }
}
