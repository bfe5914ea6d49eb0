package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/** How one type of source is asked over HTTP, and what its answers mean. Has no state. */
interface MetricProtocol {

    /**
     * A request, below the source's address.
     *
     * @param path begins with a slash; percent-encoded
     * @param query percent-encoded, without the question mark; empty for none
     * @param body what is posted; {@code null} for a GET
     * @param contentType of the body; {@code null} without one
     */
    record Question(String path, String query, String body, String contentType) {}

    /**
     * The request for a series.
     *
     * @throws MetricException when the query is no proper one
     */
    Question question(MetricQuery query);

    /**
     * The series in an answer.
     *
     * @param query what was asked
     * @param source the source's name, for messages
     * @param answer the body
     * @throws MetricException when it holds no series, or several
     */
    Series series(MetricQuery query, String source, JsonNode answer);

    /** What the source says is wrong with a question; empty when it does not say. */
    String complaint(JsonNode answer);

    /** What is in a query to no effect. */
    List<Problem> warnings(MetricQuery query);

    /** A request that needs no metric, to see whether the source is there and takes the credential. */
    Question greeting();

    /**
     * Whether an answer to the greeting is one of a source of this type.
     *
     * @param status its status
     * @param answer its body; missing when that is no JSON
     */
    boolean greets(int status, JsonNode answer);
}
