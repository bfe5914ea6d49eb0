package io.jenkins.plugins.spindelivery.engine.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Objects;

/**
 * A moment in a {@link GatedOperation} in which something may run that the engine knows nothing of: the block of a
 * Pipeline step, a program.
 *
 * @param id unlike any other gate's of the same operation, and the same after a restart
 * @param variables what the block may read as environment variables, such as {@code SPIN_CANARY_NAME}; never secret
 */
public record Gate(@JsonProperty("id") String id, @JsonProperty("variables") Map<String, String> variables) {

    public Gate {
        Objects.requireNonNull(id, "id");
        variables = variables == null ? Map.of() : Map.copyOf(variables);
    }
}
