package io.jenkins.plugins.spindelivery.engine.webhook;

import io.jenkins.plugins.spindelivery.engine.artifact.HttpExchange;
import java.util.Map;

/** Sends requests with the credentials that they name. */
@FunctionalInterface
public interface WebhookSender {

    /**
     * A request.
     *
     * @param method such as {@code POST}
     * @param url where to
     * @param headers without the credential's
     * @param body what to send; {@code null} for nothing
     * @param credential what to prove one's identity with
     */
    record Message(String method, String url, Map<String, String> headers, String body, Credential credential) {}

    /**
     * A credential by its name.
     *
     * @param id of the credential; empty for none
     * @param header the header that carries it
     * @param owner whose credentials are looked through, such as a build's id
     */
    record Credential(String id, String header, String owner) {
        /** No credential. */
        public static final Credential NONE = new Credential("", "", "");
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param location where the answer says that something is; empty for nowhere
     * @param body as text, without the credential if the server sent that back
     */
    record Answer(int status, String location, String body) {}

    /**
     * Sends a request.
     *
     * @param message the request
     * @return the answer
     * @throws HttpExchange.Unanswered when none came
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it may not be sent, there is no such
     *     credential, or the answer can't be used
     */
    Answer send(Message message);
}
