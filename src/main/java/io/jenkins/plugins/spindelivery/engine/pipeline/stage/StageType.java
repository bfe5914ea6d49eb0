package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one of Spinnaker's stage types comes to here. Stateless. What all stages have in common (name, requisites, fail
 * options, {@code stageEnabled}, windows, {@code stageTimeoutMs}, notifications, {@code expectedArtifacts}) is not its
 * business.
 *
 * <p>What Spinnaker has no field for stands in the stage's map {@code spinDelivery}, by the names of the step's arguments:
 * Spinnaker ignores it, and an export keeps it.
 */
public interface StageType {

    /**
     * The types that it serves.
     *
     * @return as {@code type} or {@code alias} names them
     */
    Set<String> names();

    /**
     * The calls that do what the stage does, one after the other. Whatever can't be done, or is done otherwise than in
     * Spinnaker, is given to {@link Mapping#found}; with a finding that it {@link Finding.Weight#CANNOT} run the calls are
     * not to be made.
     *
     * @param stage the stage's JSON; with expressions unless {@link Mapping#running}
     * @param mapping what surrounds it
     * @return nearly always one
     */
    List<StepCall> calls(ObjectNode stage, Mapping mapping);

    /**
     * Writes what a form changed back into the stage. Only what differs between the calls is written, and every other field
     * stays as it is, so an unchanged form changes nothing.
     *
     * @param stage the stage's JSON before
     * @param before its calls
     * @param after the calls that are wanted, of the same functions
     * @return the stage's JSON, a new tree
     */
    ObjectNode write(ObjectNode stage, List<StepCall> before, List<StepCall> after);

    /**
     * Fields whose expressions are not evaluated together with the others when the stage begins.
     *
     * @param stage the stage's JSON
     * @return names of fields of the stage; {@code stageEnabled} is always among them and need not be named
     */
    default Set<String> leaveUnevaluated(ObjectNode stage) {
        return Set.of();
    }

    /**
     * Where the stage needs an agent with a workspace.
     *
     * @param stage the stage's JSON
     * @return the agent's label, empty for any agent; nothing when it runs without one
     */
    default Optional<String> agent(ObjectNode stage) {
        return Optional.empty();
    }

    /**
     * What later stages see of the stage, under Spinnaker's names.
     *
     * @param stage the stage's JSON, evaluated
     * @param values what the steps returned, one for each call
     * @return the stage's outputs
     */
    ObjectNode outputs(ObjectNode stage, List<JsonNode> values);
}
