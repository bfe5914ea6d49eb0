package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.OptionalDouble;

/**
 * Where the points are in an answer, by JSON pointers (RFC 6901): {@code values} leads to a list; {@code value} leads from
 * each item of it to its value, if the item is not the value itself. Times are found by {@code times}, a list beside the
 * values, or by {@code time}, from each item; without either the values are one for each step from the start on. Times are
 * numbers in {@code timeUnit} ({@code seconds}, the default, or {@code milliseconds}) or texts of ISO 8601. Several values
 * within one step count as their mean.
 */
final class JsonPoints {
    private static final int MILLIS = 1000;

    private final JsonPointer values;
    private final JsonPointer value;
    private final JsonPointer times;
    private final JsonPointer time;
    private final int unit;

    private JsonPoints(MetricQuery query) {
        if (QueryFields.text(query, "values").isEmpty()) {
            throw MetricException.wrong("canary.json-no-pointer", query.metric());
        }
        values = pointer(query, "values");
        value = pointer(query, "value");
        times = pointer(query, "times");
        time = pointer(query, "time");
        if (times != null && time != null) {
            throw MetricException.wrong("canary.json-both-times", query.metric());
        }
        String given = QueryFields.text(query, "timeUnit");
        unit = switch (given) {
            case "", "seconds" -> MILLIS;
            case "milliseconds" -> 1;
            default -> throw MetricException.wrong("canary.json-time-unit", query.metric(), given);
        };
    }

    /**
     * What a query says of its answers.
     *
     * @throws MetricException when it is not understood
     */
    static JsonPoints of(MetricQuery query) {
        return new JsonPoints(query);
    }

    private static JsonPointer pointer(MetricQuery query, String field) {
        String text = QueryFields.text(query, field);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw MetricException.wrong("canary.json-pointer", query.metric(), field, text);
        }
    }

    /**
     * The series in an answer.
     *
     * @throws MetricException when there are no values where they should be, or no times
     */
    Series series(MetricQuery query, String source, JsonNode answer) {
        Grid grid = new Grid(query, JsonProtocol.MOST_POINTS);
        JsonNode list = list(query, source, answer, values);
        JsonNode clock = times == null ? null : list(query, source, answer, times);
        if (clock != null && clock.size() != list.size()) {
            throw MetricException.wrong(
                    "canary.json-lengths", query.metric(), source, list.size() + "", clock.size() + "");
        } else if (list.isEmpty()) {
            return grid.nothing();
        }
        return clock == null && time == null
                ? inSteps(query, source, list, grid)
                : byTime(query, source, list, clock, grid);
    }

    private static JsonNode list(MetricQuery query, String source, JsonNode answer, JsonPointer pointer) {
        JsonNode list = answer.at(pointer);
        if (!list.isArray() && !list.isNull()) {
            throw MetricException.wrong("canary.json-no-list", query.metric(), source, pointer.toString());
        }
        return list;
    }

    private Series inSteps(MetricQuery query, String source, JsonNode list, Grid grid) {
        if (list.size() > grid.points()) {
            throw MetricException.wrong(
                    "canary.json-too-many",
                    query.metric(),
                    source,
                    Integer.toString(list.size()),
                    Integer.toString(grid.points()));
        }
        double[] found = new double[list.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = value(query, source, list.get(i));
        }
        return grid.series(found);
    }

    private Series byTime(MetricQuery query, String source, JsonNode list, JsonNode clock, Grid grid) {
        double[] sums = new double[grid.points()];
        int[] counts = new int[grid.points()];
        for (int i = 0; i < list.size(); i++) {
            JsonNode when = clock == null ? list.get(i).at(time) : clock.get(i);
            long step = grid.step(millis(query, source, when));
            double point = value(query, source, list.get(i));
            if (step >= 0 && step < sums.length && !Double.isNaN(point)) {
                sums[(int) step] += point;
                counts[(int) step]++;
            }
        }
        double[] means = grid.gaps();
        for (int i = 0; i < means.length; i++) {
            means[i] = counts[i] == 0 ? Double.NaN : sums[i] / counts[i];
        }
        return grid.series(means);
    }

    private double value(MetricQuery query, String source, JsonNode item) {
        JsonNode found = value == null ? item : item.at(value);
        OptionalDouble number = found.isMissingNode() ? OptionalDouble.of(Double.NaN) : Numbers.of(found);
        return number.orElseThrow(() ->
                MetricException.wrong("canary.json-no-number", query.metric(), source, shown(values), shown(value)));
    }

    private double millis(MetricQuery query, String source, JsonNode when) {
        OptionalDouble number = when.isNull() || when.isMissingNode() ? OptionalDouble.empty() : Numbers.of(when);
        if (number.isPresent() && Double.isFinite(number.getAsDouble())) {
            return number.getAsDouble() * unit;
        }
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME
                    .parse(when.asText(), Instant::from)
                    .toEpochMilli();
        } catch (DateTimeException e) {
            String pointer = times == null ? shown(values) + "/*" + shown(time) : shown(times);
            throw MetricException.wrong("canary.json-no-time", query.metric(), source, pointer);
        }
    }

    private static String shown(JsonPointer pointer) {
        return pointer == null ? "" : pointer.toString();
    }
}
