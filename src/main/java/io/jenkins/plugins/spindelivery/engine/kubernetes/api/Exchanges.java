package io.jenkins.plugins.spindelivery.engine.kubernetes.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;

/** The calls over one connection: each has an answer, or an exception that says in plain words why there is none. */
final class Exchanges {
    private final Transport transport;

    Exchanges(Transport transport) {
        this.transport = transport;
    }

    /**
     * Sends a request.
     *
     * @param call what it is for
     * @param request the request
     * @return the answer, whatever its status
     * @throws ApiException when there is no whole answer in time
     */
    Answer any(Call call, Request request) {
        try {
            return transport.send(request);
        } catch (IOException e) {
            throw NetworkErrors.of(call, transport.server(), request.timeout(), e);
        }
    }

    /**
     * Sends a request that is to succeed.
     *
     * @param call what it is for
     * @param request the request
     * @return the answer, with a status of success
     * @throws ApiException when the server refuses it, or there is no whole answer in time
     */
    Answer successful(Call call, Request request) {
        Answer answer = any(call, request);
        if (!answer.successful()) {
            throw ApiErrors.of(call, answer);
        }
        return answer;
    }

    /**
     * Sends a request that is to succeed, and reads the answer.
     *
     * @param call what it is for
     * @param request the request
     * @return the answer's body
     * @throws ApiException as {@link #successful} and {@link #tree(Call, Answer)} have it
     */
    ObjectNode tree(Call call, Request request) {
        return tree(call, successful(call, request));
    }

    /**
     * Reads an answer.
     *
     * @param call what it is for
     * @param answer a successful one
     * @return its body
     * @throws ApiException when that is no JSON object, so that it does not come from a Kubernetes API server
     */
    ObjectNode tree(Call call, Answer answer) {
        JsonNode tree = Json.read(answer.body());
        if (tree instanceof ObjectNode object) {
            return object;
        }
        Problem problem = Problem.of(
                "kubernetes.api-not-kubernetes", call.what(), transport.server(), answer.first("Content-Type"));
        throw new ApiException(Category.ACCESS, problem, answer.status(), "", MissingNode.getInstance(), null, null);
    }

    /** A tree as the body of a request. */
    static String text(JsonNode tree) {
        try {
            return Json.MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always writable", e);
        }
    }
}
