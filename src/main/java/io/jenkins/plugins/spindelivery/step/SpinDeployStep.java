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
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.Traffic;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.TrafficStrategy;
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
public class SpinDeployStep extends PreparedStep {
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
    private Object services;
    private boolean enableTraffic = true;
    private Object trafficStrategy;
    private Object targetPercentages;
    private Object pauseBetween;
    private boolean ignoreTrafficGuard;

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

    /** The Services that new ReplicaSets are attached to; {@code null} for those of the manifests' annotations. */
    @CheckForNull
    public Object getServices() {
        return services;
    }

    /**
     * Names the Services that new ReplicaSets are attached to.
     *
     * @param services a text with commas between the names, or a list
     */
    @DataBoundSetter
    public void setServices(Object services) {
        this.services = Values.plain(services);
    }

    /** Whether new ReplicaSets get requests. */
    public boolean isEnableTraffic() {
        return enableTraffic;
    }

    /** Lets new ReplicaSets get requests, or leaves that to {@code spinEnable}. */
    @DataBoundSetter
    public void setEnableTraffic(boolean enableTraffic) {
        this.enableTraffic = enableTraffic;
    }

    /** What becomes of the older ReplicaSets; {@code null} for nothing. */
    @CheckForNull
    public Object getTrafficStrategy() {
        return trafficStrategy;
    }

    /**
     * Chooses what becomes of the older ReplicaSets.
     *
     * @param trafficStrategy {@code none}, {@code redBlack}, {@code highlander} or {@code rollingRedBlack}
     */
    @DataBoundSetter
    public void setTrafficStrategy(Object trafficStrategy) {
        this.trafficStrategy = Values.text(trafficStrategy, "none");
    }

    /** The steps of a rolling red/black, in percent; {@code null} for one step. */
    @CheckForNull
    public Object getTargetPercentages() {
        return targetPercentages;
    }

    /**
     * Sets the steps of a rolling red/black.
     *
     * @param targetPercentages numbers from 1 to 99, rising: a text with commas between them, or a list
     */
    @DataBoundSetter
    public void setTargetPercentages(Object targetPercentages) {
        this.targetPercentages = Values.plain(targetPercentages);
    }

    /** How long each step of a rolling red/black lasts at least; {@code null} for no longer than it takes. */
    @CheckForNull
    public Object getPauseBetween() {
        return pauseBetween;
    }

    /** Sets how long each step of a rolling red/black lasts at least, as {@code 5m} or in seconds. */
    @DataBoundSetter
    public void setPauseBetween(Object pauseBetween) {
        this.pauseBetween = Values.text(pauseBetween, "0");
    }

    /** Whether the last pods that get requests may be taken away. */
    public boolean isIgnoreTrafficGuard() {
        return ignoreTrafficGuard;
    }

    /** Also takes away the last pods that get requests, or refuses to. */
    @DataBoundSetter
    public void setIgnoreTrafficGuard(boolean ignoreTrafficGuard) {
        this.ignoreTrafficGuard = ignoreTrafficGuard;
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
        TrafficOptions traffic = DeployTraffic.options(this, input);
        traffic.problems(options(checks, dryRun, rollbackOnFailure, wait, limit, false))
                .forEach(input::refuse);
        input.check();
        List<Manifest> manifests = traffic.manifests(ManifestSources.manifests(this, input));
        boolean hideDiffs = holdsSecrets(manifests, input) || !recordDiff;
        DeployOptions options = options(checks, dryRun, rollbackOnFailure, wait, limit, hideDiffs);
        DeployRequest plain = new DeployRequest(account(), preparation, options);
        DeployRequest request = traffic.deploy(plain);
        return traffic.follows()
                ? new Task.Work<>(
                        new Traffic(), Traffic.start(traffic.request(plain), request, manifests, context.operation()))
                : new Task.Work<>(new Deploy(), Deploy.start(request, manifests, context.operation()));
    }

    /** The step in menus and snippets. */
    @Extension
    public static class DescriptorImpl extends PreparedStepDescriptor {
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

        /** See {@link SpinDeployStep#getTrafficStrategy()}. */
        @POST
        public ListBoxModel doFillTrafficStrategyItems() {
            ListBoxModel items = new ListBoxModel();
            for (TrafficStrategy strategy : TrafficStrategy.values()) {
                items.add(Words.of("step.traffic-" + DeployTraffic.key(strategy)), strategy.word());
            }
            return items;
        }

        /** Checks {@link SpinDeployStep#getTargetPercentages()}. */
        @POST
        public FormValidation doCheckTargetPercentages(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.percentages(value) : FormValidation.ok();
        }

        /** Checks {@link SpinDeployStep#getPauseBetween()}. */
        @POST
        public FormValidation doCheckPauseBetween(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }

        /** Checks {@link SpinDeployStep#getTimeout()}. */
        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }
    }
}
