package io.jenkins.plugins.spindelivery.job;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.cps.CpsFlowFactoryAction2;
import org.jenkinsci.plugins.workflow.flow.DurabilityHintProvider;
import org.jenkinsci.plugins.workflow.flow.FlowDefinition;
import org.jenkinsci.plugins.workflow.flow.FlowDefinitionDescriptor;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Makes a Pipeline job a Delivery pipeline: instead of a Jenkinsfile it runs a pipeline as Spinnaker's JSON has it, by a
 * small script that is made from it. So the job, its runs and everything that knows Pipelines stay Jenkins' own.
 */
public final class DeliveryDefinition extends FlowDefinition {
    private static final Logger LOGGER = Logger.getLogger(DeliveryDefinition.class.getName());

    private final DefinitionSource source;

    /** Names of the job's parameters that came from the definition; others are never touched. */
    private List<String> managedParameters = new ArrayList<>();

    private transient volatile Known known;

    /**
     * A definition.
     *
     * @param source where it is written
     */
    @DataBoundConstructor
    public DeliveryDefinition(DefinitionSource source) {
        this.source = Objects.requireNonNullElseGet(source, () -> new DefinitionText(""));
    }

    /**
     * Where the definition is written.
     *
     * @return as it is configured
     */
    public DefinitionSource getSource() {
        return source;
    }

    /**
     * The job's parameters that came from the definition.
     *
     * @return a copy
     */
    public List<String> getManagedParameters() {
        return new ArrayList<>(managedParameters);
    }

    /**
     * Tells which of the job's parameters came from the definition.
     *
     * @param managedParameters their names
     */
    @DataBoundSetter
    public void setManagedParameters(List<String> managedParameters) {
        this.managedParameters = new ArrayList<>(managedParameters == null ? List.of() : managedParameters);
    }

    /** Configurations that people or programs wrote need not name any parameters. */
    private Object readResolve() {
        setManagedParameters(managedParameters);
        return source == null ? new DeliveryDefinition(null) : this;
    }

    /**
     * The definition of a job, if it is a Delivery pipeline.
     *
     * @param job any job
     * @return its definition
     */
    public static Optional<DeliveryDefinition> of(Job<?, ?> job) {
        return job instanceof WorkflowJob pipeline && pipeline.getDefinition() instanceof DeliveryDefinition definition
                ? Optional.of(definition)
                : Optional.empty();
    }

    /**
     * The definition as far as it is known without a run.
     *
     * @param job the job whose definition this is
     * @return empty when no run has read it yet, and when it can't be read
     */
    public Optional<Definition> lastKnown(WorkflowJob job) {
        try {
            Optional<DefinitionSource.Text> text = source.lastKnown(job);
            Known before = known;
            if (before == null || !before.text().equals(text)) {
                before = new Known(text, text.flatMap(DeliveryDefinition::read));
                known = before;
            }
            return before.definition();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot read the definition of " + job.getFullName());
            return Optional.empty();
        }
    }

    private static Optional<Definition> read(DefinitionSource.Text text) {
        try {
            return Optional.of(text.read());
        } catch (ProblemException e) {
            // Whoever starts the job, or looks at its form, is told.
            return Optional.empty();
        }
    }

    /** A text and what it says; reading one takes longer than the queue should have to wait. */
    private record Known(Optional<DefinitionSource.Text> text, Optional<Definition> definition) {}

    @Override
    public Collection<? extends SCM> getSCMs() {
        return source.scms();
    }

    @Override
    public CpsFlowExecution create(
            @NonNull FlowExecutionOwner owner, @NonNull TaskListener listener, @NonNull List<? extends Action> actions)
            throws IOException, InterruptedException {
        if (!(owner.getExecutable() instanceof WorkflowRun run)) {
            throw new IOException("Only a build of a Pipeline job can run a Delivery pipeline");
        }
        PipelineStart start = new PipelineStart(run, listener);
        for (Action action : actions) {
            if (action instanceof CpsFlowFactoryAction2 again) {
                start.again();
                return again.create(this, owner, actions);
            }
        }
        String script = start.script(source);
        return new CpsFlowExecution(script, true, owner, DurabilityHintProvider.suggestedFor(run.getParent()));
    }

    /** Describes the definition. */
    @Extension
    @Symbol("spinDeliveryPipeline")
    public static final class DescriptorImpl extends FlowDefinitionDescriptor {

        @Override
        public String getDisplayName() {
            return Words.of("job.definition-name");
        }

        /** A form knows nothing of which parameters came from the definition, so that is taken over. */
        @Override
        public FlowDefinition newInstance(StaplerRequest2 request, @NonNull JSONObject form) throws FormException {
            DeliveryDefinition definition = (DeliveryDefinition) super.newInstance(request, form);
            Job<?, ?> job = request == null ? null : request.findAncestorObject(Job.class);
            if (job != null) {
                of(job).ifPresent(before -> definition.setManagedParameters(before.getManagedParameters()));
            }
            return definition;
        }
    }
}
