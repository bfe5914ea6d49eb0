package io.jenkins.plugins.spindelivery.engine.expression;

import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Values, a fixed clock and short ways to evaluate, for the tests of this package. */
final class ExpressionFixture {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.UTC);

    static final Map<String, Object> ROOTS = roots();

    /** The warnings of the last evaluation. */
    final List<Problem> warnings = new ArrayList<>();

    private final Expressions expressions;

    ExpressionFixture() {
        this(ExpressionContext.of(ROOTS).withUser("ada"), ExpressionLimits.DEFAULT);
    }

    ExpressionFixture(ExpressionContext context, ExpressionLimits limits) {
        this.expressions = new Expressions(context, limits, CLOCK);
    }

    private static Map<String, Object> roots() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("image_version", "1.4.2");
        parameters.put("config_version", "v1");
        parameters.put("replicas", 3);
        parameters.put("ratio", 0.5);
        parameters.put("debug", "true");
        parameters.put("enabled", true);
        parameters.put("nothing", null);
        parameters.put("empty", "");
        parameters.put("with-dash", "dashed");
        parameters.put("hosts", List.of("a", "b", "c"));
        parameters.put("labels", Map.of("app", "ci"));
        parameters.put("people", List.of(Map.of("name", "ada", "age", 36), Map.of("name", "bob", "age", 17)));
        parameters.put("password", "s3cr3t-value");
        return Map.of(
                "parameters", parameters,
                "trigger", Map.of("user", "grace", "tag", "registry:5000/app:1.2"),
                "env", Map.of("BUILD_NUMBER", "17"),
                "execution", Map.of("id", "01H"),
                "my-root", "dashed root");
    }

    /** The result for one text. */
    JsonNode evaluate(String text) {
        return evaluate(TextNode.valueOf(text));
    }

    /** The result for a tree; the place of a value is told by its pointer. */
    JsonNode evaluate(JsonNode tree) {
        warnings.clear();
        return expressions.evaluate(tree, pointer -> "app.yaml" + pointer, warnings::add);
    }

    /** The result for one text, as text. */
    String text(String text) {
        return evaluate(text).asText();
    }

    /** The only problem of a text that is refused. */
    Problem refused(String text) {
        List<Problem> problems =
                assertThrows(text, ProblemException.class, () -> evaluate(text)).problems();
        if (problems.size() != 1) {
            throw new AssertionError("one problem expected: " + problems);
        }
        return problems.get(0);
    }

    /** The English message of a text that is refused. */
    String message(String text) {
        return refused(text).message(Locale.ENGLISH);
    }

    /** The codes of the last warnings. */
    List<String> warningCodes() {
        return warnings.stream().map(Problem::code).toList();
    }

    static JsonNode json(String... lines) {
        try {
            return JSON.readTree(String.join("\n", Arrays.asList(lines)).replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
