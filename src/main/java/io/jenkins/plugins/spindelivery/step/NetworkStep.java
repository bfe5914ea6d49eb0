package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.network.AwsNetwork;
import io.jenkins.plugins.spindelivery.engine.aws.network.NetworkRequest;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A step that makes what a description says. */
public abstract class NetworkStep extends AwsRegionStep implements TakesFiles {
    private static final long serialVersionUID = 1L;
    private static final int MOST_BYTES = 2 << 20;

    private Object description;
    private String descriptionFile;
    private boolean dryRun;

    /**
     * A step without a description yet.
     *
     * @param account the account's name
     */
    protected NetworkStep(String account) {
        super(account);
    }

    /** Whether the description may be about security groups alone. */
    abstract boolean onlyGroups();

    /** The description: YAML or JSON, or a map; {@code null} when it is in a file. */
    @CheckForNull
    public Object getDescription() {
        return description;
    }

    /** Gives the description: YAML or JSON, or a map. */
    @DataBoundSetter
    public void setDescription(Object description) {
        this.description = Values.plain(description);
    }

    /** The description's file in the workspace; {@code null} when it is given itself. */
    @CheckForNull
    public String getDescriptionFile() {
        return descriptionFile;
    }

    /** Names the description's file in the workspace. */
    @DataBoundSetter
    public void setDescriptionFile(String descriptionFile) {
        this.descriptionFile = Util.fixEmptyAndTrim(descriptionFile);
    }

    /** Whether nothing is changed and only said what would be. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Only says what would be changed, or changes it. */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    @Override
    public final String subject() {
        return Util.fixNull(descriptionFile);
    }

    @Override
    final Permission permission() {
        return dryRun ? null : DeliveryPermissions.DEPLOY;
    }

    @Override
    final Task task(StepInput input, AwsAccount aws, Duration patience) throws IOException, InterruptedException {
        String region = region(input, aws);
        if ((text() == null) == (descriptionFile == null)) {
            input.refuse(Problem.of("step.network-description", "description"));
        }
        input.check();
        String source = descriptionFile == null ? "description" : descriptionFile;
        byte[] content = text() == null
                ? read(input.context().workspace().find().orElse(null))
                : text().getBytes(StandardCharsets.UTF_8);
        NetworkRequest request =
                new NetworkRequest(account(), region, source, "", onlyGroups(), dryRun, patience.toSeconds());
        return new Task.Work<>(
                new AwsNetwork(),
                AwsNetwork.start(request, content, input.context().operation()));
    }

    private String text() throws IOException {
        if (description == null || description instanceof String text && text.isBlank()) {
            return null;
        }
        return description instanceof String text
                ? text
                : new ObjectMapper().writeValueAsString(Values.tree(description));
    }

    @Override
    public final void takeFiles(@CheckForNull FilePath workspace) throws IOException, InterruptedException {
        if (descriptionFile != null && text() == null) {
            description = new String(read(workspace), StandardCharsets.UTF_8);
            descriptionFile = null;
        }
    }

    private byte[] read(@CheckForNull FilePath workspace) throws IOException, InterruptedException {
        if (workspace == null) {
            throw new ProblemException(Category.INPUT, Problem.of("step.file-no-node", "", descriptionFile));
        }
        List<Fetched> files = WorkspaceFiles.read(workspace, List.of(descriptionFile), MOST_BYTES);
        if (files.size() != 1) {
            throw new ProblemException(Category.INPUT, Problem.of("step.network-one-file", "", descriptionFile));
        }
        return files.get(0).content();
    }

    /** The form. */
    public abstract static class NetworkStepDescriptor extends AwsRegionStepDescriptor {
        @Override
        final String[] subjectArguments() {
            return new String[] {"descriptionFile"};
        }

        /**
         * Checks that there is one description.
         *
         * @param item the job, or {@code null}
         * @param value the description
         * @param descriptionFile its file
         * @return an error when none or both are given
         */
        @POST
        public FormValidation doCheckDescription(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String descriptionFile) {
            boolean given = Util.fixEmptyAndTrim(value) != null;
            boolean inFile = Util.fixEmptyAndTrim(descriptionFile) != null;
            return FormAccess.maySee(item) && given == inFile
                    ? FormValidation.error(Words.of("step.network-description"))
                    : FormValidation.ok();
        }
    }
}
