package io.jenkins.plugins.spindelivery.engine.pipeline.window;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;

/** Reads numbers, flags and lists of a stage, and notes what is wrong, so that all of it is told together. */
final class WindowFields {
    static final String WINDOW = "restrictedExecutionWindow";

    private final String where;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * A reader without problems so far.
     *
     * @param where what problems call the stage
     */
    WindowFields(String where) {
        this.where = where;
    }

    /** Whether a field is switched on; expressions may have left a text. */
    static boolean isOn(JsonNode value) {
        return value.asText("").strip().equalsIgnoreCase("true");
    }

    /** The items of a list; anything else that is written there is noted. */
    Iterable<JsonNode> items(JsonNode list, String path) {
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            wrong("pipeline.window-not-a-list", path);
        }
        return list.isArray() ? list : List.of();
    }

    /** A whole number within bounds, given as a number or as a text of digits; the least where nothing is written. */
    int number(JsonNode value, String path, int least, int most) {
        if (value.isMissingNode()) {
            return least;
        }
        String text = value.isValueNode() ? value.asText().strip() : "";
        if (!text.matches("-?\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            wrong("pipeline.window-number", path, least, most);
            return least;
        }
        return Integer.parseInt(text);
    }

    void wrong(String code, Object... arguments) {
        problems.add(Problem.of(code, where, arguments));
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ProblemException(Category.INPUT, problems);
        }
    }
}
