package io.jenkins.plugins.spindelivery.engine.pipeline.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.operation.Durations;
import io.jenkins.plugins.spindelivery.engine.pipeline.FailOption;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields that every stage has, as texts of a form.
 *
 * @param name for people; empty for a stage that is called by its type
 * @param after the refIds of the stages it waits for
 * @param onFailure what its failure means for the others
 * @param enabledIf the expression of {@code stageEnabled}; empty for a stage that always runs
 * @param comments for people
 * @param timeout such as {@code 1h30m}; empty for none; as it is written where that is no number of seconds
 * @param windows when it may begin
 */
public record StageFields(
        String name,
        List<String> after,
        FailOption onFailure,
        String enabledIf,
        String comments,
        String timeout,
        WindowTexts windows) {
    private static final String NAME = "name";
    private static final String COMMENTS = "comments";
    private static final String REQUISITES = "requisiteStageRefIds";
    private static final String ENABLED = "stageEnabled";
    private static final String EXPRESSION = "expression";
    private static final String TIMEOUT = "stageTimeoutMs";
    private static final String HAS_TIMEOUT = "overrideTimeout";
    private static final long SECOND = 1000;

    public StageFields {
        after = List.copyOf(after);
    }

    /**
     * The fields of a stage.
     *
     * @param stage the stage's JSON
     * @return what a form shows
     */
    public static StageFields of(ObjectNode stage) {
        return new StageFields(
                text(stage.path(NAME)),
                StageNode.of(stage).requisites(),
                FailOption.of(stage),
                text(stage.path(ENABLED).path(EXPRESSION)),
                text(stage.path(COMMENTS)),
                timeout(stage.path(TIMEOUT)),
                WindowTexts.of(stage));
    }

    /**
     * Writes what differs from what the form had shown.
     *
     * @param stage the stage's JSON, which stays as it is
     * @return a new tree; equal to the stage's where these fields are those of the stage
     */
    public ObjectNode write(ObjectNode stage) {
        StageFields before = of(stage);
        ObjectNode changed = stage.deepCopy();
        put(changed, NAME, before.name, name);
        put(changed, COMMENTS, before.comments, comments);
        if (!after.equals(before.after)) {
            ArrayNode requisites = changed.putArray(REQUISITES);
            after.forEach(requisites::add);
        }
        if (onFailure != before.onFailure) {
            failOption(changed);
        }
        if (!enabledIf.equals(before.enabledIf)) {
            enabled(changed);
        }
        if (!timeout.equals(before.timeout)) {
            timeout(changed);
        }
        windows.write(changed, before.windows);
        return changed;
    }

    /**
     * What is wrong with what was entered.
     *
     * @param where what problems call the stage
     * @return nothing when {@link #write} can be called
     */
    public List<Problem> problems(String where) {
        List<Problem> problems = new ArrayList<>(windows.problems(where));
        if (!timeout.isEmpty() && millis(timeout).isEmpty() && !timeout.contains("${")) {
            problems.add(Problem.of("pipeline.form-timeout", where, timeout));
        }
        return problems;
    }

    /** As Spinnaker's own form writes the four choices. */
    private void failOption(ObjectNode stage) {
        stage.put("failPipeline", onFailure == FailOption.FAIL);
        stage.put("continuePipeline", onFailure == FailOption.IGNORE);
        stage.put("completeOtherBranchesThenFail", onFailure == FailOption.STOP_THEN_FAIL);
        stage.remove("continuePipelineOnFailure");
    }

    private void enabled(ObjectNode stage) {
        if (enabledIf.isEmpty()) {
            stage.remove(ENABLED);
        } else if (stage.path(ENABLED) instanceof ObjectNode known) {
            known.put("type", EXPRESSION).put(EXPRESSION, enabledIf);
        } else {
            stage.putObject(ENABLED).put("type", EXPRESSION).put(EXPRESSION, enabledIf);
        }
    }

    private void timeout(ObjectNode stage) {
        if (timeout.isEmpty()) {
            stage.remove(List.of(TIMEOUT, HAS_TIMEOUT));
            return;
        }
        stage.put(HAS_TIMEOUT, true);
        Optional<Long> millis = millis(timeout);
        if (millis.isPresent()) {
            stage.put(TIMEOUT, millis.get());
        } else {
            stage.put(TIMEOUT, timeout);
        }
    }

    private static Optional<Long> millis(String timeout) {
        return Durations.parse(timeout).map(Duration::toMillis);
    }

    private static String timeout(JsonNode millis) {
        String written = text(millis);
        if (!written.matches("\\d{1,15}") || Long.parseLong(written) % SECOND != 0 || Long.parseLong(written) == 0) {
            return written;
        }
        Duration length = Duration.ofMillis(Long.parseLong(written));
        return part(length.toDays(), "d")
                + part(length.toHoursPart(), "h")
                + part(length.toMinutesPart(), "m")
                + part(length.toSecondsPart(), "s");
    }

    private static String part(long count, String unit) {
        return count == 0 ? "" : count + unit;
    }

    /** Sets a text, or takes it away. */
    static void put(ObjectNode json, String field, String before, String after) {
        if (after.equals(before)) {
            return;
        }
        if (after.isEmpty()) {
            json.remove(field);
        } else {
            json.put(field, after);
        }
    }

    /** A value as a form shows it: nothing for nothing, and for what no line of text can hold. */
    static String text(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }
}
