package io.jenkins.plugins.spindelivery.engine.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.expression.StageLookup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one stage of a pipeline may see of its run (reference: Orca's {@code StageContext} and {@code ContextParameterProcessor}).
 */
public interface PipelineScope {

    /**
     * The named values for expressions: the stage's own fields, the outputs of the stages before it, the nearest first, and
     * {@code execution}, {@code trigger}, {@code parameters}, {@code templateVariables}, {@code scmInfo}.
     *
     * @return by name; plain data and Jackson trees
     */
    Map<String, Object> roots();

    /**
     * The run, for helpers such as {@code #stage}.
     *
     * @return the look-up
     */
    StageLookup stages();

    /**
     * The artifacts of the stage: its own, those of the stages before it, and those that came with the trigger.
     *
     * @return the nearest first
     */
    List<ObjectNode> artifacts();

    /**
     * The artifact that an expected artifact was bound to.
     *
     * @param expectedArtifactId of the pipeline or of a stage before this one
     * @return the artifact
     */
    Optional<ObjectNode> boundArtifact(String expectedArtifactId);

    /**
     * Whether the stage's fields were evaluated already, so that steps take them as they are.
     *
     * @return true when the stage runs
     */
    boolean fieldsEvaluated();
}
