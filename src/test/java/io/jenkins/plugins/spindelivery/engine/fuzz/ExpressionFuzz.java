package io.jenkins.plugins.spindelivery.engine.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionContext;
import io.jenkins.plugins.spindelivery.engine.expression.ExpressionLimits;
import io.jenkins.plugins.spindelivery.engine.expression.Expressions;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Sections of an input: a text with expressions, then the values of the parameters p1, p2 and p3. */
public final class ExpressionFuzz {
    private static final String SECRET = "s3cr3t-value";
    /** Stands still: the limit on steps has to be enough by itself. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.UTC);

    private ExpressionFuzz() {}

    /** Evaluates the text as a value and as a key, twice, and puts the parameters into texts. */
    public static void fuzzerTestOneInput(byte[] data) {
        Sections input = new Sections(data);
        String template = input.get(0);
        Map<String, Object> parameters = parameters(input);
        ExpressionContext context = ExpressionContext.of(
                        Map.of("parameters", parameters, "trigger", Map.of("user", "grace"), "my-root", "dashed"))
                .withUser("ada")
                .withYaml(ExpressionFuzz::yaml);
        Expressions expressions = new Expressions(context, ExpressionLimits.DEFAULT, CLOCK);
        ObjectNode tree = JsonNodeFactory.instance.objectNode().put("value", template);
        tree.withObject("/keys").put(template, 1);
        boolean tellsSecret = (template + parameters).contains(SECRET.substring(0, 4));
        Optional<JsonNode> result = evaluate(expressions, tree, tellsSecret);
        Guard.check(result.equals(evaluate(expressions, tree, tellsSecret)), "not the same the second time");
        if (!template.contains("${")) {
            Guard.check(result.orElseThrow() == tree, "changed although there is nothing to evaluate");
        }
        parameters.keySet().stream().filter(name -> name.startsWith("p")).forEach(name -> {
            String value = (String) parameters.get(name);
            checkPutIn(expressions, "${parameters." + name + "}", value);
            checkPutIn(expressions, "a ${ parameters['" + name + "'] } $", "a " + value + " $");
        });
    }

    private static Map<String, Object> parameters(Sections input) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("p1", input.get(1));
        parameters.put("p2", input.get(2));
        parameters.put("p3", input.get(3));
        parameters.put("number", 3);
        parameters.put("ratio", 0.5);
        parameters.put("truth", true);
        parameters.put("nothing", null);
        parameters.put("list", List.of("a", "b", 3, List.of(true)));
        parameters.put("map", Map.of("a", "b", "c", Map.of("d", 1)));
        parameters.put("secret", SECRET);
        return parameters;
    }

    private static List<JsonNode> yaml(String name, String text) {
        return YamlReader.documents(name, text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT).stream()
                .map(YamlDocument::root)
                .toList();
    }

    private static Optional<JsonNode> evaluate(Expressions expressions, JsonNode tree, boolean tellsSecret) {
        List<Problem> warnings = new ArrayList<>();
        Optional<JsonNode> result =
                Guard.run(() -> expressions.evaluate(tree, place -> "fuzz.yaml" + place, warnings::add));
        for (Problem warning : warnings) {
            Guard.checkMessage(warning);
            boolean told = warning.message(Locale.ENGLISH).contains(SECRET);
            Guard.check(tellsSecret || !told, "a warning tells a secret");
        }
        return result;
    }

    /** A parameter's value arrives as it is, whatever it looks like: it is never evaluated itself. */
    private static void checkPutIn(Expressions expressions, String template, String expected) {
        JsonNode result =
                evaluate(expressions, TextNode.valueOf(template), true).orElseThrow();
        Guard.check(expected.equals(result.textValue()), template + " became " + result);
    }
}
