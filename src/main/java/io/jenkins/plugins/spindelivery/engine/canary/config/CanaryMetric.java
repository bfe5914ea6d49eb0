package io.jenkins.plugins.spindelivery.engine.canary.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A metric of a canary configuration.
 *
 * @param name unlike any other metric's of the configuration
 * @param query what to ask of the metric source, as the configuration has it; its field {@code type} names the source's
 *     type
 * @param groups the groups that it counts in; never empty, because a metric without any counts in one of its own
 * @param scopeName the canary scope that it is measured in, {@code default} unless the configuration says otherwise
 * @param analysis how its two series are compared
 */
public record CanaryMetric(
        String name, JsonNode query, List<String> groups, String scopeName, MetricAnalysis analysis) {

    public CanaryMetric {
        groups = List.copyOf(groups);
    }
}
