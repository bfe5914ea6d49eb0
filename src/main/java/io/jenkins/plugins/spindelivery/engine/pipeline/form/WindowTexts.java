package io.jenkins.plugins.spindelivery.engine.pipeline.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a stage may begin, as texts of a form.
 *
 * @param restricted whether the rest counts
 * @param days 1 = Sunday … 7 = Saturday, as Spinnaker counts them; none for every day
 * @param hours such as {@code 09:00-17:00, 22:00-05:00}; empty for the whole day
 * @param delay seconds to wait at random, such as {@code 30-600}; empty for none
 * @param skipManual whether a run that a person started does not wait at random
 */
public record WindowTexts(boolean restricted, List<Integer> days, String hours, String delay, boolean skipManual) {
    private static final String ON = "restrictExecutionDuringTimeWindow";
    private static final String WINDOW = "restrictedExecutionWindow";
    private static final String HOURS = "whitelist";
    private static final String DAYS = "days";
    private static final String JITTER = "jitter";
    private static final String ENABLED = "enabled";
    private static final String SKIP_MANUAL = "skipManual";

    private static final Pattern RANGE =
            Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)\\s*[-–]\\s*([01]?\\d|2[0-3]):([0-5]\\d)");
    private static final Pattern DELAY = Pattern.compile("(\\d{1,6})\\s*[-–]\\s*(\\d{1,6})");
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;]\\s*");

    public WindowTexts {
        days = List.copyOf(new TreeSet<>(days));
    }

    static WindowTexts of(ObjectNode stage) {
        JsonNode window = stage.path(WINDOW);
        List<Integer> days = new ArrayList<>();
        for (JsonNode day : window.path(DAYS)) {
            if (day.asText().matches("[1-7]")) {
                days.add(day.asInt());
            }
        }
        List<String> hours = new ArrayList<>();
        for (JsonNode each : window.path(HOURS)) {
            hours.add(time(each, "start") + "-" + time(each, "end"));
        }
        JsonNode jitter = window.path(JITTER);
        String delay = jitter.path(ENABLED).asBoolean()
                ? jitter.path("minDelay").asInt() + "-"
                        + jitter.path("maxDelay").asInt()
                : "";
        boolean restricted = stage.path(ON).asBoolean();
        boolean skip = jitter.path(SKIP_MANUAL).asBoolean();
        return new WindowTexts(restricted, days, String.join(", ", hours), delay, skip);
    }

    private static String time(JsonNode window, String side) {
        return String.format(
                "%02d:%02d",
                window.path(side + "Hour").asInt(), window.path(side + "Min").asInt());
    }

    /** Writes what differs from what the form had shown. */
    void write(ObjectNode stage, WindowTexts before) {
        if (equals(before)) {
            return;
        }
        if (restricted != before.restricted) {
            stage.put(ON, restricted);
        }
        ObjectNode window = stage.path(WINDOW) instanceof ObjectNode known ? known : stage.putObject(WINDOW);
        if (!days.equals(before.days)) {
            days.forEach(window.putArray(DAYS)::add);
        }
        if (!hours.equals(before.hours)) {
            hours(window.putArray(HOURS));
        }
        if (!delay.equals(before.delay) || skipManual != before.skipManual) {
            delay(window);
        }
    }

    private void hours(ArrayNode list) {
        for (String range : parts(hours)) {
            Matcher parts = RANGE.matcher(range);
            if (parts.matches()) {
                list.addObject()
                        .put("startHour", Integer.parseInt(parts.group(1)))
                        .put("startMin", Integer.parseInt(parts.group(2)))
                        .put("endHour", Integer.parseInt(parts.group(3)))
                        .put("endMin", Integer.parseInt(parts.group(4)));
            }
        }
    }

    private void delay(ObjectNode window) {
        ObjectNode jitter = window.path(JITTER) instanceof ObjectNode known ? known : window.putObject(JITTER);
        jitter.put(ENABLED, !delay.isEmpty()).put(SKIP_MANUAL, skipManual);
        Matcher parts = DELAY.matcher(delay);
        if (parts.matches()) {
            jitter.put("minDelay", Integer.parseInt(parts.group(1)));
            jitter.put("maxDelay", Integer.parseInt(parts.group(2)));
        }
    }

    /** What is wrong with what was entered. */
    List<Problem> problems(String where) {
        List<Problem> problems = new ArrayList<>();
        for (String range : parts(hours)) {
            if (!RANGE.matcher(range).matches()) {
                problems.add(Problem.of("pipeline.form-hours", where, range));
            }
        }
        if (!delay.isEmpty() && !DELAY.matcher(delay).matches()) {
            problems.add(Problem.of("pipeline.form-delay", where, delay));
        }
        return problems;
    }

    private static List<String> parts(String text) {
        return text.isBlank()
                ? List.of()
                : SEPARATOR.splitAsStream(text.strip()).toList();
    }
}
