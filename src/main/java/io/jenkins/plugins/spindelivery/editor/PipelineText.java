package io.jenkins.plugins.spindelivery.editor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.manifest.write.YamlWriter;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;

/** Texts of definitions and their trees. Numbers stay as they are written. */
final class PipelineText {
    private static final String NEW = "{\"stages\": []}";

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private PipelineText() {}

    /**
     * The tree of a definition.
     *
     * @param text JSON or YAML; blank for a new pipeline
     * @return the tree
     * @throws ProblemException with everything that is wrong
     */
    static ObjectNode tree(String text) {
        String written = text.isBlank() ? NEW : text;
        Definition definition = Definition.read(
                Words.of("job.text-title"), written.getBytes(StandardCharsets.UTF_8), Definition.LIMITS);
        // Once through JSON, so that a tree of YAML equals what a form sends back of it.
        return object(write(definition.json()));
    }

    /**
     * An object of JSON.
     *
     * @param json as it is written
     * @return the tree
     * @throws ProblemException when it is none
     */
    static ObjectNode object(String json) {
        if (read(json) instanceof ObjectNode object) {
            return object;
        }
        throw new ProblemException(Category.INPUT, Problem.of("editor.no-object", ""));
    }

    /**
     * Any JSON.
     *
     * @param json as it is written
     * @return the tree
     * @throws ProblemException when it is no JSON
     */
    static JsonNode read(String json) {
        try {
            return EXACT.readTree(json);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ProblemException(Category.INPUT, Problem.of("editor.no-json", "", line, e.getOriginalMessage()));
        }
    }

    /**
     * A tree as JSON that people can read.
     *
     * @param tree any
     * @return with two spaces for each level
     */
    static String write(JsonNode tree) {
        try {
            return EXACT.writer(printer()).writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A changed definition in the form in which it was written before.
     *
     * @param tree the changed tree
     * @param before the text before the change
     * @return YAML where that was YAML, else JSON
     */
    static String write(ObjectNode tree, String before) {
        return isYaml(before) ? YamlWriter.write(tree) : write(tree) + "\n";
    }

    /** Whether a text is YAML and no JSON: what a form writes into it loses its comments. */
    static boolean isYaml(String text) {
        return !text.isBlank() && !text.stripLeading().startsWith("{");
    }

    private static PrettyPrinter printer() {
        Separators separators = Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER);
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(separators).withObjectIndenter(lines).withArrayIndenter(lines);
    }
}
