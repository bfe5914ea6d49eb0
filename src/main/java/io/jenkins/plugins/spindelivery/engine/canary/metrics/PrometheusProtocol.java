package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Range queries of Prometheus' HTTP API, which Thanos, Mimir and VictoriaMetrics answer too. See
 * https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries
 */
final class PrometheusProtocol implements MetricProtocol {
    /** What Prometheus gives at most for one series. */
    static final int MOST_POINTS = 11_000;

    /** Longer addresses are refused by some proxies; a POST may be refused by others. */
    private static final int LONGEST_ADDRESS = 2_000;

    private static final int SHOWN_SERIES = 3;
    private static final int MILLIS = 1000;
    private static final int OK = 200;

    @Override
    public Question question(MetricQuery query) {
        Grid grid = new Grid(query, MOST_POINTS);
        String end = ScopeVariables.seconds(Instant.ofEpochMilli(grid.lastMillis()));
        String parameters = "query=" + encoded(PrometheusExpression.of(query))
                + "&start=" + ScopeVariables.seconds(query.scope().start())
                + "&end=" + end
                + "&step=" + ScopeVariables.seconds(query.scope().step());
        String path = "/api/v1/query_range";
        return parameters.length() <= LONGEST_ADDRESS
                ? new Question(path, parameters, null, null)
                : new Question(path, "", parameters, "application/x-www-form-urlencoded");
    }

    @Override
    public Series series(MetricQuery query, String source, JsonNode answer) {
        JsonNode data = answer.path("data");
        JsonNode result = data.path("result");
        if (!answer.path("status").asText().equals("success")
                || !data.path("resultType").asText().equals("matrix")
                || !result.isArray()) {
            throw strange(query, source);
        }
        Grid grid = new Grid(query, MOST_POINTS);
        if (result.isEmpty()) {
            return grid.nothing();
        } else if (result.size() > 1) {
            throw MetricException.wrong(
                    "canary.series-several", query.metric(), source, Integer.toString(result.size()), labels(result));
        }
        if (result.get(0).has("histograms")) {
            throw MetricException.wrong("canary.series-histogram", query.metric(), source);
        }
        double[] values = grid.gaps();
        for (JsonNode point : result.get(0).path("values")) {
            put(point, grid, values, query, source);
        }
        return grid.series(values);
    }

    private static void put(JsonNode point, Grid grid, double[] values, MetricQuery query, String source) {
        if (!point.isArray() || point.size() != 2 || !point.get(0).isNumber()) {
            throw strange(query, source);
        }
        long index = grid.nearest(point.get(0).doubleValue() * MILLIS);
        if (index >= 0 && index < values.length) {
            values[(int) index] = Numbers.of(point.get(1)).orElseThrow(() -> strange(query, source));
        }
    }

    private static MetricException strange(MetricQuery query, String source) {
        return MetricException.lasting(
                MetricException.Category.ACCESS, "canary.source-not-prometheus", query.metric(), source);
    }

    private static String labels(JsonNode result) {
        List<String> shown = new ArrayList<>();
        for (JsonNode series : result) {
            if (shown.size() == SHOWN_SERIES) {
                shown.add("…");
                break;
            }
            shown.add(series.path("metric").properties().stream()
                    .map(label -> label.getKey() + "=\"" + label.getValue().asText() + "\"")
                    .collect(Collectors.joining(", ", "{", "}")));
        }
        return String.join(" ", shown);
    }

    @Override
    public String complaint(JsonNode answer) {
        return answer.path("error").asText();
    }

    @Override
    public List<Problem> warnings(MetricQuery query) {
        return PrometheusExpression.warnings(query);
    }

    @Override
    public Question greeting() {
        return new Question("/api/v1/query", "query=1", null, null);
    }

    @Override
    public boolean greets(int status, JsonNode answer) {
        return status == OK && answer.path("status").asText().equals("success");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
