package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Questions for tests: a metric called {@code errors} of the scope {@code web-canary} in {@code shop}. */
final class Queries {
    static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    static final Duration STEP = Duration.ofSeconds(60);

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private Queries() {}

    /** Five points, a minute apart. */
    static MetricScope scope(Map<String, String> parameters) {
        return new MetricScope("web-canary", "shop", START, START.plusSeconds(300), STEP, parameters);
    }

    /** A query as the configuration has it, in JSON with single quotes. */
    static MetricQuery of(String query) {
        return of(query, Map.of(), scope(Map.of()));
    }

    static MetricQuery of(String query, Map<String, String> templates, MetricScope scope) {
        try {
            return new MetricQuery("errors", JSON.readTree(query), templates, scope);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A whole expression. */
    static MetricQuery promQl(String expression, MetricScope scope) {
        MetricQuery query = of("{'type': 'prometheus'}", Map.of(), scope);
        ((ObjectNode) query.query()).put("customInlineTemplate", "PromQL:" + expression);
        return query;
    }

    static MetricSource open(String type, String address) {
        return MetricSourceTypes.open(MetricSourceSpec.of("numbers", type, address), HttpClient.newBuilder());
    }

    static Outcome<Series> ask(MetricSource source, MetricQuery query) {
        return source.fetch(List.of(query), Runnable::run).get(0);
    }

    static Series series(MetricSource source, MetricQuery query) {
        Outcome<Series> outcome = ask(source, query);
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
        return outcome.value();
    }

    static MetricException failure(MetricSource source, MetricQuery query) {
        Outcome<Series> outcome = ask(source, query);
        if (outcome.failure() instanceof MetricException failure) {
            return failure;
        }
        throw new AssertionError("no failure but " + outcome, outcome.failure());
    }
}
