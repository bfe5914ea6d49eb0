package io.jenkins.plugins.spindelivery.job;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import hudson.scm.SCMDescriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import jenkins.scm.api.SCMFileSystem;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** A definition that is a file of a repository; each run reads it anew. */
public final class DefinitionFromScm extends DefinitionSource {
    /** In the job's folder: the definition that the last run has read. */
    private static final String KEPT = "spin-delivery-definition";

    private final SCM scm;
    private final String path;
    private boolean lightweight = true;

    /** What is in the file {@link #KEPT}; {@code null} before it was looked for. */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private transient volatile Optional<Text> known;

    /**
     * A definition.
     *
     * @param scm the repository
     * @param path of the file in it; may hold variables of the build, such as {@code $NAME}
     */
    @DataBoundConstructor
    public DefinitionFromScm(SCM scm, String path) {
        this.scm = scm;
        this.path = Util.fixNull(path).strip();
    }

    /**
     * The repository.
     *
     * @return as it is configured
     */
    public SCM getScm() {
        return scm;
    }

    /**
     * The file.
     *
     * @return its path in the repository
     */
    public String getPath() {
        return path;
    }

    /**
     * Whether the file is got without a checkout where the repository can do that.
     *
     * @return the default is true
     */
    public boolean isLightweight() {
        return lightweight;
    }

    /**
     * Chooses whether the file is got without a checkout.
     *
     * @param lightweight {@code false} for a checkout in any case, which polling needs
     */
    @DataBoundSetter
    public void setLightweight(boolean lightweight) {
        this.lightweight = lightweight;
    }

    @Override
    public Collection<? extends SCM> scms() {
        return scm == null ? List.of() : List.of(scm);
    }

    @Override
    public Text text(WorkflowRun run, TaskListener listener) throws IOException, InterruptedException {
        String file = run.getEnvironment(listener).expand(path);
        if (scm == null) {
            throw refused("job.scm-none");
        } else if (!isInside(file)) {
            throw refused("job.scm-path", file);
        }
        Optional<byte[]> read = lightweight ? withoutCheckout(run, file, listener) : Optional.empty();
        byte[] content = read.isPresent()
                ? read.get()
                : new Checkout(run, scm, listener).read(file, Definition.LIMITS.maxBytes() + 1);
        return new Text(file, new String(content, StandardCharsets.UTF_8));
    }

    private Optional<byte[]> withoutCheckout(WorkflowRun run, String file, TaskListener listener)
            throws IOException, InterruptedException {
        try (SCMFileSystem files = SCMFileSystem.of(run.getParent(), scm, null, run)) {
            if (files == null) {
                return Optional.empty();
            }
            try (InputStream in = files.child(file).content()) {
                byte[] content = in.readNBytes(Definition.LIMITS.maxBytes() + 1);
                listener.getLogger()
                        .println(Problem.of("job.scm-read", "", file, scm.getKey())
                                .message());
                return Optional.of(content);
            }
        } catch (FileNotFoundException e) {
            throw refused("job.scm-no-file", file, scm.getKey());
        }
    }

    /** Relative, and without steps upwards. */
    static boolean isInside(String path) {
        return !path.isBlank()
                && !path.startsWith("/")
                && !path.contains("\\")
                && !path.contains("\0")
                && !List.of(path.split("/")).contains("..");
    }

    private static ProblemException refused(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }

    @Override
    public Optional<Text> lastKnown(WorkflowJob job) throws IOException {
        Optional<Text> kept = known;
        if (kept == null) {
            Path file = kept(job);
            kept = Files.isRegularFile(file) ? Optional.of(new Text(path, Files.readString(file))) : Optional.empty();
            known = kept;
        }
        return kept;
    }

    @Override
    protected void keep(WorkflowJob job, Text text) throws IOException {
        if (!Optional.of(text).equals(known)) {
            OperationFile.writeAtomically(kept(job), text.text().getBytes(StandardCharsets.UTF_8));
            known = Optional.of(text);
        }
    }

    private static Path kept(WorkflowJob job) {
        return job.getRootDir().toPath().resolve(KEPT);
    }

    /** Describes the source. */
    @Extension(ordinal = 1)
    @Symbol("spinPipelineScm")
    public static final class DescriptorImpl extends Descriptor<DefinitionSource> {

        @Override
        public String getDisplayName() {
            return Words.of("job.scm-name");
        }

        /**
         * The kinds of repositories.
         *
         * @return those that the job can use
         */
        public List<? extends SCMDescriptor<?>> getApplicableDescriptors() {
            StaplerRequest2 request = Stapler.getCurrentRequest2();
            return SCM._for(request == null ? null : request.findAncestorObject(Job.class));
        }

        /**
         * Checks a path.
         *
         * @param item the job; {@code null} outside of one
         * @param value the path
         * @return an error for one that can't be in a repository
         */
        @POST
        public FormValidation doCheckPath(@AncestorInPath Item item, @QueryParameter String value) {
            return !FormAccess.maySee(item) || isInside(Util.fixNull(value).strip())
                    ? FormValidation.ok()
                    : FormValidation.error(Words.of("job.scm-path", value));
        }
    }
}
