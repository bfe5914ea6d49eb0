package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.spindelivery.engine.operation.RetryAfter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a source answered to one request. */
final class SourceAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<byte[]> response;

    SourceAnswer(HttpResponse<byte[]> response) {
        this.response = response;
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** How long the source asks to wait; {@code null} when it does not say. */
    Duration retryAfter() {
        return RetryAfter.of(header("Retry-After"), header("Date")).orElse(null);
    }

    /** The body; missing when it is no JSON. */
    JsonNode tree() {
        try {
            JsonNode tree = JSON.readTree(response.body());
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }
}
