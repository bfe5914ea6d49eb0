package io.jenkins.plugins.spindelivery.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of a stage.
 *
 * @param status how it ended
 * @param value what the step returns: maps, lists, texts, numbers and booleans, never a secret; {@code null} for nothing
 * @param errors why it did not succeed
 */
public record StageResult(
        @JsonProperty("status") StageStatus status,
        @JsonProperty("value") Object value,
        @JsonProperty("errors") List<Problem> errors) {

    public StageResult {
        errors = errors == null ? List.of() : List.copyOf(errors);
        value = plain(value);
    }

    /**
     * Success.
     *
     * @param value see {@link #value()}
     * @return the result
     */
    public static StageResult succeeded(Object value) {
        return new StageResult(StageStatus.SUCCEEDED, value, List.of());
    }

    /**
     * A request that changed nothing because it was wrong.
     *
     * @param why what is wrong
     * @return the result
     */
    public static StageResult refused(ProblemException why) {
        return new StageResult(StageStatus.REFUSED, null, why.problems());
    }

    /**
     * A failure.
     *
     * @param why what went wrong
     * @return the result
     */
    static StageResult failed(Problem why) {
        return new StageResult(StageStatus.FAILED, null, List.of(why));
    }

    /**
     * A stage that was stopped before it did anything.
     *
     * @return the result
     */
    static StageResult cancelled() {
        return new StageResult(StageStatus.CANCELLED, null, List.of());
    }

    /**
     * Why it did not succeed, for a person.
     *
     * @return one line for each error, in the language of this process; the status in words when there is none
     */
    public String message() {
        return errors.isEmpty()
                ? Problem.of("delivery.status-" + status.word().toLowerCase(Locale.ROOT), "")
                        .message()
                : errors.stream().map(Problem::describe).collect(Collectors.joining("\n"));
    }

    /** Lists and maps that Jenkins lets into a build's files and that Groovy code can go through after a restart. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(String.valueOf(key), plain(item)));
            return copy;
        } else if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(plain(item)));
            return copy;
        } else if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        throw new IllegalArgumentException(
                "a stage may not return a " + value.getClass().getName());
    }
}
