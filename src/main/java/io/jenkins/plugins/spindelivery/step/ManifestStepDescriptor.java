package io.jenkins.plugins.spindelivery.step;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import java.util.stream.Stream;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of steps that read manifests. */
public abstract class ManifestStepDescriptor extends StageStepDescriptor {

    @Override
    String[] subjectArguments() {
        return new String[] {"manifestFile", "artifact"};
    }

    /**
     * Manifests as the form shows them.
     *
     * @param value see {@link ManifestStep#getManifest()}
     * @return YAML that means the same
     */
    public String asManifests(Object value) {
        return FormText.manifests(value);
    }

    /**
     * Checks that the manifests come from one place, and that they are manifests, without asking a cluster.
     *
     * @param item the job, or {@code null}
     * @param value the manifests
     * @param manifestFile the manifests' files
     * @param artifact the manifests' addresses
     * @return errors with lines; nothing to those who may not see the job's configuration
     */
    @POST
    public FormValidation doCheckManifest(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String manifestFile,
            @QueryParameter String artifact) {
        if (!FormAccess.maySee(item)) {
            return FormValidation.ok();
        }
        long sources = Stream.of(value, manifestFile, artifact)
                .filter(text -> text != null && !text.isBlank())
                .count();
        if (sources != 1) {
            return FormValidation.error(Words.of(sources == 0 ? "step.source-none" : "step.source-several"));
        }
        return FieldChecks.manifest(value);
    }

    /** Checks {@link ManifestStep#getManifestFile()}. */
    @POST
    public FormValidation doCheckManifestFile(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.files(value) : FormValidation.ok();
    }

    /** Checks {@link ManifestStep#getArtifact()}. */
    @POST
    public FormValidation doCheckArtifact(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.references(value) : FormValidation.ok();
    }

    /** Checks {@link ManifestStep#getParameters()}. */
    @POST
    public FormValidation doCheckParameters(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FieldChecks.parameters(value) : FormValidation.ok();
    }
}
