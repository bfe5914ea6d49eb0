package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call of one of our Pipeline steps.
 *
 * @param function the step's name, such as {@code spinDeploy}
 * @param arguments by name, in the order in which a person would write them; those that have no value are left out
 */
public record StepCall(String function, Map<String, JsonNode> arguments) {
    public StepCall {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
}
