package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.artifact.TryLater;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.Change;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.PatchStrategy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.rollout.PatchText;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinPatch}: changes single fields of live objects, and waits until they are stable. */
public final class SpinPatchStep extends WaitingRolloutStep {
    private static final long serialVersionUID = 1L;

    private Object patch;
    private String patchArtifact;
    private String artifactAccount;
    private Object strategy;
    private Object artifacts;
    private Object requiredArtifacts;

    /**
     * A patch of nothing yet.
     *
     * @param account the account's name
     */
    @DataBoundConstructor
    public SpinPatchStep(String account) {
        super(account);
    }

    /** The patch: YAML or JSON; or a map, or for the strategy {@code json} a list of maps. */
    @CheckForNull
    public Object getPatch() {
        return patch;
    }

    /** Gives the patch. */
    @DataBoundSetter
    public void setPatch(Object patch) {
        this.patch = Values.plain(patch);
    }

    /** The address of the patch, as of manifests; {@code null} when the step has the patch itself. */
    @CheckForNull
    public String getPatchArtifact() {
        return patchArtifact;
    }

    /** Names the address of the patch: a URL, or an {@code s3:}, {@code github:} or {@code gitlab:} reference. */
    @DataBoundSetter
    public void setPatchArtifact(String patchArtifact) {
        this.patchArtifact = Util.fixEmptyAndTrim(patchArtifact);
    }

    /** See {@link ManifestStep#getArtifactAccount()}; it reads the patch. */
    @CheckForNull
    public String getArtifactAccount() {
        return artifactAccount;
    }

    /** Names who reads the patch at its address. */
    @DataBoundSetter
    public void setArtifactAccount(String artifactAccount) {
        this.artifactAccount = Util.fixEmptyAndTrim(artifactAccount);
    }

    /** How the patch is read; {@code null} for {@code strategic}. */
    @CheckForNull
    public Object getStrategy() {
        return strategy;
    }

    /** Chooses how the patch is read: {@code strategic}, {@code merge} or {@code json}. */
    @DataBoundSetter
    public void setStrategy(Object strategy) {
        this.strategy = Values.text(strategy, "strategic");
    }

    /** See {@link ManifestStep#getArtifacts()}; they are for what the patch mentions. */
    @CheckForNull
    public Object getArtifacts() {
        return artifacts;
    }

    /** Gives artifacts that may take the place of their mentions in the patch. */
    @DataBoundSetter
    public void setArtifacts(Object artifacts) {
        this.artifacts = Values.plain(artifacts);
    }

    /** See {@link ManifestStep#getRequiredArtifacts()}. */
    @CheckForNull
    public Object getRequiredArtifacts() {
        return requiredArtifacts;
    }

    /** Gives artifacts that have to take the place of a mention in the patch. */
    @DataBoundSetter
    public void setRequiredArtifacts(Object requiredArtifacts) {
        this.requiredArtifacts = Values.plain(requiredArtifacts);
    }

    @Override
    Optional<Change> change(StepInput input) {
        PatchStrategy how = input.word("strategy", (String) strategy, PatchStrategy.class, PatchStrategy.STRATEGIC);
        List<Artifact> optional =
                EarlierArtifacts.with(ArtifactValues.read("artifacts", artifacts, input), input.context());
        List<Artifact> required = ArtifactValues.read("requiredArtifacts", requiredArtifacts, input);
        return tree(input).map(tree -> new Change.Patch(how, tree, required, optional, holdsSecrets(tree, input)));
    }

    /** Whether the difference would show what must not be written down; that is said, unless only Secrets are patched. */
    private boolean holdsSecrets(JsonNode tree, StepInput input) {
        boolean secret = new SecretValues(input.context()).isIn(tree);
        boolean readable = !kindWords().stream().allMatch(kind -> Kinds.named(kind)
                .filter(known -> known.name().equals("Secret"))
                .isPresent());
        if (secret && readable) {
            input.warn(Problem.of("step.secret-patched", "patch"));
        }
        return secret;
    }

    private Optional<JsonNode> tree(StepInput input) {
        try {
            JsonNode given = given(input);
            JsonNode tree = patchArtifact == null ? input.tree("patch", given) : input.fetchedTree("patch", given);
            if (tree.isContainerNode()) {
                return Optional.of(tree);
            }
            input.refuse(Problem.of("kubernetes.rollout-patch-empty", "patch"));
        } catch (TryLater e) {
            throw e;
        } catch (ProblemException e) {
            e.problems().forEach(input::refuse);
        }
        return Optional.empty();
    }

    private JsonNode given(StepInput input) {
        if (patchArtifact == null) {
            return patch instanceof String text ? PatchText.read("patch", text) : Values.tree(patch);
        } else if (patch != null) {
            throw new ProblemException(Category.INPUT, Problem.of("step.patch-several", "patch"));
        }
        String reference = input.text("patchArtifact", patchArtifact);
        String account = input.text("artifactAccount", artifactAccount);
        input.check();
        Fetched fetched = new StepArtifacts(input.context(), account, input.urls()).fetch(reference);
        return PatchText.read(fetched.name(), new String(fetched.content(), StandardCharsets.UTF_8));
    }

    @Override
    public String type() {
        return "patch";
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends RolloutStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinPatch";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.patch-display-name");
        }

        /** See {@link SpinPatchStep#getStrategy()}. */
        @POST
        public ListBoxModel doFillStrategyItems() {
            return Choices.items("step.patch-", PatchStrategy.class);
        }

        /** Checks {@link SpinPatchStep#getPatchArtifact()}. */
        @POST
        public FormValidation doCheckPatchArtifact(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.references(value) : FormValidation.ok();
        }

        /** Checks {@link SpinPatchStep#getPatch()}. */
        @POST
        public FormValidation doCheckPatch(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item) ? FieldChecks.patch(value) : FormValidation.ok();
        }
    }
}
