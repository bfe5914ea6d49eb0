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
    private static final JsonPointer METADATA = JsonPointer.compile("/metadata");
    private static final List<JsonPointer> TEMPLATES = List.of(
            JsonPointer.compile("/spec/template/metadata"),
            JsonPointer.compile("/spec/jobTemplate/metadata"),
            JsonPointer.compile("/spec/jobTemplate/spec/template/metadata"));
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
            problem("manifest.read-root", JsonPointer.empty());
            return;
        }
        requireText("apiVersion");
        requireText("kind");
        if (isMap(METADATA)) {
            requireName();
            text(METADATA.appendProperty("namespace"));
            texts(METADATA);
        }
        TEMPLATES.forEach(this::texts);
        if (DATA_KINDS.contains(manifest.path("kind").asText())
                && manifest.path("apiVersion").asText().equals("v1")) {
            textsIn(JsonPointer.compile("/data"));
            textsIn(JsonPointer.compile("/stringData"));
        }
    }

    private void requireText(String field) {
        JsonPointer place = JsonPointer.empty().appendProperty(field);
        if (isMissing(manifest.path(field))) {
            problem("manifest.read-missing", place, field);
        } else {
            text(place);
        }
    }

    private void requireName() {
        JsonNode metadata = manifest.path("metadata");
        if (isMissing(metadata.path("name")) && isMissing(metadata.path("generateName"))) {
            problem("manifest.read-no-name", METADATA);
            return;
        }
        text(METADATA.appendProperty("name"));
        text(METADATA.appendProperty("generateName"));
    }

    private static boolean isMissing(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.textValue().isEmpty();
    }

    /** Labels and annotations of one metadata, wherever it stands. */
    private void texts(JsonPointer metadata) {
        textsIn(metadata.appendProperty("labels"));
        textsIn(metadata.appendProperty("annotations"));
    }

    private void textsIn(JsonPointer map) {
        JsonNode value = manifest.at(map);
        if (!value.isMissingNode() && !value.isNull() && isMap(map)) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                text(map.appendProperty(entry.getKey()));
            }
        }
    }

    /** Whether a map stands there; if not, that is a problem, unless an expression stands for it. */
    private boolean isMap(JsonPointer place) {
        JsonNode value = manifest.at(place);
        if (value.isMissingNode() || value.isNull()) {
            problem("manifest.read-missing", place, name(place));
        } else if (!value.isObject() && !mayBecomeMap(value)) {
            problem("manifest.read-not-map", place, name(place));
        }
        return value.isObject();
    }

    private boolean mayBecomeMap(JsonNode value) {
        return beforeExpressions && value.isTextual() && value.textValue().contains(EXPRESSION);
    }

    private void text(JsonPointer place) {
        JsonNode value = manifest.at(place);
        if (value.isContainerNode()) {
            problem("manifest.read-not-text", place, name(place));
        } else if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
            problem("manifest.read-unquoted", place, name(place));
        }
    }

    private void problem(String code, JsonPointer place, Object... arguments) {
        problems.add(Problem.of(code, source.where(place), arguments));
    }

    /** A place as people write it; slashes inside keys stay, as in {@code metadata.labels.app.kubernetes.io/name}. */
    private static String name(JsonPointer place) {
        StringBuilder name = new StringBuilder();
        for (JsonPointer rest = place; !rest.matches(); rest = rest.tail()) {
            name.append(name.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
        }
        return name.toString();
    }
}
