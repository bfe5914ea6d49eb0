package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AutoCompletionCandidates;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.child.ChildJobs;
import io.jenkins.plugins.spindelivery.child.Jobs;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** {@code spinJob}: starts another job, once, and waits for its end. */
public final class SpinJobStep extends StageStep {
    private static final long serialVersionUID = 1L;

    private final String job;
    private Object parameters;
    private boolean wait = true;
    private String propertyFile;
    private boolean unstableIsSuccess;

    /**
     * A start.
     *
     * @param job the job's name, as seen from the build's; may hold expressions
     */
    @DataBoundConstructor
    public SpinJobStep(String job) {
        super("");
        this.job = Util.fixNull(job).strip();
    }

    /** The job's name, as seen from the build's. */
    @NonNull
    public String getJob() {
        return job;
    }

    /** The job's parameters: a map, or a text of {@code NAME=VALUE} lines or YAML; {@code null} for its defaults. */
    @CheckForNull
    public Object getParameters() {
        return parameters;
    }

    /** Sets the job's parameters: a map, or a text of {@code NAME=VALUE} lines or YAML. */
    @DataBoundSetter
    public void setParameters(Object parameters) {
        this.parameters = Values.plain(parameters);
    }

    /** Whether the step waits for the build's end. */
    public boolean isWait() {
        return wait;
    }

    /** Waits for the build's end, or only starts it. */
    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    /** The archived file whose properties are returned; {@code null} for none. */
    @CheckForNull
    public String getPropertyFile() {
        return propertyFile;
    }

    /** Names the archived file whose properties are returned. */
    @DataBoundSetter
    public void setPropertyFile(String propertyFile) {
        this.propertyFile = Util.fixEmptyAndTrim(propertyFile);
    }

    /** Whether an unstable build is as good as one that succeeded. */
    public boolean isUnstableIsSuccess() {
        return unstableIsSuccess;
    }

    /** Takes an unstable build for as good as one that succeeded. */
    @DataBoundSetter
    public void setUnstableIsSuccess(boolean unstableIsSuccess) {
        this.unstableIsSuccess = unstableIsSuccess;
    }

    @Override
    public String type() {
        return "job";
    }

    @Override
    public String subject() {
        return job;
    }

    @Override
    public Task begin(StageContext context) {
        StepInput input = new StepInput(context);
        String name = input.text("job", job);
        String file = input.text("propertyFile", propertyFile);
        Map<String, String> given = parameters(input);
        input.check();
        return ChildJobs.start(context, new ChildJobs.Wish(name, given, wait, unstableIsSuccess, file));
    }

    private Map<String, String> parameters(StepInput input) {
        Map<String, String> texts = new LinkedHashMap<>();
        input.collect(() -> {
            ObjectNode tree =
                    parameters == null ? JsonNodeFactory.instance.objectNode() : ParameterText.tree(parameters);
            input.tree("parameters", tree).fields().forEachRemaining(field -> {
                if (field.getValue().isContainerNode()) {
                    input.refuse(Problem.of("step.value-single", "parameters." + field.getKey()));
                }
                texts.put(
                        field.getKey(),
                        field.getValue().isNull() ? "" : field.getValue().asText());
            });
        });
        return texts;
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends StageStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinJob";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.job-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"job"};
        }

        /** Checks {@link SpinJobStep#getJob()}: whether there is such a job that the reader may see. */
        @POST
        public FormValidation doCheckJob(@AncestorInPath Item item, @QueryParameter String value) {
            String name = Util.fixNull(value).strip();
            if (item == null || !FormAccess.maySee(item) || name.contains("${")) {
                return FormValidation.ok();
            }
            if (name.isEmpty()) {
                return FormValidation.error(Words.of("child.job-blank"));
            }
            ItemGroup<?> from = item.getParent();
            return Jenkins.get().getItem(name, from, Item.class) instanceof Job
                    ? FormValidation.ok()
                    : FormValidation.error(Words.of("child.job-missing", name, Jobs.like(name, from)));
        }

        /**
         * The jobs that begin like this.
         *
         * @param value the beginning
         * @param self the build's job
         * @param container its folder
         * @return those that the reader may see
         */
        @GET
        public AutoCompletionCandidates doAutoCompleteJob(
                @QueryParameter String value, @AncestorInPath Item self, @AncestorInPath ItemGroup<?> container) {
            // Lists nothing that the reader may not see anyway.
            return AutoCompletionCandidates.ofJobNames(Job.class, value, self, container);
        }

        /** Checks {@link SpinJobStep#getParameters()}. */
        @POST
        public FormValidation doCheckParameters(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.parameters(value) : FormValidation.ok();
        }
    }
}
