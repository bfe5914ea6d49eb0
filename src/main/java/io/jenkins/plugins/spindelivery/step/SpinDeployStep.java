package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions.Check;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
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

/** {@code spinDeploy}: applies manifests to a cluster and waits until everything is stable. */
public final class SpinDeployStep extends PreparedStep {
    /** What records call such a stage. */
    static final String TYPE = "deploy";

    private static final long serialVersionUID = 1L;
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(DeployOptions.DEFAULT_TIMEOUT_SECONDS);

    private Object timeout;
    private boolean rollbackOnFailure;
    private boolean dryRun;
    private boolean wait = true;
    private Object check;
    private boolean recordDiff = true;

    /**
     * A deploy with all defaults.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinDeployStep(String account) {
        super(account);
    }

    /** How long to wait for stable objects, as {@code 30m} or in seconds; {@code null} for 30 minutes. */
    @CheckForNull
    public Object getTimeout() {
        return timeout;
    }

    /** Sets how long to wait for stable objects, as {@code 30m}, {@code 1h30m}, or in seconds. */
    @DataBoundSetter
    public void setTimeout(Object timeout) {
        this.timeout = Values.text(timeout, "30m");
    }

    /** See {@link DeployOptions#rollbackOnFailure()}. */
    public boolean isRollbackOnFailure() {
        return rollbackOnFailure;
    }

    /** Puts changed objects back when the deploy fails or is stopped, or leaves them. */
    @DataBoundSetter
    public void setRollbackOnFailure(boolean rollbackOnFailure) {
        this.rollbackOnFailure = rollbackOnFailure;
    }

    /** See {@link DeployOptions#dryRun()}. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Stops after the checks, or goes on. */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** See {@link DeployOptions#await()}. */
    public boolean isWait() {
        return wait;
    }

    /** Waits until everything is stable, or ends when everything is applied. */
    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    /** How much is checked before the first write; {@code null} for everything. */
    @CheckForNull
    public Object getCheck() {
        return check;
    }

    /** Chooses how much is checked before the first write: {@code full} or {@code structural}. */
    @DataBoundSetter
    public void setCheck(Object check) {
        this.check = Values.text(check, "full");
    }

    /** Whether the build's record keeps what changed in each object. */
    public boolean isRecordDiff() {
        return recordDiff;
    }

    /** Keeps what changed in each object with the build, or does not. */
    @DataBoundSetter
    public void setRecordDiff(boolean recordDiff) {
        this.recordDiff = recordDiff;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Task begin(StageContext context) throws IOException, InterruptedException {
        context.account(account(), dryRun ? null : DeliveryPermissions.DEPLOY);
        StepInput input = new StepInput(context);
        input.addParameters(getParameters());
        PreparationOptions preparation = preparation(input);
        Duration limit = input.duration("timeout", (String) timeout, USUAL_TIMEOUT);
        Check checks = input.word("check", (String) check, Check.class, Check.FULL);
        input.check();
        List<Manifest> manifests = ManifestSources.manifests(this, input);
        boolean hideDiffs = holdsSecrets(manifests, input) || !recordDiff;
        DeployOptions options = options(checks, dryRun, rollbackOnFailure, wait, limit, hideDiffs);
        DeployRequest request = new DeployRequest(account(), preparation, options);
        return new Task.Work<>(new Deploy(), Deploy.start(request, manifests, context.operation()));
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends PreparedStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinDeploy";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.deploy-display-name");
        }

        /** See {@link SpinDeployStep#getCheck()}. */
        @POST
        public ListBoxModel doFillCheckItems() {
            return Choices.items("step.check-", Check.class);
        }

        /** Checks {@link SpinDeployStep#getTimeout()}. */
        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }
    }
}
