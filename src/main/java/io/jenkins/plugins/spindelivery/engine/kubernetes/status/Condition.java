package io.jenkins.plugins.spindelivery.engine.kubernetes.status;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One of an object's {@code status.conditions}.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason one word for programs; may be empty
 * @param message for people; may be empty
 * @param since when it took this status, as the API writes times; may be empty
 * @param observedGeneration the generation it was set for; 0 when the condition does not say
 */
record Condition(String status, String reason, String message, String since, long observedGeneration) {

    static Condition of(Fields fields) {
        return new Condition(
                status(fields),
                fields.text("reason"),
                fields.text("message"),
                fields.text("lastTransitionTime"),
                fields.generation("observedGeneration"));
    }

    private static String status(Fields fields) {
        JsonNode status = fields.json().path("status");
        // True without quotes is what people write by hand.
        return status.isBoolean() ? (status.booleanValue() ? "True" : "False") : fields.text("status");
    }

    boolean isTrue() {
        return status.equals("True");
    }

    boolean isFalse() {
        return status.equals("False");
    }

    /** What it says to a person: reason and message, as far as there are any. */
    String says() {
        if (reason.isEmpty() || message.isEmpty()) {
            return reason + message;
        }
        return reason + ": " + message;
    }
}
