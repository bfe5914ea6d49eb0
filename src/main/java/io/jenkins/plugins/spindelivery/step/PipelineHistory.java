package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.ExtensionPoint;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import java.util.List;
import java.util.Optional;

/** Runs of Delivery pipelines, for steps: the job type that knows them is made of steps, and not the other way round. */
public interface PipelineHistory extends ExtensionPoint {

    /**
     * The job of a pipeline.
     *
     * @param folder where it is looked for
     * @param application the pipeline's; empty where it does not matter
     * @param pipeline its id, or its name, or the name of its job
     * @return empty when there is none that the current user may see
     */
    Optional<Job<?, ?>> job(ItemGroup<?> folder, String application, String pipeline);

    /**
     * The artifacts that a run has or had.
     *
     * @param run a build
     * @return what its stages made, the last first, then what it began with; empty for a build of anything else than a
     *     pipeline
     */
    Optional<List<ObjectNode>> artifacts(Run<?, ?> run);
}
