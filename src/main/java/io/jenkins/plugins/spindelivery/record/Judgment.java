package io.jenkins.plugins.spindelivery.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A question to a person, and the answer.
 *
 * @param message the question
 * @param instructions what to look at before answering; may be empty
 * @param choices what may be answered; empty for yes or no
 * @param submitters the users and groups who may answer; empty for everyone with the permission
 * @param inputId the id of the Pipeline's input; empty in a delivery after a freestyle build
 * @param approved whether the delivery goes on; {@code null} while nobody has answered
 * @param choice what was answered; empty without choices
 * @param judge the user id of whoever answered
 * @param judgeName the same user's name
 * @param judgedMillis when, in milliseconds since 1970; 0 while nobody has answered
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Judgment(
        @JsonProperty("message") String message,
        @JsonProperty("instructions") String instructions,
        @JsonProperty("choices") List<String> choices,
        @JsonProperty("submitters") List<String> submitters,
        @JsonProperty("inputId") String inputId,
        // NON_DEFAULT would leave a no out, as if nobody had answered.
        @JsonProperty("approved") @JsonInclude(JsonInclude.Include.NON_NULL) Boolean approved,
        @JsonProperty("choice") String choice,
        @JsonProperty("judge") String judge,
        @JsonProperty("judgeName") String judgeName,
        @JsonProperty("judgedMillis") long judgedMillis) {

    public Judgment {
        message = orEmpty(message);
        instructions = orEmpty(instructions);
        choices = choices == null ? List.of() : List.copyOf(choices);
        submitters = submitters == null ? List.of() : List.copyOf(submitters);
        inputId = orEmpty(inputId);
        choice = orEmpty(choice);
        judge = orEmpty(judge);
        judgeName = orEmpty(judgeName);
    }

    /**
     * The same question with an answer.
     *
     * @param yes whether the delivery goes on
     * @param answer what was chosen; empty without choices
     * @param user the id of whoever answered
     * @param name the name of whoever answered
     * @param millis when, in milliseconds since 1970
     * @return the judgment
     */
    public Judgment answered(boolean yes, String answer, String user, String name, long millis) {
        return new Judgment(message, instructions, choices, submitters, inputId, yes, answer, user, name, millis);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
