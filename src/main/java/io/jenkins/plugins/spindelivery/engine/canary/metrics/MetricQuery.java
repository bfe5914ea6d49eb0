package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A question for one series.
 *
 * @param metric the metric's name in the configuration, for messages
 * @param query as the configuration has it
 * @param templates the configuration's query templates by name
 * @param scope whose metrics, where and when
 */
public record MetricQuery(String metric, JsonNode query, Map<String, String> templates, MetricScope scope) {

    public MetricQuery {
        templates = Map.copyOf(templates);
    }
}
