package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJob;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.job.RunJobRequest.Cleanup;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinRunJob}: runs a Job to its end, with its log in the build's. */
public final class SpinRunJobStep extends ManifestStep {
    private static final long serialVersionUID = 1L;
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(RunJobRequest.DEFAULT_TIMEOUT_SECONDS);

    private String namespace;
    private String outputs;
    private Object cleanup;
    private Object timeout;

    /**
     * A run of nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinRunJobStep(String account) {
        super(account);
    }

    /** See {@link PreparationOptions#namespace()}; {@code null} for the account's. */
    @CheckForNull
    public String getNamespace() {
        return namespace;
    }

    /** Sets the namespace of a Job that names none. */
    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    /** See {@link RunJobRequest#outputs()}; {@code null} for none. */
    @CheckForNull
    public String getOutputs() {
        return outputs;
    }

    /** Names the container whose log gives the outputs. */
    @DataBoundSetter
    public void setOutputs(String outputs) {
        this.outputs = Util.fixEmptyAndTrim(outputs);
    }

    /** When the Job is deleted; {@code null} for when it was stopped. */
    @CheckForNull
    public Object getCleanup() {
        return cleanup;
    }

    /** Chooses when the Job is deleted: {@code stopped}, {@code always} or {@code never}. */
    @DataBoundSetter
    public void setCleanup(Object cleanup) {
        this.cleanup = Values.text(cleanup, "stopped");
    }

    /** How long the Job may run, as {@code 2h} or in seconds; {@code null} for two hours. */
    @CheckForNull
    public Object getTimeout() {
        return timeout;
    }

    /** Sets how long the Job may run, as {@code 30m}, {@code 1h30m}, or in seconds. */
    @DataBoundSetter
    public void setTimeout(Object timeout) {
        this.timeout = Values.text(timeout, "2h");
    }

    @Override
    public String type() {
        return "run-job";
    }

    @Override
    public Task begin(StageContext context) throws IOException, InterruptedException {
        context.account(account(), DeliveryPermissions.DEPLOY);
        StepInput input = new StepInput(context);
        input.addParameters(getParameters());
        PreparationOptions preparation = PreparationOptions.builder()
                .namespace(input.text("namespace", namespace))
                .optionalArtifacts(
                        EarlierArtifacts.with(ArtifactValues.read("artifacts", getArtifacts(), input), context))
                .requiredArtifacts(ArtifactValues.read("requiredArtifacts", getRequiredArtifacts(), input))
                .account(account())
                .build();
        String container = input.text("outputs", outputs);
        Cleanup when = input.word("cleanup", (String) cleanup, Cleanup.class, Cleanup.STOPPED);
        Duration limit = input.duration("timeout", (String) timeout, USUAL_TIMEOUT);
        input.check();
        List<Manifest> manifests = ManifestSources.manifests(this, input);
        DeployOptions options =
                DeployOptions.DEFAULT.withoutWaiting().withHiddenDiffs(PreparedStep.holdsSecrets(manifests, input));
        RunJobRequest request = new RunJobRequest(
                new DeployRequest(account(), preparation, options), container, when, limit.toSeconds());
        return new Task.Work<>(new RunJob(), RunJob.start(request, manifests, context.operation()));
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends ManifestStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinRunJob";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.run-job-display-name");
        }

        /** See {@link SpinRunJobStep#getCleanup()}. */
        @POST
        public ListBoxModel doFillCleanupItems() {
            return Choices.items("step.cleanup-", Cleanup.class);
        }

        /** Checks {@link SpinRunJobStep#getNamespace()}. */
        @POST
        public FormValidation doCheckNamespace(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.namespace(value) : FormValidation.ok();
        }

        /** Checks {@link SpinRunJobStep#getTimeout()}. */
        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }
    }
}
