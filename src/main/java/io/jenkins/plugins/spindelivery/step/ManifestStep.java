package io.jenkins.plugins.spindelivery.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that reads manifests: where they come from, and what their expressions and mentions stand for. */
public abstract class ManifestStep extends StageStep implements TakesFiles {
    private static final long serialVersionUID = 1L;
    private static final String LINES = "\\R";
    private static final String COMMAS_OR_LINES = ",|\\R";

    private Object manifest;
    private Object manifestFile;
    private Object artifact;
    private Object artifactAccount;
    private Object parameters;
    private boolean skipExpressions;
    private Object artifacts;
    private Object requiredArtifacts;

    /**
     * A step without manifests yet.
     *
     * @param account the account's name
     */
    protected ManifestStep(String account) {
        super(account);
    }

    /**
     * The manifests themselves.
     *
     * @return YAML or JSON of any number of documents; or a map, or a list of maps; {@code null} when they come from
     *     elsewhere
     */
    @CheckForNull
    public Object getManifest() {
        return manifest;
    }

    /**
     * Gives the manifests themselves.
     *
     * @param manifest YAML or JSON; or what {@code readYaml} returns: a map, or a list of maps
     */
    @DataBoundSetter
    public void setManifest(Object manifest) {
        this.manifest = Values.plain(manifest);
    }

    /**
     * The manifests' files.
     *
     * @return paths below the workspace, Ant patterns or folders: a text with commas or line breaks between them, or a
     *     list; {@code null} when the manifests come from elsewhere
     */
    @CheckForNull
    public Object getManifestFile() {
        return manifestFile;
    }

    /**
     * Names the manifests' files.
     *
     * @param manifestFile paths below the workspace, Ant patterns or folders
     */
    @DataBoundSetter
    public void setManifestFile(Object manifestFile) {
        this.manifestFile = Values.plain(manifestFile);
    }

    /**
     * The manifests' addresses.
     *
     * @return URLs, or {@code s3:}, {@code github:} or {@code gitlab:} references: a text with one on each line, or a list;
     *     {@code null} when the manifests come from elsewhere
     */
    @CheckForNull
    public Object getArtifact() {
        return artifact;
    }

    /**
     * Names the manifests' addresses.
     *
     * @param artifact URLs, or {@code s3:}, {@code github:} or {@code gitlab:} references
     */
    @DataBoundSetter
    public void setArtifact(Object artifact) {
        this.artifact = Values.plain(artifact);
    }

    /**
     * Who reads the manifests at their addresses.
     *
     * @return the name of an AWS account, or of an artifact source of this Jenkins; {@code null} for the first source that
     *     fits
     */
    @CheckForNull
    public String getArtifactAccount() {
        return (String) artifactAccount;
    }

    /**
     * Names who reads the manifests at their addresses.
     *
     * @param artifactAccount the name of an AWS account, or of an artifact source of this Jenkins
     */
    @DataBoundSetter
    public void setArtifactAccount(Object artifactAccount) {
        this.artifactAccount = Values.text(artifactAccount, "");
    }

    /**
     * What expressions see as {@code parameters} beside the build's own.
     *
     * @return a map; or a text of {@code NAME=VALUE} lines, or a YAML map
     */
    @CheckForNull
    public Object getParameters() {
        return parameters;
    }

    /**
     * Sets what expressions see as {@code parameters}; the build's own have others beside them, or are hidden.
     *
     * @param parameters a map; or a text of {@code NAME=VALUE} lines, or a YAML map
     */
    @DataBoundSetter
    public void setParameters(Object parameters) {
        this.parameters = Values.plain(parameters);
    }

    /**
     * Whether expressions in manifests stay as they are.
     *
     * @return Spinnaker's {@code skipExpressionEvaluation}
     */
    public boolean isSkipExpressions() {
        return skipExpressions;
    }

    /**
     * Leaves expressions in manifests as they are, or evaluates them.
     *
     * @param skipExpressions whether they stay
     */
    @DataBoundSetter
    public void setSkipExpressions(boolean skipExpressions) {
        this.skipExpressions = skipExpressions;
    }

    /**
     * Artifacts that may take the place of their mentions, before those that earlier deploys of the build made.
     *
     * @return a list of maps with {@code type}, {@code name}, {@code reference}…; or the same as YAML
     */
    @CheckForNull
    public Object getArtifacts() {
        return artifacts;
    }

    /**
     * Gives artifacts that may take the place of their mentions.
     *
     * @param artifacts a list of maps as earlier steps return them; or the same as YAML
     */
    @DataBoundSetter
    public void setArtifacts(Object artifacts) {
        this.artifacts = Values.plain(artifacts);
    }

    /**
     * Artifacts that have to take the place of a mention.
     *
     * @return as {@link #getArtifacts()}
     */
    @CheckForNull
    public Object getRequiredArtifacts() {
        return requiredArtifacts;
    }

    /**
     * Gives artifacts that have to take the place of a mention; one that no manifest mentions is an error.
     *
     * @param requiredArtifacts as {@link #setArtifacts}
     */
    @DataBoundSetter
    public void setRequiredArtifacts(Object requiredArtifacts) {
        this.requiredArtifacts = Values.plain(requiredArtifacts);
    }

    @Override
    public final void takeFiles(@CheckForNull FilePath workspace) throws IOException, InterruptedException {
        takeOtherFiles(workspace);
        if (manifestFile == null || manifest != null || artifact != null) {
            return;
        }
        if (files().stream().anyMatch(name -> name.contains("${"))) {
            throw wrong("step.file-expression");
        }
        if (workspace == null) {
            throw wrong("step.file-no-node");
        }
        List<String> contents = new ArrayList<>();
        for (Fetched file : WorkspaceFiles.read(workspace, files(), ReadLimits.DEFAULT.maxBytes())) {
            contents.add(new String(file.content(), StandardCharsets.UTF_8));
        }
        manifest = String.join("\n---\n", contents);
        manifestFile = null;
    }

    /**
     * Takes the contents of files that are no manifests in place of their names.
     *
     * @param workspace where the files are now; {@code null} when there is none
     * @throws ProblemException when they can't be found, or their names hold expressions
     * @throws IOException when the agent can't be asked
     * @throws InterruptedException when the build is being stopped
     */
    void takeOtherFiles(@CheckForNull FilePath workspace) throws IOException, InterruptedException {}

    private ProblemException wrong(String code) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", String.join(", ", files())));
    }

    @Override
    public String subject() {
        if (manifestFile != null) {
            return String.join(", ", files());
        }
        if (artifact != null) {
            return urls().stream().map(ArtifactSources::display).collect(Collectors.joining(", "));
        }
        return manifest == null ? "" : InlineManifests.names(manifest);
    }

    @Override
    Object ownParameters() {
        return parameters;
    }

    List<String> files() {
        return Values.texts(manifestFile, COMMAS_OR_LINES);
    }

    List<String> urls() {
        return Values.texts(artifact, LINES);
    }
}
