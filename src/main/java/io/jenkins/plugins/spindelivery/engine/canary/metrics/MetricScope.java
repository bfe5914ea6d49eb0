package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Whose metrics, where and when: what Kayenta calls a canary scope.
 *
 * @param scope what tells the canary's metrics from the baseline's, such as a workload's name; {@code ${scope}} in
 *     templates
 * @param location such as a namespace; {@code ${location}} in templates
 * @param start from when, inclusive
 * @param end until when, exclusive
 * @param step from one point to the next
 * @param parameters further variables for templates (Kayenta's {@code extendedScopeParams})
 */
public record MetricScope(
        String scope, String location, Instant start, Instant end, Duration step, Map<String, String> parameters) {

    public MetricScope {
        parameters = Map.copyOf(parameters);
    }
}
