package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.io.IOException;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code spinBakeManifest}: renders manifests by Helm or Kustomize on the agent. It changes nothing anywhere, so it is done
 * while the stage is read, and once more from the beginning after a restart.
 */
public final class SpinBakeManifestStep extends StageStep {
    private static final long serialVersionUID = 1L;

    private String renderer;
    private Object inputs;
    private String outputName;
    private String namespace;
    private Object overrides;
    private boolean rawOverrides;
    private boolean includeCRDs;
    private Object apiVersions;
    private String kubeVersion;
    private String chartPath;
    private String kustomizeFile;
    private String timeout;

    /** A step that renders nothing yet. */
    @DataBoundConstructor
    public SpinBakeManifestStep() {
        super("");
    }

    /** The program; {@code null} for Helm 3. */
    @CheckForNull
    public Object getRenderer() {
        return renderer;
    }

    /** Chooses it: {@code HELM3}, {@code KUSTOMIZE} or {@code KUSTOMIZE4}. */
    @DataBoundSetter
    public void setRenderer(Object renderer) {
        this.renderer = Values.text(renderer, "HELM3");
    }

    /** What is rendered, then files of values; see {@link BakeInput}. */
    @CheckForNull
    public Object getInputs() {
        return inputs;
    }

    /** Gives them: a list of maps, or the same as YAML. */
    @DataBoundSetter
    public void setInputs(Object inputs) {
        this.inputs = Values.plain(inputs);
    }

    /** What the result is called; for Helm the release. */
    @CheckForNull
    public String getOutputName() {
        return outputName;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setOutputName(String outputName) {
        this.outputName = Util.fixEmptyAndTrim(outputName);
    }

    /** The namespace that a chart is rendered for; {@code null} for none. */
    @CheckForNull
    public String getNamespace() {
        return namespace;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    /** Values that count before all files of values; {@code null} for none. */
    @CheckForNull
    public Object getOverrides() {
        return overrides;
    }

    /** Gives them: a map, or the same as text. */
    @DataBoundSetter
    public void setOverrides(Object overrides) {
        this.overrides = Values.plain(overrides);
    }

    /** Whether overrides that look like numbers and booleans are that, and no texts. */
    public boolean isRawOverrides() {
        return rawOverrides;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setRawOverrides(boolean rawOverrides) {
        this.rawOverrides = rawOverrides;
    }

    /** Whether a chart's CRDs are rendered as well. */
    public boolean isIncludeCRDs() {
        return includeCRDs;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setIncludeCRDs(boolean includeCRDs) {
        this.includeCRDs = includeCRDs;
    }

    /** API versions that the chart is told of. */
    @CheckForNull
    public Object getApiVersions() {
        return apiVersions;
    }

    /** Gives them: a text with commas, or a list. */
    @DataBoundSetter
    public void setApiVersions(Object apiVersions) {
        this.apiVersions = Values.plain(apiVersions);
    }

    /** The version of Kubernetes that the chart is told of; {@code null} for Helm's own. */
    @CheckForNull
    public String getKubeVersion() {
        return kubeVersion;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setKubeVersion(String kubeVersion) {
        this.kubeVersion = Util.fixEmptyAndTrim(kubeVersion);
    }

    /** Where the chart is in the first input; {@code null} when that is the chart. */
    @CheckForNull
    public String getChartPath() {
        return chartPath;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setChartPath(String chartPath) {
        this.chartPath = Util.fixEmptyAndTrim(chartPath);
    }

    /** The kustomization file in the first input; {@code null} when that is its folder. */
    @CheckForNull
    public String getKustomizeFile() {
        return kustomizeFile;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setKustomizeFile(String kustomizeFile) {
        this.kustomizeFile = Util.fixEmptyAndTrim(kustomizeFile);
    }

    /** How long it may take; {@code null} for ten minutes. */
    @CheckForNull
    public Object getTimeout() {
        return timeout;
    }

    /** Sets it, as {@code 5m}, or in seconds. */
    @DataBoundSetter
    public void setTimeout(Object timeout) {
        this.timeout = Values.text(timeout, "10m");
    }

    @Override
    public String type() {
        return "bake-manifest";
    }

    @Override
    public String subject() {
        return Util.fixNull(outputName);
    }

    @Override
    public Task begin(StageContext context) throws IOException, InterruptedException {
        StepInput input = new StepInput(context);
        BakeManifestInput read = BakeManifestInput.read(this, input);
        input.check();
        return new Task.Done(new ManifestRun(context, read, input.urls()).run());
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends StageStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinBakeManifest";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.bake-manifest-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"outputName"};
        }

        /** See {@link SpinBakeManifestStep#getRenderer()}. */
        @POST
        public ListBoxModel doFillRendererItems() {
            ListBoxModel items = new ListBoxModel();
            List.of("HELM3", "KUSTOMIZE", "KUSTOMIZE4").forEach(word -> items.add(word, items.isEmpty() ? "" : word));
            return items;
        }

        /** Checks {@link SpinBakeManifestStep#getTimeout()}. */
        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.duration(value) : FormValidation.ok();
        }
    }
}
