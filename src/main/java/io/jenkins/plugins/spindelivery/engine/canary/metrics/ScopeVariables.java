package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What templates may mention of a scope. */
final class ScopeVariables {
    private ScopeVariables() {}

    /**
     * The variables of a scope, by name. Kayenta's are {@code scope}, {@code location}, {@code project} and
     * {@code resourceType} (the last two are further parameters of the scope); {@code start}, {@code end} and {@code step}
     * in seconds, {@code startMillis}, {@code endMillis}, {@code startTime} and {@code endTime} (ISO 8601) are ours. What is
     * empty is not among them, and the scope's own parameters go before all others, as in Kayenta.
     */
    static Map<String, String> of(MetricScope scope) {
        Map<String, String> variables = new HashMap<>();
        put(variables, "scope", scope.scope());
        put(variables, "location", scope.location());
        variables.put("start", seconds(scope.start()));
        variables.put("end", seconds(scope.end()));
        variables.put("startMillis", Long.toString(scope.start().toEpochMilli()));
        variables.put("endMillis", Long.toString(scope.end().toEpochMilli()));
        variables.put("startTime", scope.start().toString());
        variables.put("endTime", scope.end().toString());
        variables.put("step", seconds(scope.step()));
        scope.parameters().forEach((name, value) -> put(variables, name, value));
        return Map.copyOf(variables);
    }

    private static void put(Map<String, String> variables, String name, String value) {
        if (value != null && !value.isEmpty()) {
            variables.put(name, value);
        }
    }

    /** A time in seconds since 1970, with milliseconds where it has any. */
    static String seconds(Instant time) {
        return seconds(time.toEpochMilli());
    }

    /** A duration in seconds, with milliseconds where it has any. */
    static String seconds(Duration duration) {
        return seconds(duration.toMillis());
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }
}
