package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which objects of a cluster a stage is about. Spinnaker's modes are {@code static} ({@code manifestName} has kind and
 * name), {@code dynamic} ({@code kind}, {@code cluster}, {@code criteria} and {@code app}) and {@code label}
 * ({@code kinds} and {@code labelSelectors}); what another mode has left behind does not count.
 */
final class TargetPart implements Part {
    private static final String MODE = "mode";
    private static final String STATIC = "static";
    private static final String DYNAMIC = "dynamic";
    private static final String LABEL = "label";
    private static final String MANIFEST_NAME = "manifestName";
    private static final String KIND = "kind";
    private static final String KINDS = "kinds";
    private static final String CLUSTER = "cluster";
    private static final String CRITERIA = "criteria";
    private static final String APP = "app";
    private static final String SELECTORS = "labelSelectors.selectors";

    @Override
    public List<String> arguments() {
        return List.of("kinds", "name", "labels", "criterion", "cluster", "application");
    }

    @Override
    public boolean same(String argument, JsonNode one, JsonNode other) {
        if (argument.equals("labels")) {
            return spaceless(one).equals(spaceless(other));
        }
        return Trees.same(one, other);
    }

    private static String spaceless(JsonNode labels) {
        return LabelSelectors.flat(labels).replaceAll("\\s", "");
    }

    @Override
    public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        switch (mode(stage)) {
            case STATIC -> name(stage, report, call);
            case DYNAMIC -> version(stage, report, call);
            case LABEL -> labels(stage, report, call);
            default -> report.cannot("pipeline.stage-choice", MODE, mode(stage), "static, dynamic, label");
        }
    }

    private static String mode(ObjectNode stage) {
        String mode = Trees.text(stage.path(MODE));
        if (!mode.isEmpty()) {
            return mode;
        } else if (!Trees.blank(stage.path(MANIFEST_NAME))) {
            return STATIC;
        } else if (!Trees.blank(stage.path(CRITERIA))) {
            return DYNAMIC;
        }
        return Trees.blank(Trees.at(stage, SELECTORS)) ? STATIC : LABEL;
    }

    private static void name(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        String manifest = Trees.text(stage.path(MANIFEST_NAME));
        String kind = Trees.text(stage.path(KIND));
        int blank = blank(manifest);
        if (blank > 0) {
            set(call, KINDS, manifest.substring(0, blank));
            set(call, "name", manifest.substring(blank + 1).strip());
        } else if (!manifest.isEmpty() && !kind.isEmpty()) {
            set(call, KINDS, kind);
            set(call, "name", manifest);
        } else if (manifest.contains("${") && !report.running()) {
            report.note("pipeline.stage-target-later", manifest);
            set(call, "name", manifest);
        } else if (!stage.path(FieldStage.OWN).has("name")) {
            report.cannot("pipeline.stage-target-name", manifest);
        }
    }

    /** Where the first blank is that is not within an expression. */
    private static int blank(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '{') {
                depth++;
            } else if (next == '}') {
                depth--;
            } else if (next == ' ' && depth <= 0) {
                return i;
            }
        }
        return -1;
    }

    private static void version(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        String cluster = Trees.text(stage.path(CLUSTER));
        String kind = Trees.text(stage.path(KIND));
        int blank = blank(cluster);
        set(call, KINDS, kind.isEmpty() && blank > 0 ? cluster.substring(0, blank) : kind);
        set(call, "criterion", Trees.text(stage.path(CRITERIA)));
        set(call, CLUSTER, cluster);
        set(call, "application", Trees.text(stage.path(APP)));
        for (String needed : List.of("criterion", CLUSTER)) {
            if (!call.containsKey(needed) && !stage.path(FieldStage.OWN).has(needed)) {
                report.cannot("pipeline.stage-field-missing", needed.equals(CLUSTER) ? CLUSTER : CRITERIA);
            }
        }
    }

    private static void labels(ObjectNode stage, Report report, Map<String, JsonNode> call) {
        JsonNode selectors = Trees.at(stage, SELECTORS);
        JsonNode kinds = stage.path(KINDS);
        if (!Trees.blank(kinds)) {
            call.put(KINDS, kinds);
        } else {
            set(call, KINDS, Trees.text(stage.path(KIND)));
        }
        String text = LabelSelectors.text(selectors);
        set(call, "labels", text);
        Optional<JsonNode> unusable = LabelSelectors.unusable(selectors);
        if (unusable.isPresent()) {
            report.cannot("pipeline.stage-selector", unusable.get());
        } else if (text.isEmpty() && !stage.path(FieldStage.OWN).has("labels")) {
            report.cannot("pipeline.stage-field-missing", SELECTORS);
        }
    }

    private static void set(Map<String, JsonNode> call, String argument, String value) {
        if (!value.isEmpty()) {
            call.put(argument, TextNode.valueOf(value));
        }
    }

    @Override
    public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        String mode = !Trees.blank(wanted.get("criterion"))
                ? DYNAMIC
                : !Trees.blank(wanted.get("labels")) ? LABEL : Trees.blank(wanted.get("name")) ? mode(stage) : STATIC;
        if (!mode.equals(mode(stage))) {
            stage.put(MODE, mode);
        }
        switch (mode) {
            case DYNAMIC -> writeVersion(stage, wanted, changed);
            case LABEL -> writeLabels(stage, wanted, changed);
            default -> writeName(stage, wanted);
        }
    }

    private static void writeName(ObjectNode stage, Map<String, JsonNode> wanted) {
        String kind = oneKind(wanted);
        String name = value(wanted, "name");
        if (name.isEmpty()) {
            stage.remove(MANIFEST_NAME);
        } else if (!kind.isEmpty()) {
            stage.put(MANIFEST_NAME, kind + " " + name);
            if (!Trees.blank(stage.path(KIND))) {
                stage.put(KIND, kind);
            }
        }
    }

    private static void writeVersion(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        if (changed.contains(KINDS)) {
            put(stage, KIND, oneKind(wanted));
        }
        if (changed.contains("criterion")) {
            put(stage, CRITERIA, value(wanted, "criterion"));
        }
        if (changed.contains(CLUSTER)) {
            put(stage, CLUSTER, value(wanted, CLUSTER));
        }
        if (changed.contains("application")) {
            put(stage, APP, value(wanted, "application"));
        }
    }

    private static void writeLabels(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
        if (changed.contains(KINDS)) {
            Trees.put(stage, KINDS, Trees.words(wanted.get(KINDS)));
        }
        if (changed.contains("labels")) {
            LabelSelectors.selectors(wanted.getOrDefault("labels", JsonNodeFactory.instance.textNode("")))
                    .ifPresent(selectors -> Trees.put(stage, SELECTORS, selectors));
        }
    }

    private static String oneKind(Map<String, JsonNode> wanted) {
        JsonNode kinds = Trees.words(wanted.get(KINDS));
        return kinds.size() == 1 ? Trees.text(kinds.get(0)) : "";
    }

    private static String value(Map<String, JsonNode> wanted, String argument) {
        return wanted.containsKey(argument) ? Trees.text(wanted.get(argument)) : "";
    }

    private static void put(ObjectNode stage, String field, String value) {
        Trees.put(stage, field, value.isEmpty() ? Trees.none() : TextNode.valueOf(value));
    }
}
