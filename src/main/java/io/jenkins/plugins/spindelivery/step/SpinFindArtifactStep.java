package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.delivery.StageResult;
import io.jenkins.plugins.spindelivery.delivery.Task;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactResolver;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactResolver.Resolution;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ExpectedArtifact;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code spinFindArtifact}: finds artifacts of the newest run of a Delivery pipeline. */
public final class SpinFindArtifactStep extends StageStep {
    private static final long serialVersionUID = 1L;
    private static final String EXPECTED = "expectedArtifacts";

    /** How many builds are looked at for one that fits. */
    private static final int LOOK_BACK = 200;

    private static final ObjectMapper JSON = new ObjectMapper();

    private String job;
    private String application;
    private String pipeline;
    private boolean successful = true;
    private boolean failed;
    private boolean running;
    private Object expectedArtifacts;

    /** A step that looks for nothing yet. */
    @DataBoundConstructor
    public SpinFindArtifactStep() {
        super("");
    }

    /** The job whose runs are looked at, as seen from the build's; {@code null} when a pipeline is named. */
    @CheckForNull
    public String getJob() {
        return job;
    }

    /** Names the job. */
    @DataBoundSetter
    public void setJob(String job) {
        this.job = Util.fixEmptyAndTrim(job);
    }

    /** The pipeline's application; {@code null} for any. */
    @CheckForNull
    public String getApplication() {
        return application;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    /** The pipeline's id or name, in the folder of the build's job; {@code null} when a job is named. */
    @CheckForNull
    public String getPipeline() {
        return pipeline;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setPipeline(String pipeline) {
        this.pipeline = Util.fixEmptyAndTrim(pipeline);
    }

    /** Whether a run that ended well will do. */
    public boolean isSuccessful() {
        return successful;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setSuccessful(boolean successful) {
        this.successful = successful;
    }

    /** Whether a run that failed will do. */
    public boolean isFailed() {
        return failed;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setFailed(boolean failed) {
        this.failed = failed;
    }

    /** Whether a run that goes on will do. */
    public boolean isRunning() {
        return running;
    }

    /** Chooses it. */
    @DataBoundSetter
    public void setRunning(boolean running) {
        this.running = running;
    }

    /** What is looked for: a list of maps, or the same as YAML; see {@link ExpectedArtifact#listOf}. */
    @CheckForNull
    public Object getExpectedArtifacts() {
        return expectedArtifacts;
    }

    /** Sets it. */
    @DataBoundSetter
    public void setExpectedArtifacts(Object expectedArtifacts) {
        this.expectedArtifacts = Values.plain(expectedArtifacts);
    }

    @Override
    public String type() {
        return "find-artifact";
    }

    @Override
    public String subject() {
        return Stream.of(application, pipeline, job)
                .filter(part -> part != null)
                .collect(Collectors.joining(" "));
    }

    @Override
    public Task begin(StageContext context) {
        StepInput input = new StepInput(context);
        List<ExpectedArtifact> expected = expected(input);
        String name = input.text("job", job);
        String of = input.text("application", application);
        String wanted = input.text("pipeline", pipeline);
        if (name.isEmpty() == wanted.isEmpty()) {
            input.refuse(Problem.of("step.artifact-run-which", "job"));
        }
        if (!successful && !failed && !running) {
            input.refuse(Problem.of("step.artifact-run-none", "successful"));
        }
        input.check();
        Job<?, ?> found = find(context, name, of, wanted);
        Run<?, ?> run = newest(found, context.run());
        List<ObjectNode> artifacts = artifacts(run).orElse(List.of());
        return new Task.Done(
                StageResult.succeeded(value(run, new ArtifactResolver(artifacts, List::of, false).resolve(expected))));
    }

    private List<ExpectedArtifact> expected(StepInput input) {
        if (expectedArtifacts == null) {
            input.refuse(Problem.of("step.artifact-expected-none", EXPECTED));
            return List.of();
        }
        try {
            JsonNode tree = input.tree(EXPECTED, FlowExpressions.tree(EXPECTED, expectedArtifacts));
            return ExpectedArtifact.listOf(tree, EXPECTED);
        } catch (ProblemException e) {
            e.problems().forEach(input::refuse);
            return List.of();
        }
    }

    /** Whoever the build runs as has to see the job: what its runs made is as secret as they are. */
    private static Job<?, ?> find(StageContext context, String name, String application, String pipeline) {
        ItemGroup<?> folder = context.run().getParent().getParent();
        try (ACLContext as = ACL.as2(context.authentication())) {
            Optional<Job<?, ?>> found = name.isEmpty()
                    ? ExtensionList.lookup(PipelineHistory.class).stream()
                            .flatMap(history -> history.job(folder, application, pipeline).stream())
                            .findFirst()
                    : Optional.ofNullable(Jenkins.get().getItem(name, folder, Job.class));
            return found.filter(job -> job.hasPermission(Item.READ))
                    .orElseThrow(() -> wrong(Problem.of(
                            "step.artifact-job-unknown",
                            "",
                            (name + pipeline).strip(),
                            context.authentication().getName())));
        }
    }

    private Run<?, ?> newest(Job<?, ?> found, Run<?, ?> own) {
        Run<?, ?> run = found.getLastBuild();
        for (int looked = 0; run != null && looked < LOOK_BACK; looked++) {
            if (run != own && fits(run) && artifacts(run).isPresent()) {
                return run;
            }
            run = run.getPreviousBuild();
        }
        throw wrong(Problem.of("step.artifact-run-unknown", "", found.getFullName()));
    }

    /** A run with a halted branch has ended well for Spinnaker; one that somebody stopped is none of the three. */
    private boolean fits(Run<?, ?> run) {
        Result result = run.getResult();
        if (run.isBuilding() || result == null) {
            return running;
        }
        return result.isBetterOrEqualTo(Result.UNSTABLE) ? successful : failed && result == Result.FAILURE;
    }

    private static Optional<List<ObjectNode>> artifacts(Run<?, ?> run) {
        return ExtensionList.lookup(PipelineHistory.class).stream()
                .flatMap(history -> history.artifacts(run).stream())
                .findFirst();
    }

    private static Map<String, Object> value(Run<?, ?> run, Resolution found) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("job", run.getParent().getFullName());
        value.put("number", run.getNumber());
        value.put("url", run.getUrl());
        value.put("artifacts", JSON.convertValue(found.artifacts(), Object.class));
        value.put("resolvedExpectedArtifacts", JSON.convertValue(found.resolvedExpectedArtifacts(), Object.class));
        return value;
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }

    /** The step in menus and snippets. */
    @Extension
    public static final class DescriptorImpl extends StageStepDescriptor {
        @Override
        public String getFunctionName() {
            return "spinFindArtifact";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("step.find-artifact-display-name");
        }

        @Override
        String[] subjectArguments() {
            return new String[] {"application", "pipeline", "job"};
        }

        /** Checks {@link SpinFindArtifactStep#getExpectedArtifacts()}. */
        @POST
        public FormValidation doCheckExpectedArtifacts(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.maySee(item)
                    ? FieldChecks.reading(
                            value, text -> ExpectedArtifact.listOf(FlowExpressions.tree(EXPECTED, text), EXPECTED))
                    : FormValidation.ok();
        }
    }
}
