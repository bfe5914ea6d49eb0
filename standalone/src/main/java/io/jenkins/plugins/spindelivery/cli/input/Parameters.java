package io.jenkins.plugins.spindelivery.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that expressions see as {@code parameters}.
 *
 * @param values by name; those of {@code --param} are text, those of files have the type they have there
 */
public record Parameters(Map<String, JsonNode> values) {

    /**
     * Puts the parameters together.
     *
     * @param files of {@code --param-file}; later ones win
     * @param pairs of {@code --param}, as {@code NAME=VALUE}; they win over files, and later ones over earlier ones
     * @return the parameters
     * @throws ProblemException with everything that is wrong
     */
    public static Parameters of(List<Path> files, List<String> pairs) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Faults faults = new Faults();
        files.forEach(file -> faults.collect(() -> addFile(values, file)));
        pairs.forEach(pair -> faults.collect(() -> addPair(values, pair)));
        faults.throwIfAny();
        return new Parameters(values);
    }

    private static void addFile(Map<String, JsonNode> values, Path file) {
        JsonNode tree = Documents.single(file);
        if (tree.isMissingNode() || tree.isNull()) {
            return;
        }
        if (!tree.isObject()) {
            throw wrong(Problem.of("cli.param-file-not-map", file.toString()));
        }
        for (String word : List.of("true", "false")) {
            if (tree.has(word)) {
                throw wrong(Problem.of("cli.param-name-truth", file.toString(), word));
            }
        }
        tree.fields().forEachRemaining(field -> values.put(field.getKey(), field.getValue()));
    }

    private static void addPair(Map<String, JsonNode> values, String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            // The text may be a secret value whose name was forgotten, so it is not repeated.
            throw wrong(Problem.of("cli.param-form", ""));
        }
        values.put(pair.substring(0, equals), TextNode.valueOf(pair.substring(equals + 1)));
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }

    /** For people: the names; never the values, which may be secret. */
    @Override
    public String toString() {
        return "Parameters" + values.keySet();
    }
}
