package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/**
 * A query for CloudWatch, whose form is ours because Kayenta has none. Either one metric: {@code namespace},
 * {@code metricName}, {@code dimensions}, {@code stat}, {@code unit}; or {@code expression}, metric math over
 * {@code metrics}, which are such metrics by the ids that the expression mentions. {@code period} is in seconds. Values of
 * dimensions are templates, and nothing else is: an expression that held a value could be made to say anything.
 */
final class CloudWatchQuery {
    /** The id of the series that is wanted. */
    static final String RESULT = "spin_result";

    private static final Set<String> METRIC = Set.of("namespace", "metricName", "dimensions", "stat", "unit");
    private static final Set<String> COMMON = Set.of("type", "serviceType", "period");
    private static final Pattern ID = Pattern.compile("[a-z][A-Za-z0-9_]{0,254}");
    private static final Pattern STAT = Pattern.compile("Average|Sum|Minimum|Maximum|SampleCount|IQM"
            + "|(p|tm|tc|ts|wm)\\d{1,3}(\\.\\d{1,10})?|(TM|TC|TS|WM|PR)\\([\\d.%]*:[\\d.%]*\\)");
    private static final Set<Long> SHORT_PERIODS = Set.of(1L, 5L, 10L, 20L, 30L);
    private static final long MINUTE = 60;
    private static final long DAY = 86_400;
    private static final int MOST_DIMENSIONS = 30;

    /** 500 queries are one request's limit, and the expression is one. */
    private static final int MOST_METRICS = 499;

    private final MetricQuery query;
    private final Template template;
    private final int period;

    private CloudWatchQuery(MetricQuery query) {
        this.query = query;
        this.template = new Template(query.metric(), ScopeVariables.of(query.scope()));
        this.period = (int) period();
    }

    /**
     * What is asked for a series.
     *
     * @return of which only {@link #RESULT} returns data
     * @throws MetricException when the query is no proper one
     */
    static List<MetricDataQuery> of(MetricQuery query) {
        return new CloudWatchQuery(query).questions();
    }

    private List<MetricDataQuery> questions() {
        JsonNode fields = query.query();
        String expression = QueryFields.text(query, "expression");
        if (expression.isBlank()) {
            checkFields(fields, union(COMMON, METRIC, Set.of("expression", "metrics")));
            if (fields.has("metrics")) {
                throw wrong("canary.cloudwatch-metrics-alone");
            }
            return List.of(metric(RESULT, fields, true));
        }
        checkFields(fields, union(COMMON, Set.of("expression", "metrics")));
        if (expression.contains("${")) {
            throw wrong("canary.cloudwatch-expression-variable");
        }
        JsonNode metrics = fields.path("metrics");
        if (!metrics.isObject() || metrics.isEmpty() || metrics.size() > MOST_METRICS) {
            throw wrong("canary.cloudwatch-metrics", MOST_METRICS);
        }
        List<MetricDataQuery> questions = new ArrayList<>();
        metrics.properties().forEach(metric -> {
            if (!ID.matcher(metric.getKey()).matches() || metric.getKey().equals(RESULT)) {
                throw wrong("canary.cloudwatch-id", metric.getKey());
            } else if (!metric.getValue().isObject()) {
                throw wrong("canary.cloudwatch-metrics", MOST_METRICS);
            }
            checkFields(metric.getValue(), METRIC);
            questions.add(metric(metric.getKey(), metric.getValue(), false));
        });
        questions.add(MetricDataQuery.builder()
                .id(RESULT)
                .expression(expression)
                .period(period)
                .returnData(true)
                .build());
        return questions;
    }

    private MetricDataQuery metric(String id, JsonNode fields, boolean returned) {
        String stat = text(fields, "stat");
        if (!stat.isEmpty() && !STAT.matcher(stat).matches()) {
            throw wrong("canary.cloudwatch-stat", stat);
        }
        String unit = text(fields, "unit");
        Metric metric = Metric.builder()
                .namespace(needed(fields, "namespace"))
                .metricName(needed(fields, "metricName"))
                .dimensions(dimensions(fields.path("dimensions")))
                .build();
        MetricStat asked = MetricStat.builder()
                .metric(metric)
                .period(period)
                .stat(stat.isEmpty() ? "Average" : stat)
                .unit(unit.isEmpty() ? null : unit)
                .build();
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(asked)
                .returnData(returned)
                .build();
    }

    private List<Dimension> dimensions(JsonNode dimensions) {
        if (dimensions.isMissingNode() || dimensions.isNull()) {
            return List.of();
        } else if (!dimensions.isObject() || dimensions.size() > MOST_DIMENSIONS) {
            throw wrong("canary.cloudwatch-dimensions", MOST_DIMENSIONS);
        }
        List<Dimension> all = new ArrayList<>();
        dimensions.properties().forEach(dimension -> {
            if (!dimension.getValue().isTextual()) {
                throw wrong("canary.cloudwatch-dimensions", MOST_DIMENSIONS);
            }
            String value = template.fill(dimension.getValue().textValue(), new AsItIs());
            all.add(Dimension.builder().name(dimension.getKey()).value(value).build());
        });
        return all;
    }

    /** The step, unless the query has a period of its own. */
    private long period() {
        JsonNode given = query.query().path("period");
        boolean unsaid = given.isMissingNode() || given.isNull();
        Duration step = query.scope().step();
        long seconds = unsaid ? step.toSeconds() : given.canConvertToLong() ? given.longValue() : 0;
        boolean possible = SHORT_PERIODS.contains(seconds) || (seconds > 0 && seconds % MINUTE == 0 && seconds <= DAY);
        if (!possible || (unsaid && step.toMillis() % 1000 != 0)) {
            throw unsaid
                    ? wrong("canary.cloudwatch-step", ScopeVariables.seconds(step))
                    : wrong("canary.cloudwatch-period", given.toString());
        }
        return seconds;
    }

    private void checkFields(JsonNode fields, Set<String> known) {
        Map<String, String> unknown = new LinkedHashMap<>();
        fields.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown.put(name, Nearest.to(name, known).orElse(String.join(", ", new TreeSet<>(known))));
            }
        });
        unknown.forEach((name, nearest) -> {
            throw wrong("canary.json-field", name, nearest);
        });
    }

    private String needed(JsonNode fields, String name) {
        String text = text(fields, name);
        if (text.isBlank()) {
            throw wrong("canary.cloudwatch-field-missing", name);
        }
        return text;
    }

    private String text(JsonNode fields, String name) {
        JsonNode value = fields.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        } else if (!value.isTextual()) {
            throw wrong("canary.query-no-text", name);
        }
        return value.textValue();
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        Set<String> all = new TreeSet<>();
        for (Set<String> set : sets) {
            all.addAll(set);
        }
        return all;
    }

    private MetricException wrong(String code, Object... arguments) {
        return MetricException.wrong(code, query.metric(), arguments);
    }

    /** A dimension's value is a text of its own: nothing in it can mean anything else. */
    private static final class AsItIs implements Template.Insertion {
        @Override
        public void passed(String text) {}

        @Override
        public String encoded(String variable, String value) {
            return value;
        }
    }
}
