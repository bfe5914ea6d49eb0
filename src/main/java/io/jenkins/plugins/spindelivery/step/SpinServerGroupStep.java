package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRegion;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.CopiedSettings;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.DeployStrategy;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeploy;
import io.jenkins.plugins.spindelivery.engine.aws.deploy.ServerGroupDeployRequest;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroups;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinServerGroup}: deploys a server group, waits until it is up, and sees to the older ones. */
public class SpinServerGroupStep extends ServerGroupSettingsStep {
    /** What records call such a stage. */
    static final String TYPE = "server-group";

    private static final long serialVersionUID = 1L;

    private String strategy;
    private String maxRemaining;
    private boolean scaleDown;
    private String delayBeforeCleanup;
    private String delayBeforeScaleDown;
    private Object targetPercentages;
    private String pauseBetween;
    private boolean rollbackOnFailure;
    private String healthyPercent;
    private String guardRatio;
    private boolean ignoreTrafficGuard;

    /**
     * A deploy with all defaults.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinServerGroupStep(String account) {
        super(account);
    }

    /** What becomes of the older server groups; {@code null} for nothing. */
    @CheckForNull
    public Object getStrategy() {
        return strategy;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setStrategy(Object strategy) {
        this.strategy = Values.text(strategy, "");
    }

    /** How many server groups red/black leaves; {@code null} for all. */
    @CheckForNull
    public Object getMaxRemaining() {
        return maxRemaining;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setMaxRemaining(Object maxRemaining) {
        this.maxRemaining = Values.text(maxRemaining, "");
    }

    /** Whether those that are disabled are scaled down to no instance. */
    public boolean isScaleDown() {
        return scaleDown;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setScaleDown(boolean scaleDown) {
        this.scaleDown = scaleDown;
    }

    /** How long the new one serves before the older ones are touched. */
    @CheckForNull
    public Object getDelayBeforeCleanup() {
        return delayBeforeCleanup;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setDelayBeforeCleanup(Object delayBeforeCleanup) {
        this.delayBeforeCleanup = Values.text(delayBeforeCleanup, "");
    }

    /** How long disabled ones keep their instances. */
    @CheckForNull
    public Object getDelayBeforeScaleDown() {
        return delayBeforeScaleDown;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setDelayBeforeScaleDown(Object delayBeforeScaleDown) {
        this.delayBeforeScaleDown = Values.text(delayBeforeScaleDown, "");
    }

    /** The steps of a rolling red/black, in percent. */
    @CheckForNull
    public Object getTargetPercentages() {
        return targetPercentages;
    }

    /** Sets it: a text with commas, or a list. */
    @DataBoundSetter
    public void setTargetPercentages(Object targetPercentages) {
        this.targetPercentages = Values.plain(targetPercentages);
    }

    /** How long each step of a rolling red/black lasts at least. */
    @CheckForNull
    public Object getPauseBetween() {
        return pauseBetween;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setPauseBetween(Object pauseBetween) {
        this.pauseBetween = Values.text(pauseBetween, "");
    }

    /** Whether a failed or stopped deploy is taken back. */
    public boolean isRollbackOnFailure() {
        return rollbackOnFailure;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setRollbackOnFailure(boolean rollbackOnFailure) {
        this.rollbackOnFailure = rollbackOnFailure;
    }

    /** How many percent of the instances have to be up; {@code null} for the usual share. */
    @CheckForNull
    public Object getHealthyPercent() {
        return healthyPercent;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setHealthyPercent(Object healthyPercent) {
        this.healthyPercent = Values.text(healthyPercent, "");
    }

    /** How much of the cluster has to stay up. */
    @CheckForNull
    public Object getGuardRatio() {
        return guardRatio;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setGuardRatio(Object guardRatio) {
        this.guardRatio = Values.text(guardRatio, "");
    }

    /** Whether the last instances that are up may be taken away. */
    public boolean isIgnoreTrafficGuard() {
        return ignoreTrafficGuard;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setIgnoreTrafficGuard(boolean ignoreTrafficGuard) {
        this.ignoreTrafficGuard = ignoreTrafficGuard;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String subject() {
        String named = Stream.of(getApplication(), getStack(), getDetail())
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(Collectors.joining("-"));
        return named.isEmpty() && getCopyFrom() != null ? getCopyFrom().toString() : named;
    }

    @Override
    Permission permission() {
        return DeliveryPermissions.DEPLOY;
    }

    @Override
    Task task(StepInput input, AwsAccount aws, Duration patience) {
        ServerGroupDeployRequest request = request(input, aws, patience);
        request.problems().forEach(input::refuse);
        input.check();
        return new Task.Work<>(
                new ServerGroupDeploy(),
                ServerGroupDeploy.start(request, input.context().operation()));
    }

    private ServerGroupDeployRequest request(StepInput input, AwsAccount aws, Duration patience) {
        String region = region(input, aws);
        ServerGroupDeployRequest given = new ServerGroupInput(this, input).request(region, patience);
        String source = input.text("copyFrom", (String) getCopyFrom());
        if (source.isEmpty()) {
            return given;
        }
        input.check();
        AwsRegion there = aws.region(region);
        ServerGroups groups =
                new ServerGroups(there, input.context().operation().executor());
        CopiedSettings copied = CopiedSettings.read(there, groups, source);
        copied.warning().ifPresent(input::warn);
        return copied.fill(given, getHealthCheckType() != null, getHealthCheckGrace() != null);
    }

    /** The step in menus and snippets. */
    @Extension
    public static class DescriptorImpl extends AwsRegionStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinServerGroup";
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"application", "stack", "detail"};
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.server-group-display-name");
        }

        /**
         * Tags as the form shows them.
         *
         * @param tags what {@link SpinServerGroupStep#getTags()} gives
         * @return one in each line
         */
        public String asTags(Object tags) {
            return tags instanceof Map<?, ?> map
                    ? map.entrySet().stream()
                            .map(tag -> tag.getKey() + "=" + tag.getValue())
                            .collect(Collectors.joining("\n"))
                    : asText(tags);
        }

        /** See {@link SpinServerGroupStep#getStrategy()}. */
        @POST
        public ListBoxModel doFillStrategyItems() {
            ListBoxModel items = new ListBoxModel();
            for (DeployStrategy strategy : DeployStrategy.values()) {
                String key = strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
                items.add(Words.of("step.strategy-" + key), strategy.word());
            }
            return items;
        }

        /** See {@link ServerGroupSettingsStep#getHealthCheckType()}. */
        @POST
        public ListBoxModel doFillHealthCheckTypeItems() {
            return new ListBoxModel().add("EC2").add("ELB");
        }

        /** Checks {@link SpinServerGroupStep#getTargetPercentages()}. */
        @POST
        public FormValidation doCheckTargetPercentages(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.percentages(value) : FormValidation.ok();
        }

        /** Checks {@link SpinServerGroupStep#getPauseBetween()}. */
        @POST
        public FormValidation doCheckPauseBetween(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }

        /** Checks {@link SpinServerGroupStep#getDelayBeforeCleanup()}. */
        @POST
        public FormValidation doCheckDelayBeforeCleanup(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }

        /** Checks {@link SpinServerGroupStep#getDelayBeforeScaleDown()}. */
        @POST
        public FormValidation doCheckDelayBeforeScaleDown(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }
    }
}
