package io.jenkins.plugins.spindelivery.engine.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The run of a pipeline, as Spinnaker's helpers ask for it: {@code #stage('Bake')}, {@code #judgment('Ask')} and their
 * kin. Maps and lists are plain data as expressions see them, and are not changed.
 */
public interface StageLookup {

    /**
     * A stage by its name.
     *
     * @param name as the definition writes it
     * @return {@code refId}, {@code name}, {@code type}, {@code status}, {@code startTime}, {@code endTime},
     *     {@code context}, {@code outputs}; the nearest stage before this one where several have the name
     */
    Optional<Map<String, Object>> stage(String name);

    /**
     * A stage by its refId.
     *
     * @param refId as the definition writes it
     * @return as {@link #stage}
     */
    Optional<Map<String, Object>> stageByRefId(String refId);

    /**
     * The stage whose fields are evaluated.
     *
     * @return as {@link #stage}
     */
    Map<String, Object> currentStage();

    /**
     * The choice of a manual judgment.
     *
     * @param name of the stage that asked
     * @return what was chosen; nothing when there is no such stage, or it has no answer yet
     */
    Optional<String> judgment(String name);

    /**
     * The id of another pipeline of the same application.
     *
     * @param name the pipeline's
     * @return its id
     */
    Optional<String> pipelineId(String name);

    /**
     * What stages before this one deployed.
     *
     * @param names of the stages that count; all when empty
     * @return as Spinnaker's {@code #deployedServerGroups}
     */
    List<Map<String, Object>> deployedServerGroups(List<String> names);

    /**
     * A label of a manifest that a stage deployed.
     *
     * @param stage the stage's name
     * @param kind of the manifest, in whatever case
     * @param label the label's name
     * @return its value
     */
    Optional<String> manifestLabelValue(String stage, String kind, String label);

    /**
     * The artifacts that the pipeline's expected artifacts were bound to.
     *
     * @return in the definition's order
     */
    List<Map<String, Object>> resolvedArtifacts();
}
