package io.jenkins.plugins.spindelivery.engine.canary.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which metrics are compared, and how their classifications become a score: Kayenta's canary configuration.
 *
 * @param name the configuration's name; may be empty
 * @param metrics at least one
 * @param groupWeights the share of each group in the score, in percent; groups that are not in it share the rest
 * @param templates query templates by name, which metrics refer to
 * @param thresholds the configuration's own thresholds, if it has any
 */
public record CanaryConfig(
        String name,
        List<CanaryMetric> metrics,
        Map<String, Double> groupWeights,
        Map<String, String> templates,
        Optional<ScoreThresholds> thresholds) {

    public CanaryConfig {
        metrics = List.copyOf(metrics);
        groupWeights = Map.copyOf(groupWeights);
        templates = Map.copyOf(templates);
    }
}
