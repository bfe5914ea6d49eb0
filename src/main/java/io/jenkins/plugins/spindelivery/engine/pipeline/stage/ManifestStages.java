package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Stages about Kubernetes manifests: those that deploy, and those that change what is there. */
final class ManifestStages {
    private static final String MANIFESTS = "manifests";

    private ManifestStages() {}

    static List<StageType> all() {
        return List.of(
                deploy(),
                delete(),
                target("spinScale", "scaleManifest").with(Field.of("replicas")).needs("replicas"),
                target("spinRollback", "undoRolloutManifest")
                        .with(Field.of("revision"), Field.of("revisionsBack", "numRevisionsBack")),
                target("spinRestart", "rollingRestartManifest")
                        .checking((stage, report) -> report.note("pipeline.stage-waits")),
                target("spinPause", "pauseRolloutManifest"),
                target("spinResume", "resumeRolloutManifest")
                        .checking((stage, report) -> report.note("pipeline.stage-waits")),
                patch(),
                target("spinEnable", "enableManifest"),
                target("spinDisable", "disableManifest"),
                target("spinFind", "findArtifactsFromResource", "findArtifactFromResource")
                        .giving((stage, values) -> Outputs.found(values)));
    }

    private static StageType deploy() {
        return kubernetes("spinDeploy", "deployManifest")
                .with(
                        Field.of("account", "account", "credentials"),
                        new ContentPart("manifest", MANIFESTS, "artifact", false),
                        Field.of("namespaceOverride"),
                        Field.of("application", "moniker.app"),
                        Field.of("stack", "moniker.stack"),
                        Field.of("detail", "moniker.detail"),
                        Field.of("cluster", "moniker.cluster"),
                        Field.of("versioned"),
                        Field.flag("skipExpressions", "skipExpressionEvaluation"),
                        new RequiredArtifactsPart(),
                        new TrafficPart())
                .checking(ManifestStages::deployedOtherwise)
                .ignoring("skipSpecTemplateLabels")
                .leaving(ManifestStages::plainManifests)
                .giving((stage, values) -> Outputs.deployed(values));
    }

    private static void deployedOtherwise(ObjectNode stage, Report report) {
        if (!Trees.blank(Trees.at(stage, "labelSelectors.selectors"))) {
            report.cannot("pipeline.stage-deploy-selectors");
        }
        if (Trees.isFalse(stage.path("enableArtifactBinding"))) {
            report.changes("pipeline.stage-deploy-binding");
        }
    }

    private static Set<String> plainManifests(ObjectNode stage) {
        return Trees.isTrue(stage.path("skipExpressionEvaluation")) ? Set.of(MANIFESTS, "manifest") : Set.of();
    }

    private static StageType delete() {
        Field cascading = Field.of("cascading", "options.cascading")
                .with(value -> Trees.isTrue(value) ? Trees.none() : value, value -> switch (Trees.text(value)
                        .toLowerCase(Locale.ROOT)) {
                    case "orphan", "false" -> BooleanNode.FALSE;
                    case "background", "true" -> BooleanNode.TRUE;
                    default -> value;
                });
        return target("spinDestroy", "deleteManifest")
                .with(new Orphans(cascading), Field.of("gracePeriod", "options.gracePeriodSeconds"));
    }

    private static StageType patch() {
        return target("spinPatch", "patchManifest")
                .with(
                        new ContentPart("patch", "patchBody", "patchArtifact", true),
                        Field.of("strategy", "options.mergeStrategy").with(ManifestStages::mergeWord, word -> word),
                        new RequiredArtifactsPart())
                .giving((stage, values) -> Outputs.changed(values));
    }

    /** The usual one is left out. */
    private static JsonNode mergeWord(JsonNode word) {
        return Trees.text(word).equals("strategic") ? Trees.none() : word;
    }

    /** A stage about live objects. */
    private static FieldStage target(String function, String... names) {
        return kubernetes(function, names)
                .with(
                        Field.of("account", "account", "credentials"),
                        new TargetPart(),
                        Field.of("namespace", "location", "namespace"))
                .giving((stage, values) -> Outputs.changed(values));
    }

    /** A stage of Spinnaker's Kubernetes provider. */
    static FieldStage kubernetes(String function, String... names) {
        return FieldStage.of(function, names).needs("account").checking((stage, report) -> {
            String provider = Trees.text(stage.path("cloudProvider"));
            if (!provider.isEmpty() && !provider.equals("kubernetes") && !provider.contains("${")) {
                report.cannot("pipeline.stage-provider", names[0], provider, "kubernetes");
            }
        });
    }

    /** {@code orphanDependents}, which goes before {@code cascading} as in Clouddriver. */
    private record Orphans(Field cascading) implements Part {
        private static final String ORPHANS = "options.orphanDependents";

        @Override
        public List<String> arguments() {
            return cascading.arguments();
        }

        @Override
        public boolean same(String argument, JsonNode one, JsonNode other) {
            return word(one).equals(word(other));
        }

        private static String word(JsonNode value) {
            String word = value == null ? "" : Trees.text(value).toLowerCase(Locale.ROOT);
            return switch (word) {
                case "", "true" -> "background";
                case "false" -> "orphan";
                default -> word;
            };
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            if (Trees.isTrue(Trees.at(stage, ORPHANS))) {
                call.put(cascading.argument(), TextNode.valueOf("orphan"));
            } else {
                cascading.read(stage, report, call);
            }
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            JsonNode value = wanted.getOrDefault(cascading.argument(), JsonNodeFactory.instance.textNode("background"));
            if (!Trees.blank(Trees.at(stage, ORPHANS))) {
                Trees.put(stage, ORPHANS, BooleanNode.valueOf(word(value).equals("orphan")));
            }
            cascading.write(stage, Map.of(cascading.argument(), value), changed);
        }
    }
}
