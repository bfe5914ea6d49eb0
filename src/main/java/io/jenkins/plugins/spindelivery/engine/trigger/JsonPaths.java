package io.jenkins.plugins.spindelivery.engine.trigger;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.EvaluationListener.EvaluationContinuation;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import com.jayway.jsonpath.spi.mapper.JsonSmartMappingProvider;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JSONPath into a payload, in the dialect of Jayway's library, which Spinnaker uses as well, without the parts that
 * {@link PathCheck} refuses.
 *
 * <p>The library works on maps and lists and not on Jackson's trees: in Jenkins it comes from the plugin json-path-api,
 * from where Jackson is not in sight.
 */
public final class JsonPaths {
    /** The longest path, in characters. */
    public static final int MAX_LENGTH = 300;
    /** How many values a path may find. */
    public static final int MAX_RESULTS = 100;
    /** How long the texts found may be together, in characters. */
    public static final int MAX_TEXT = 65_536;

    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new JsonSmartJsonProvider())
            .mappingProvider(new JsonSmartMappingProvider())
            .options(Option.ALWAYS_RETURN_LIST)
            .evaluationListener(List.of(found ->
                    found.index() < MAX_RESULTS ? EvaluationContinuation.CONTINUE : EvaluationContinuation.ABORT))
            .build();

    private final String where;
    private final String text;
    private final JsonPath path;

    private JsonPaths(String where, String text, JsonPath path) {
        this.where = where;
        this.text = text;
        this.path = path;
    }

    /**
     * Compiles a path.
     *
     * @param where what it belongs to, for problems
     * @param text such as {@code $.event_data.resources[0].tag}
     * @return the path
     * @throws ProblemException when it is malformed, too long, or uses what is refused
     */
    public static JsonPaths of(String where, String text) {
        if (text.length() > MAX_LENGTH) {
            throw SafePattern.input(where, "trigger.path-too-long", MAX_LENGTH);
        }
        new PathCheck(where, text).run();
        try {
            return new JsonPaths(where, text, JsonPath.compile(text));
        } catch (JsonPathException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw SafePattern.input(where, "trigger.path-malformed", text);
        }
    }

    /**
     * What the path finds.
     *
     * @param document the payload by {@link Payload#document}
     * @return the values as texts, objects and lists as JSON; values that are {@code null} are left out, and where
     *     there is nothing at the path there is none
     * @throws ProblemException when it finds more than {@link #MAX_RESULTS} values, or more than {@link #MAX_TEXT}
     *     characters
     */
    public List<String> texts(Map<String, Object> document) {
        List<String> texts = new ArrayList<>();
        long length = 0;
        for (Object value : values(document)) {
            if (value != null) {
                String found = Payload.text(value);
                length += found.length();
                texts.add(found);
            }
        }
        if (length > MAX_TEXT) {
            throw SafePattern.input(where, "trigger.path-text", text, MAX_TEXT);
        }
        return List.copyOf(texts);
    }

    /**
     * The values as they are.
     *
     * @param document maps and lists
     * @return at most {@link #MAX_RESULTS}; none where there is nothing at the path
     * @throws ProblemException when it finds more
     */
    public List<?> values(Object document) {
        List<?> values;
        try {
            values = path.read(document, CONFIGURATION);
        } catch (PathNotFoundException e) {
            return List.of();
        } catch (JsonPathException e) {
            throw SafePattern.input(where, "trigger.path-failed", text);
        }
        if (values.size() > MAX_RESULTS) {
            throw SafePattern.input(where, "trigger.path-results", text, MAX_RESULTS);
        }
        return values;
    }

    /** The path as it was given. */
    @Override
    public String toString() {
        return text;
    }
}
