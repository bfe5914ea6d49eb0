package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The body of a refusal: {@code kind: Status} of the API, or whatever a proxy in between sends.
 *
 * @param kubernetes whether it is a {@code Status}, so that a Kubernetes API server spoke
 * @param reason the API's word, such as {@code Conflict}; empty without one
 * @param message the server's text
 * @param details the API's {@code details}; missing without any
 */
record StatusBody(boolean kubernetes, String reason, String message, JsonNode details) {
    private static final Pattern UID_MISMATCH = Pattern.compile("UID in (the )?precondition");

    /**
     * One cause of {@code details.causes}.
     *
     * @param reason such as {@code FieldValueInvalid}
     * @param message the server's text
     * @param field such as {@code spec.replicas}; a leading dot is taken away
     */
    record Cause(String reason, String message, String field) {}

    static StatusBody of(Answer answer) {
        JsonNode tree = Json.read(answer.body());
        if (tree.path("kind").asText("").equals("Status")) {
            return new StatusBody(
                    true, tree.path("reason").asText(""), tree.path("message").asText(""), tree.path("details"));
        }
        return new StatusBody(false, "", "", MissingNode.getInstance());
    }

    List<Cause> causes() {
        List<Cause> causes = new ArrayList<>();
        for (JsonNode cause : details.path("causes")) {
            String field = cause.path("field").asText("").replaceFirst("^\\.", "");
            causes.add(new Cause(
                    cause.path("reason").asText(""), cause.path("message").asText(""), field));
        }
        return causes;
    }

    /**
     * Whether the server looked for the object and did not find it. An unknown path is also reported as
     * {@code NotFound}, but names no object.
     */
    boolean isObjectMissing() {
        return kubernetes
                && reason.equals("NotFound")
                && !details.path("name").asText("").isEmpty();
    }

    /** Whether the object has another uid than the one asked for: that object is gone, this is its successor. */
    boolean isUidMismatch() {
        return reason.equals("Conflict") && UID_MISMATCH.matcher(message).find();
    }
}
