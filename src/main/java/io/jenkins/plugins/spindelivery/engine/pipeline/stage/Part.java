package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fields of a stage and arguments of a step that mean the same: often one of each, sometimes several that only together say
 * something. {@link FieldStage} is made of parts.
 */
interface Part {

    /** The arguments that it reads. */
    List<String> arguments();

    /** Whether two values of one of its arguments say the same. */
    default boolean same(String argument, JsonNode one, JsonNode other) {
        return Trees.same(one, other);
    }

    /** Whether none of its fields counts once one of its arguments stands under {@code spinDelivery}. */
    default boolean together() {
        return false;
    }

    /** Adds the arguments that the stage gives; those without a value are left out. */
    void read(ObjectNode stage, Report report, Map<String, JsonNode> call);

    /**
     * Writes arguments into the stage as far as its fields can hold them: what a later {@link #read} does not give again is
     * kept under {@code spinDelivery} by the caller.
     *
     * @param stage to be changed
     * @param wanted the arguments that have a value
     * @param changed those that are others than before, of {@link #arguments}
     */
    void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed);
}
