package io.jenkins.plugins.spindelivery.engine.kubernetes.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Patches as people write them. */
public final class PatchText {
    private PatchText() {}

    /**
     * Reads a patch.
     *
     * @param where its name, for messages
     * @param text YAML or JSON of one document: a map or a list
     * @return the tree, as it is there
     * @throws ProblemException when it can't be read, or is neither a map nor a list
     */
    public static JsonNode read(String where, String text) {
        List<YamlDocument> documents =
                YamlReader.documents(where, text.getBytes(StandardCharsets.UTF_8), ReadLimits.DEFAULT);
        if (documents.size() > 1) {
            throw wrong("kubernetes.rollout-patch-documents", where);
        }
        if (documents.isEmpty() || !documents.get(0).root().isContainerNode()) {
            throw wrong(
                    documents.isEmpty() ? "kubernetes.rollout-patch-empty" : "kubernetes.rollout-patch-text", where);
        }
        return documents.get(0).root();
    }

    private static ProblemException wrong(String code, String where) {
        return new ProblemException(Category.INPUT, Problem.of(code, where));
    }
}
