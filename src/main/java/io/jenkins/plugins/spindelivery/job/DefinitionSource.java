package io.jenkins.plugins.spindelivery.job;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/** Where the definition of a Delivery pipeline is written. */
public abstract class DefinitionSource extends AbstractDescribableImpl<DefinitionSource> implements ExtensionPoint {

    /**
     * A definition as somebody wrote it.
     *
     * @param name what people call it, such as its path; for messages
     * @param text Spinnaker's JSON or YAML
     */
    public record Text(String name, String text) {
        /**
         * Reads it.
         *
         * @return the pipeline, whose graph may be wrong
         * @throws ProblemException with everything that is wrong, each with its line
         */
        public Definition read() {
            return Definition.read(name, text.getBytes(StandardCharsets.UTF_8), Definition.LIMITS);
        }
    }

    /**
     * Gets the definition for a run; may take as long as a checkout.
     *
     * @param run has just begun
     * @param listener the run's log
     * @return the text as it is now
     * @throws ProblemException when there is none
     * @throws IOException when it can't be read
     * @throws InterruptedException when the run is stopped
     */
    public abstract Text text(WorkflowRun run, TaskListener listener) throws IOException, InterruptedException;

    /**
     * The definition as far as it is known without a run.
     *
     * @param job the job whose definition this is
     * @return empty when it is not known yet
     * @throws IOException when what is known can't be read
     */
    public abstract Optional<Text> lastKnown(WorkflowJob job) throws IOException;

    /**
     * Takes note of a definition that a run has read and understood.
     *
     * @param job the run's job
     * @param text what {@link #text} gave
     * @throws IOException when it can't be kept
     */
    protected void keep(WorkflowJob job, Text text) throws IOException {
        // What is written in the job's own configuration is there anyway.
    }

    /**
     * What is polled for changes.
     *
     * @return the repositories that {@link #text} reads
     */
    public Collection<? extends SCM> scms() {
        return List.of();
    }
}
