package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.Source;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads manifests from YAML or JSON with kubectl's meaning and checks that each can be one.
 *
 * <p>Expressions are not evaluated yet. So where a map is due, a text with an expression in it is let through, as the
 * expression may make a map of it; {@link ManifestStructure#problems} tells afterwards whether it did.
 */
public final class ManifestReader {
    private static final JsonPointer ITEMS = JsonPointer.compile("/items");
    private static final String LIST = "List";

    private final Problems problems;
    private final List<Manifest> manifests = new ArrayList<>();

    private ManifestReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads all manifests of a text. Documents that are null are left out, and a list ({@code kind: List}, or any kind
     * that ends so and has {@code items}) counts as the manifests in it.
     *
     * @param sourceName the file or URL as the user knows it, for messages
     * @param content the text: UTF-8, or UTF-16 with a byte-order mark
     * @param limits how much it may ask for
     * @return the manifests in order; none when the text is empty
     * @throws ProblemException of category INPUT with everything that is wrong, each with file and line: the text is no
     *     YAML or JSON, a limit is passed, or a document can't be a manifest
     */
    public static List<Manifest> read(String sourceName, byte[] content, ReadLimits limits) {
        Problems problems = new Problems(sourceName);
        ManifestReader reader = new ManifestReader(problems);
        for (YamlDocument document : YamlReader.documents(sourceName, content, limits, problems)) {
            if (!document.root().isNull()) {
                reader.add(document, document.root(), JsonPointer.empty());
            }
        }
        problems.throwIfAny();
        return reader.manifests;
    }

    private void add(YamlDocument document, JsonNode tree, JsonPointer place) {
        if (isList(tree)) {
            addItems(document, tree, place);
            return;
        }
        int line = place.matches() ? document.line() : document.lineOf(place);
        Source source = new Source(document.sourceName(), line, part -> document.lineOf(place.append(part)));
        List<Problem> found = ManifestStructure.problems(tree, source, true);
        if (found.isEmpty()) {
            manifests.add(new Manifest((ObjectNode) tree, source));
        } else {
            found.forEach(problems::add);
        }
    }

    private static boolean isList(JsonNode tree) {
        String kind = tree.path("kind").asText();
        return kind.equals(LIST) || kind.endsWith(LIST) && tree.has("items");
    }

    private void addItems(YamlDocument document, JsonNode list, JsonPointer place) {
        JsonNode items = list.path("items");
        if (!items.isArray() && !items.isNull()) {
            problems.add(new Fault("manifest.read-items", document.lineOf(place.append(ITEMS))));
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            completeType(list, items.get(i));
            add(document, items.get(i), place.append(ITEMS.appendIndex(i)));
        }
    }

    /** In a typed list such as ConfigMapList the items may leave out their type, as kubectl knows. */
    private static void completeType(JsonNode list, JsonNode item) {
        String kind = list.path("kind").asText();
        if (item instanceof ObjectNode object && !object.has("kind") && !kind.equals(LIST)) {
            object.put("kind", kind.substring(0, kind.length() - LIST.length()));
            object.set("apiVersion", list.path("apiVersion").deepCopy());
        }
    }
}
