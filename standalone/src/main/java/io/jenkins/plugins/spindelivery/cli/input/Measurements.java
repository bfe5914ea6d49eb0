package io.jenkins.plugins.spindelivery.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code {"metrics": {NAME: {"control": [1.0, null], "experiment": […]}}}} without making a tree of it: a day of a
 * hundred metrics is some 300,000 numbers. {@code null} is a missing point, and so is {@code NaN}, which is not JSON but
 * what Python writes. Fields that are not expected are left alone.
 */
final class Measurements {
    private static final int FIRST_POINTS = 256;

    private final String sourceName;
    private final JsonParser parser;
    private double[] points = new double[FIRST_POINTS];

    private Measurements(String sourceName, JsonParser parser) {
        this.sourceName = sourceName;
        this.parser = parser;
    }

    /**
     * Reads measurements.
     *
     * @param sourceName the file as the user knows it, for messages
     * @param content UTF-8
     * @return both sides of each metric by its name, in the file's order; a side that is not there is {@code null}
     * @throws ProblemException when it is no JSON, or not of this form
     */
    static Map<String, SeriesPair> read(String sourceName, byte[] content) {
        JsonFactory factory = JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .build();
        try (JsonParser parser = factory.createParser(content)) {
            return new Measurements(sourceName, parser).document();
        } catch (JsonProcessingException e) {
            String where = sourceName
                    + (e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr());
            throw new ProblemException(Category.INPUT, List.of(Problem.of("cli.metrics-syntax", where, told(e))), e);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can always be read", e);
        }
    }

    /** The parser's words without what it appends about itself; the line is told already. */
    private static String told(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int source = message.indexOf("[Source:");
        int end = source < 0 ? message.length() : message.lastIndexOf('(', source);
        return (end < 0 ? message.substring(0, source) : message.substring(0, end)).strip();
    }

    private Map<String, SeriesPair> document() throws IOException {
        Map<String, SeriesPair> metrics = null;
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("metrics");
                parser.nextToken();
                if (wanted) {
                    require(JsonToken.START_OBJECT, "cli.metrics-form", "metrics");
                    metrics = metrics();
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (metrics == null) {
            throw wrong("cli.metrics-form", "metrics");
        }
        if (parser.nextToken() != null) {
            throw wrong("cli.metrics-more");
        }
        return metrics;
    }

    private Map<String, SeriesPair> metrics() throws IOException {
        Map<String, SeriesPair> metrics = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            require(JsonToken.START_OBJECT, "cli.metrics-form", "metrics." + name);
            if (metrics.put(name, pair(name)) != null) {
                throw wrong("cli.metrics-twice", name);
            }
        }
        return metrics;
    }

    private SeriesPair pair(String name) throws IOException {
        Series control = null;
        Series experiment = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String side = parser.currentName();
            parser.nextToken();
            switch (side) {
                case "control" -> control = series(name, side);
                case "experiment" -> experiment = series(name, side);
                default -> parser.skipChildren();
            }
        }
        return new SeriesPair(control, experiment);
    }

    private Series series(String name, String side) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        require(JsonToken.START_ARRAY, "cli.metrics-not-a-list", name, side);
        int size = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (size == points.length) {
                points = Arrays.copyOf(points, 2 * size);
            }
            points[size++] = point(token, name, side);
        }
        return new Series(0, 0, Arrays.copyOf(points, size));
    }

    private double point(JsonToken token, String name, String side) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getDoubleValue();
        }
        if (token == JsonToken.VALUE_NULL
                || token == JsonToken.VALUE_STRING && parser.getText().equals("NaN")) {
            return Double.NaN;
        }
        throw wrong("cli.metrics-not-a-number", name, side);
    }

    private void require(JsonToken token, String code, String... arguments) {
        if (parser.currentToken() != token) {
            throw wrong(code, arguments);
        }
    }

    private ProblemException wrong(String code, String... arguments) {
        String where = sourceName + ":" + parser.currentTokenLocation().getLineNr();
        return new ProblemException(Category.INPUT, Problem.of(code, where, (Object[]) arguments));
    }
}
