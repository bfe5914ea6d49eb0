package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary;
import io.jenkins.plugins.spindelivery.engine.canary.run.Canary.ConfigFile;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code spinCanary}: runs a new version beside the live one for a while, lets its block run meanwhile, judges it by its
 * metrics, and takes it away again whatever happens.
 */
public final class SpinCanaryStep extends AnalysedStep {
    /** What records call such a stage. */
    static final String TYPE = "canary";

    private static final long serialVersionUID = 1L;

    /** After these, something is left to be done by hand, and no verdict makes up for that. */
    private static final Set<String> LEFT_BEHIND = Set.of("canary.left-behind", "canary.route-not-restored");

    private String namespace;
    private Object timeout;
    private Object replicas;
    private Object service;
    private String label;
    private Object baseline;
    private Object lifetime;
    private Object warmup;
    private String route;
    private Object weight;
    private boolean failOnVerdict = true;

    /**
     * A canary with all defaults.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinCanaryStep(String account) {
        super(account);
    }

    /** The namespace of manifests that name none; {@code null} for the account's. */
    @CheckForNull
    public String getNamespace() {
        return namespace;
    }

    /** Sets the namespace of manifests that name none. */
    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    /** How long to wait for stable pods, as {@code 30m} or in seconds; {@code null} for 30 minutes. */
    @CheckForNull
    public Object getTimeout() {
        return timeout;
    }

    /** Sets how long to wait for stable pods, as {@code 30m} or in seconds. */
    @DataBoundSetter
    public void setTimeout(Object timeout) {
        this.timeout = Values.text(timeout, "30m");
    }

    /** How many pods each side gets; {@code null} for one. */
    @CheckForNull
    public Object getReplicas() {
        return replicas;
    }

    /** Sets how many pods each side gets. */
    @DataBoundSetter
    public void setReplicas(Object replicas) {
        this.replicas = Values.text(replicas, "1");
    }

    /** The Services that the canary is attached to, separated by commas, or a list; {@code null} for those that the manifest's labels and annotations say. */
    @CheckForNull
    public Object getService() {
        return service;
    }

    /** Sets the Services that the canary is attached to, separated by commas, or a list. */
    @DataBoundSetter
    public void setService(Object service) {
        this.service = Values.plain(service);
    }

    /** The label of what is made for the canary, as {@code key=value}; {@code null} for one of the canary's own. */
    @CheckForNull
    public String getLabel() {
        return label;
    }

    /** Sets the label of what is made for the canary, as {@code key=value}. */
    @DataBoundSetter
    public void setLabel(String label) {
        this.label = Util.fixEmptyAndTrim(label);
    }

    /** The live version beside the canary: {@code true}, {@code false}, or the live workload's name; {@code null} for one exactly when there is an analysis. */
    @CheckForNull
    public Object getBaseline() {
        return baseline;
    }

    /** Sets the live version beside the canary: {@code true}, {@code false}, or the live workload's name. */
    @DataBoundSetter
    public void setBaseline(Object baseline) {
        this.baseline = Values.text(baseline, "");
    }

    /** How long the canary is watched, as {@code 1h} or in seconds; {@code null} for as long as the block takes. */
    @CheckForNull
    public Object getLifetime() {
        return lifetime;
    }

    /** Sets how long the canary is watched, as {@code 1h} or in seconds. */
    @DataBoundSetter
    public void setLifetime(Object lifetime) {
        this.lifetime = Values.text(lifetime, "");
    }

    /** How long to wait before measuring begins; {@code null} for not at all. */
    @CheckForNull
    public Object getWarmup() {
        return warmup;
    }

    /** Sets how long to wait before measuring begins. */
    @DataBoundSetter
    public void setWarmup(Object warmup) {
        this.warmup = Values.text(warmup, "");
    }

    /** The HTTPRoute of which the canary gets a share; {@code null} for none. */
    @CheckForNull
    public String getRoute() {
        return route;
    }

    /** Sets the HTTPRoute of which the canary gets a share. */
    @DataBoundSetter
    public void setRoute(String route) {
        this.route = Util.fixEmptyAndTrim(route);
    }

    /** The share of the route, in percent; {@code null} without a route. */
    @CheckForNull
    public Object getWeight() {
        return weight;
    }

    /** Sets the share of the route, in percent. */
    @DataBoundSetter
    public void setWeight(Object weight) {
        this.weight = Values.text(weight, "");
    }

    /** Whether the step fails when the canary does not pass. */
    public boolean isFailOnVerdict() {
        return failOnVerdict;
    }

    /** Fails when the canary does not pass, or returns the verdict. */
    @DataBoundSetter
    public void setFailOnVerdict(boolean failOnVerdict) {
        this.failOnVerdict = failOnVerdict;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Task begin(StageContext context) throws IOException, InterruptedException {
        context.account(account(), DeliveryPermissions.DEPLOY);
        StepInput input = new StepInput(context);
        input.addParameters(getParameters());
        CanaryInput canary = new CanaryInput(this, input);
        CanaryRequest request = canary.request();
        input.check();
        ConfigFile config = getAnalysis() == null ? ConfigFile.NONE : analysis(input);
        List<Manifest> manifests = ManifestSources.manifests(this, input);
        if (PreparedStep.holdsSecrets(manifests, input)) {
            request = canary.hidingDiffs(request);
        }
        return new Task.Work<>(new Canary(), Canary.start(request, manifests, config, context.operation()));
    }

    private ConfigFile analysis(StepInput input) throws IOException, InterruptedException {
        AnalysisInput given = new AnalysisInput(this, input);
        given.useSource();
        return given.config();
    }

    /** A verdict is what the canary was there to find out; with {@code failOnVerdict: false} any will do. */
    @Override
    public boolean accepts(StageResult result) {
        boolean clean = result.errors().stream().noneMatch(error -> LEFT_BEHIND.contains(error.code()));
        return super.accepts(result) || (!failOnVerdict && AnalysisInput.decided(result) && clean);
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends ManifestStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinCanary";
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.canary-display-name");
        }

        /** Checks all fields that are durations. */
        private static FormValidation duration(Item item, String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }

        /** Checks {@link SpinCanaryStep#getNamespace()}. */
        @POST
        public FormValidation doCheckNamespace(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.namespace(value) : FormValidation.ok();
        }

        /** Checks {@link SpinCanaryStep#getTimeout()}. */
        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryStep#getLifetime()}. */
        @POST
        public FormValidation doCheckLifetime(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryStep#getInterval()}. */
        @POST
        public FormValidation doCheckInterval(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryStep#getLookback()}. */
        @POST
        public FormValidation doCheckLookback(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryStep#getWarmup()}. */
        @POST
        public FormValidation doCheckWarmup(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryStep#getBaselineOffset()}. */
        @POST
        public FormValidation doCheckBaselineOffset(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryStep#getStep()}. */
        @POST
        public FormValidation doCheckStep(@AncestorInPath Item item, @QueryParameter String value) {
            return duration(item, value);
        }

        /** Checks {@link SpinCanaryStep#getAnalysis()}: a configuration that stands in the form is read. */
        @POST
        public FormValidation doCheckAnalysis(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? AnalysisInput.checkAnalysis(value) : FormValidation.ok();
        }
    }
}
