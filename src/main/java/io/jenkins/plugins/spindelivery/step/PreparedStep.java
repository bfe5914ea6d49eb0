package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.DeployStrategy.Method;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.Versioning;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that prepares manifests for a cluster: namespace, moniker, versions, and how objects are written. */
public abstract class PreparedStep extends ManifestStep {
    private static final long serialVersionUID = 1L;

    private String namespace;
    private String namespaceOverride;
    private String application;
    private String stack;
    private String detail;
    private String cluster;
    private Object versioned;
    private Object strategy;
    private boolean forceConflicts;
    private boolean prune;
    private boolean strictApi;
    private boolean applyUnchanged;

    /**
     * A step with all defaults.
     *
     * @param account the account's name
     */
    protected PreparedStep(String account) {
        super(account);
    }

    /** See {@link PreparationOptions#namespace()}; {@code null} for the account's. */
    @CheckForNull
    public String getNamespace() {
        return namespace;
    }

    /** Sets the namespace of manifests that name none. */
    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = Util.fixEmptyAndTrim(namespace);
    }

    /** See {@link PreparationOptions#namespaceOverride()}. */
    @CheckForNull
    public String getNamespaceOverride() {
        return namespaceOverride;
    }

    /** Sets the namespace of all manifests, whatever they say. */
    @DataBoundSetter
    public void setNamespaceOverride(String namespaceOverride) {
        this.namespaceOverride = Util.fixEmptyAndTrim(namespaceOverride);
    }

    /** See {@link PreparationOptions#application()}. */
    @CheckForNull
    public String getApplication() {
        return application;
    }

    /** Sets the moniker's application. */
    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    /** See {@link PreparationOptions#stack()}. */
    @CheckForNull
    public String getStack() {
        return stack;
    }

    /** Sets the moniker's stack. */
    @DataBoundSetter
    public void setStack(String stack) {
        this.stack = Util.fixEmptyAndTrim(stack);
    }

    /** See {@link PreparationOptions#detail()}. */
    @CheckForNull
    public String getDetail() {
        return detail;
    }

    /** Sets the moniker's detail. */
    @DataBoundSetter
    public void setDetail(String detail) {
        this.detail = Util.fixEmptyAndTrim(detail);
    }

    /** See {@link PreparationOptions#cluster()}. */
    @CheckForNull
    public String getCluster() {
        return cluster;
    }

    /** Sets the moniker's cluster. */
    @DataBoundSetter
    public void setCluster(String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** Which objects get versions: {@code true}, {@code false}; {@code null} for the default of their kinds. */
    @CheckForNull
    public Object getVersioned() {
        return versioned;
    }

    /**
     * Chooses which objects get versions.
     *
     * @param versioned {@code true} for all, {@code false} for none, {@code default} for those of the versioned kinds
     */
    @DataBoundSetter
    public void setVersioned(Object versioned) {
        this.versioned = Values.text(versioned, "default");
    }

    /** How objects are written that have no annotation about it; {@code null} for applying them. */
    @CheckForNull
    public Object getStrategy() {
        return strategy;
    }

    /**
     * Chooses how objects are written that have no annotation about it.
     *
     * @param strategy {@code apply}, {@code replace} or {@code recreate}
     */
    @DataBoundSetter
    public void setStrategy(Object strategy) {
        this.strategy = Values.text(strategy, "apply");
    }

    /** See {@link DeployOptions#forceConflicts()}. */
    public boolean isForceConflicts() {
        return forceConflicts;
    }

    /** Takes over fields that someone else owns, or fails. */
    @DataBoundSetter
    public void setForceConflicts(boolean forceConflicts) {
        this.forceConflicts = forceConflicts;
    }

    /** See {@link DeployOptions#prune()}. */
    public boolean isPrune() {
        return prune;
    }

    /** Deletes what the application no longer has, or keeps it. */
    @DataBoundSetter
    public void setPrune(boolean prune) {
        this.prune = prune;
    }

    /** See {@link DeployOptions#strictApi()}. */
    public boolean isStrictApi() {
        return strictApi;
    }

    /** Refuses API versions that are no longer served, or moves them on. */
    @DataBoundSetter
    public void setStrictApi(boolean strictApi) {
        this.strictApi = strictApi;
    }

    /** See {@link DeployOptions#applyUnchanged()}. */
    public boolean isApplyUnchanged() {
        return applyUnchanged;
    }

    /** Sends objects that are in order already as well, or leaves them alone. */
    @DataBoundSetter
    public void setApplyUnchanged(boolean applyUnchanged) {
        this.applyUnchanged = applyUnchanged;
    }

    /**
     * The engine's options.
     *
     * @param input evaluates expressions, and is told what is wrong
     * @return the options; meaningless when {@link StepInput#check} throws
     */
    PreparationOptions preparation(StepInput input) {
        return PreparationOptions.builder()
                .namespace(input.text("namespace", namespace))
                .namespaceOverride(input.text("namespaceOverride", namespaceOverride))
                .application(input.text("application", application))
                .stack(input.text("stack", stack))
                .detail(input.text("detail", detail))
                .cluster(input.text("cluster", cluster))
                .versioned(input.word("versioned", (String) versioned, Versioning.class, Versioning.DEFAULT))
                .strategy(method(input))
                .optionalArtifacts(
                        EarlierArtifacts.with(ArtifactValues.read("artifacts", getArtifacts(), input), input.context()))
                .requiredArtifacts(ArtifactValues.read("requiredArtifacts", getRequiredArtifacts(), input))
                .account(account())
                .build();
    }

    private Method method(StepInput input) {
        return switch (input.word("strategy", (String) strategy, Choices.Strategy.class, Choices.Strategy.APPLY)) {
            case APPLY -> Method.APPLY;
            case REPLACE -> Method.REPLACE;
            case RECREATE -> Method.RECREATE;
        };
    }

    DeployOptions options(
            DeployOptions.Check check,
            boolean dryRun,
            boolean rollbackOnFailure,
            boolean await,
            Duration timeout,
            boolean hideDiffs) {
        return new DeployOptions(
                check,
                dryRun,
                forceConflicts,
                prune,
                rollbackOnFailure,
                await,
                applyUnchanged,
                strictApi,
                timeout.toSeconds(),
                hideDiffs);
    }

    /** Whether differences would show what must not be written down; that is said. */
    static boolean holdsSecrets(List<Manifest> manifests, StepInput input) {
        List<Manifest> readable = new SecretValues(input.context()).readableIn(manifests);
        if (!readable.isEmpty()) {
            String names = readable.stream().map(one -> one.ref().toString()).collect(Collectors.joining(", "));
            input.warn(Problem.of("step.secret-readable", "", names));
        }
        return !readable.isEmpty();
    }
}
