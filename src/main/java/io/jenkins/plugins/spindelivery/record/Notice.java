package io.jenkins.plugins.spindelivery.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;

/**
 * Something that a person should know of a stage.
 *
 * @param millis when, in milliseconds since 1970
 * @param level how bad it is
 * @param problem what it is; its text is made in the reader's language
 */
public record Notice(
        @JsonProperty("millis") long millis,
        @JsonProperty("level") Level level,
        @JsonProperty("problem") Problem problem) {

    /** How bad it is. */
    public enum Level {
        /** For information. */
        @JsonProperty("info")
        INFO,
        /** The work goes on. */
        @JsonProperty("warning")
        WARNING,
        /** The work fails. */
        @JsonProperty("error")
        ERROR
    }
}
