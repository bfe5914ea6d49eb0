package io.jenkins.plugins.spindelivery.engine.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/**
 * What came of what ran at a {@link Gate}.
 *
 * @param gate the gate's id
 * @param passed whether it ended well
 * @param message why it did not, in words; empty when it did
 */
public record GateAnswer(
        @JsonProperty("gate") String gate,
        @JsonProperty("passed") boolean passed,
        @JsonProperty("message") String message) {

    public GateAnswer {
        Objects.requireNonNull(gate, "gate");
        message = message == null ? "" : message;
    }
}
