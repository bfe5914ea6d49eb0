package io.jenkins.plugins.spindelivery.engine.canary.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.StreamSupport;

/** What numpy and scipy say, made by {@code bench/peers/scipy/make_numbers.py}. */
final class Numbers {
    private Numbers() {}

    static Iterable<JsonNode> pairs() {
        return all().get("pairs");
    }

    static Iterable<JsonNode> outliers() {
        return all().get("outliers");
    }

    static double[] list(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    private static JsonNode all() {
        try (InputStream in = Numbers.class.getResourceAsStream("numbers.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
