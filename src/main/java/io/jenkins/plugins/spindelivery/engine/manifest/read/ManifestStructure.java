package io.jenkins.plugins.spindelivery.engine.manifest.read;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.manifest.Source;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each manifest must have, whatever its kind: a type, a name, and text where Kubernetes takes nothing but text.
 * The cluster says the rest; this much can be said without one, with file and line.
 */
public final class ManifestStructure {
    private static final String METADATA = "metadata";
    private static final List<List<String>> TEMPLATES = List.of(
            List.of("spec", "template", METADATA),
            List.of("spec", "jobTemplate", METADATA),
            List.of("spec", "jobTemplate", "spec", "template", METADATA));
    private static final Set<String> DATA_KINDS = Set.of("ConfigMap", "Secret");
    private static final String EXPRESSION = "${";

    private final JsonNode manifest;
    private final Source source;
    private final boolean beforeExpressions;
    private final List<Problem> problems = new ArrayList<>(0);

    private ManifestStructure(JsonNode manifest, Source source, boolean beforeExpressions) {
        this.manifest = manifest;
        this.source = source;
        this.beforeExpressions = beforeExpressions;
    }

    /**
     * Checks one manifest.
     *
     * @param manifest the tree
     * @param source where it was read, for the lines of the problems
     * @param beforeExpressions true while a text with <code>${</code> in it may still become a map
     * @return what is wrong; empty when it can be a manifest
     */
    public static List<Problem> problems(JsonNode manifest, Source source, boolean beforeExpressions) {
        ManifestStructure check = new ManifestStructure(manifest, source, beforeExpressions);
        check.run();
        return List.copyOf(check.problems);
    }

    private void run() {
        if (!manifest.isObject()) {
            problem("manifest.read-root", List.of());
            return;
        }
        requireText("apiVersion");
        requireText("kind");
        JsonNode metadata = manifest.path(METADATA);
        if (isMissing(metadata)) {
            problem("manifest.read-missing", List.of(METADATA), METADATA);
        } else if (isMap(metadata, List.of(METADATA))) {
            requireName(metadata);
            text(metadata, List.of(METADATA), "namespace");
            labelsAndAnnotations(metadata, List.of(METADATA));
        }
        for (List<String> template : TEMPLATES) {
            labelsAndAnnotations(at(template), template);
        }
        if (DATA_KINDS.contains(manifest.path("kind").asText())
                && manifest.path("apiVersion").asText().equals("v1")) {
            texts(manifest, List.of(), "data");
            texts(manifest, List.of(), "stringData");
        }
    }

    private JsonNode at(List<String> path) {
        JsonNode node = manifest;
        for (String field : path) {
            node = node.path(field);
        }
        return node;
    }

    private void requireText(String field) {
        if (isMissing(manifest.path(field))) {
            problem("manifest.read-missing", List.of(field), field);
        } else {
            text(manifest, List.of(), field);
        }
    }

    private void requireName(JsonNode metadata) {
        if (isMissing(metadata.path("name")) && isMissing(metadata.path("generateName"))) {
            problem("manifest.read-no-name", List.of(METADATA));
            return;
        }
        text(metadata, List.of(METADATA), "name");
        text(metadata, List.of(METADATA), "generateName");
    }

    private static boolean isMissing(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.textValue().isEmpty();
    }

    private void labelsAndAnnotations(JsonNode metadata, List<String> path) {
        texts(metadata, path, "labels");
        texts(metadata, path, "annotations");
    }

    /** That the values of a map below a node are text. */
    private void texts(JsonNode parent, List<String> path, String field) {
        JsonNode map = parent.path(field);
        if (map.isMissingNode() || map.isNull()) {
            return;
        }
        List<String> place = append(path, field);
        if (isMap(map, place)) {
            for (Map.Entry<String, JsonNode> entry : map.properties()) {
                text(map, place, entry.getKey());
            }
        }
    }

    /** Whether it is a map; if not, that is a problem, unless an expression stands for the map. */
    private boolean isMap(JsonNode value, List<String> place) {
        boolean mayBecomeMap =
                beforeExpressions && value.isTextual() && value.textValue().contains(EXPRESSION);
        if (!value.isObject() && !mayBecomeMap) {
            problem("manifest.read-not-map", place, name(place));
        }
        return value.isObject();
    }

    private void text(JsonNode parent, List<String> path, String field) {
        JsonNode value = parent.path(field);
        if (value.isTextual() || value.isMissingNode() || value.isNull()) {
            return;
        }
        List<String> place = append(path, field);
        String code = value.isContainerNode() ? "manifest.read-not-text" : "manifest.read-unquoted";
        problem(code, place, name(place));
    }

    private void problem(String code, List<String> place, Object... arguments) {
        JsonPointer pointer = JsonPointer.empty();
        for (String field : place) {
            pointer = pointer.appendProperty(field);
        }
        problems.add(Problem.of(code, source.where(pointer), arguments));
    }

    private static List<String> append(List<String> path, String field) {
        List<String> longer = new ArrayList<>(path);
        longer.add(field);
        return longer;
    }

    /** A place as people write it; slashes in keys stay, as in {@code metadata.labels.app.kubernetes.io/name}. */
    private static String name(List<String> place) {
        return String.join(".", place);
    }
}
