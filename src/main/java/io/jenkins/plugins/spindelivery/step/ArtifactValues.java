package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.artifact.Artifact;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Artifacts as they stand in a step: maps, as earlier steps return them, or the same as YAML. */
final class ArtifactValues {
    private static final List<String> NEEDED = List.of("type", "name", "reference");

    private ArtifactValues() {}

    /**
     * Reads artifacts.
     *
     * @param field the step's field, for messages
     * @param given a list of maps, one map, what a deploy returned, or YAML; {@code null} for none
     * @param input evaluates expressions, and is told what is wrong
     * @return in order
     */
    static List<Artifact> read(String field, Object given, StepInput input) {
        if (given == null) {
            return List.of();
        }
        List<Artifact> artifacts = new ArrayList<>();
        try {
            JsonNode tree = input.tree(field, tree(field, given));
            JsonNode list = tree.has("artifacts") ? tree.get("artifacts") : tree;
            if (list.isArray()) {
                list.forEach(item -> artifacts.add(artifact(field, item)));
            } else if (list.isObject()) {
                artifacts.add(artifact(field, list));
            } else if (!list.isNull()) {
                throw wrong(Problem.of("step.artifacts-form", field));
            }
        } catch (ProblemException e) {
            e.problems().forEach(input::refuse);
        }
        return artifacts;
    }

    /**
     * One artifact.
     *
     * @param where for messages
     * @param tree a map
     * @return the artifact
     * @throws ProblemException when it lacks what every artifact has
     */
    static Artifact artifact(String where, JsonNode tree) {
        for (String key : NEEDED) {
            if (text(tree, key).isEmpty()) {
                throw wrong(Problem.of("step.artifact-lacks", where, key));
            }
        }
        String account = text(tree, "account");
        return new Artifact(
                text(tree, "type"),
                text(tree, "name"),
                text(tree, "location"),
                text(tree, "version"),
                text(tree, "reference"),
                account.isEmpty() ? null : account);
    }

    /**
     * Whether a map has what every artifact has.
     *
     * @param tree a map
     * @return whether {@link #artifact} makes one of it
     */
    static boolean isWhole(JsonNode tree) {
        return NEEDED.stream().noneMatch(key -> text(tree, key).isEmpty());
    }

    private static String text(JsonNode tree, String key) {
        return tree.path(key).asText("");
    }

    /**
     * A value that stands in a step as lists and maps, or as YAML.
     *
     * @param field the step's field, for messages
     * @param given what {@link Values#plain} gave
     * @return the tree
     * @throws ProblemException when the text is not YAML of one document
     */
    static JsonNode tree(String field, Object given) {
        return given instanceof String text ? yaml(field, text) : Values.tree(given);
    }

    private static JsonNode yaml(String field, String text) {
        List<YamlDocument> documents =
                YamlReader.documents(field, text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
        if (documents.size() != 1) {
            throw wrong(Problem.of("step.artifacts-form", field));
        }
        return documents.get(0).root();
    }

    private static ProblemException wrong(Problem problem) {
        return new ProblemException(Category.INPUT, problem);
    }
}
