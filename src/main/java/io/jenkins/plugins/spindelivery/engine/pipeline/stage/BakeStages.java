package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.artifact.ArtifactAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stages that make something to deploy: images by packages, manifests by Helm and Kustomize. */
final class BakeStages {
    private static final String OVERRIDES = "overrides";
    private static final String TEMPLATE = "templateFileName";

    private BakeStages() {}

    static List<StageType> all() {
        return List.of(image(), manifest());
    }

    private static StageType image() {
        return ImageStages.withoutAccount("spinBake", "bake")
                .with(
                        Field.of("account", "account", "credentials"),
                        Field.words("regions", "regions", "region").with(BakeStages::places, Trees::words),
                        Field.of("packages", "package").with(BakeStages::packages, BakeStages::blanks),
                        Field.of("baseOs"),
                        Field.of("baseAmi"),
                        Field.of("amiName"),
                        Field.of("amiSuffix"),
                        Field.flag("rebake"),
                        Field.flag("upgrade"),
                        Field.of("packer", TEMPLATE),
                        Field.of("packerVars", "extendedAttributes"),
                        Field.of("packerVarFile", "varFileName"))
                .checking(BakeStages::bakedOtherwise)
                .onAgent(stage -> Trees.blank(stage.path(TEMPLATE))
                                && Trees.blank(stage.path(FieldStage.OWN).path("packer"))
                        ? Optional.empty()
                        : Optional.of(agent(stage)))
                .giving((stage, values) -> baked(values));
    }

    private static JsonNode places(JsonNode regions) {
        return regions.isArray() ? regions : Trees.words(regions);
    }

    /** Spinnaker has blanks between packages. */
    private static JsonNode packages(JsonNode packages) {
        return Trees.hasExpression(packages)
                ? packages
                : TextNode.valueOf(Trees.text(packages).replaceAll("[\\s,]+", ", "));
    }

    private static JsonNode blanks(JsonNode packages) {
        StringBuilder text = new StringBuilder();
        Trees.words(packages)
                .forEach(name -> text.append(text.isEmpty() ? "" : " ").append(Trees.text(name)));
        return TextNode.valueOf(text.toString());
    }

    private static void bakedOtherwise(ObjectNode stage, Report report) {
        boolean packer = !Trees.blank(stage.path(TEMPLATE));
        if (!packer && !Trees.blank(stage.path("extendedAttributes"))) {
            report.changes("pipeline.stage-bake-attributes");
        }
        String label = Trees.text(stage.path("baseLabel"));
        if (!label.isEmpty() && !label.equals("release")) {
            report.changes("pipeline.stage-field-unused", "baseLabel");
        }
    }

    private static String agent(ObjectNode stage) {
        return Trees.text(stage.path(FieldStage.OWN).path(FieldStage.AGENT));
    }

    private static ObjectNode baked(List<JsonNode> values) {
        ObjectNode outputs = ImageStages.found(values);
        JsonNode details = outputs.path("deploymentDetails").path(0);
        if (details.isObject()) {
            outputs.set("ami", details.path("ami"));
            outputs.set("imageName", details.path("imageName"));
        }
        return outputs;
    }

    private static StageType manifest() {
        return FieldStage.of("spinBakeManifest", "bakeManifest")
                .with(
                        Field.of("renderer", "templateRenderer"),
                        new Inputs(),
                        Field.of("outputName"),
                        Field.of("namespace"),
                        Field.of(OVERRIDES),
                        Field.flag("rawOverrides"),
                        Field.flag("includeCRDs"),
                        Field.of("apiVersions"),
                        Field.of("kubeVersion"),
                        Field.of("chartPath", "helmChartFilePath"),
                        Field.of("kustomizeFile", "kustomizeFilePath"))
                .needs("templateRenderer")
                .checking((stage, report) -> {
                    String renderer = Trees.text(stage.path("templateRenderer")).toUpperCase(Locale.ROOT);
                    if (renderer.equals("HELM2")) {
                        report.changes("pipeline.stage-helm-two");
                    } else if (!renderer.isEmpty()
                            && !renderer.contains("${")
                            && !List.of("HELM3", "KUSTOMIZE", "KUSTOMIZE4").contains(renderer)) {
                        report.cannot(
                                "pipeline.stage-choice", "templateRenderer", renderer, "HELM3, KUSTOMIZE, KUSTOMIZE4");
                    }
                })
                .leaving(
                        stage -> Trees.isTrue(stage.path("evaluateOverrideExpressions")) ? Set.of() : Set.of(OVERRIDES))
                .onAgent(stage -> Optional.of(agent(stage)))
                .giving((stage, values) -> manifests(values));
    }

    private static ObjectNode manifests(List<JsonNode> values) {
        ObjectNode outputs = Outputs.none();
        JsonNode artifacts = Outputs.first(values).path("artifacts");
        if (artifacts.isArray()) {
            outputs.set("artifacts", artifacts);
        }
        return outputs;
    }

    /** Charts, files of values, folders: {@code inputArtifacts}, and {@code inputArtifact} of Kustomize. */
    private static final class Inputs implements Part {
        @Override
        public List<String> arguments() {
            return List.of("inputs");
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            if (!Trees.blank(stage.path(FieldStage.OWN).path("inputs"))) {
                return;
            }
            ArrayNode inputs = stage.arrayNode();
            stage.path("inputArtifacts").forEach(input -> add(input, report, inputs));
            if (inputs.isEmpty() && stage.path("inputArtifact").isObject()) {
                add(stage.path("inputArtifact"), report, inputs);
            }
            if (!inputs.isEmpty()) {
                call.put("inputs", inputs);
            } else if (Trees.blank(stage.path("inputArtifacts")) && Trees.blank(stage.path("inputArtifact"))) {
                report.cannot("pipeline.stage-field-missing", "inputArtifacts");
            }
        }

        private static void add(JsonNode input, Report report, ArrayNode inputs) {
            String id = Trees.text(input.path("id"));
            Optional<ObjectNode> found = id.isEmpty() && input.path("artifact") instanceof ObjectNode here
                    ? Optional.of(here)
                    : report.mapping().artifact(id);
            if (found.isEmpty()) {
                if (report.running() || !id.contains("${")) {
                    report.cannot("pipeline.stage-artifact-unknown", id);
                }
                return;
            }
            ObjectNode artifact = found.get().deepCopy();
            String account = Trees.text(input.path("account"));
            if (!account.isEmpty()) {
                artifact.put("artifactAccount", account);
            }
            address(artifact, report).ifPresent(inputs::add);
        }

        private static Optional<ObjectNode> address(ObjectNode artifact, Report report) {
            ArtifactAddress address = ArtifactAddress.of(artifact, report.where());
            ObjectNode input = artifact.objectNode();
            if (address instanceof ArtifactAddress.Remote file) {
                input.put("artifact", file.reference());
                put(input, "artifactAccount", file.account());
            } else if (address instanceof ArtifactAddress.Chart chart) {
                input.put("chart", chart.name());
                put(input, "version", chart.version());
                put(input, "repository", chart.account());
            } else if (address instanceof ArtifactAddress.Content content) {
                input.put("content", content.base64());
            } else if (address instanceof ArtifactAddress.None none) {
                if (!report.running() && none.why().code().equals("pipeline.artifact-empty")) {
                    report.note("pipeline.stage-artifact-later", Trees.text(artifact.path("type")));
                } else {
                    report.cannot(none.why());
                }
                return Optional.empty();
            } else {
                report.cannot("pipeline.stage-artifact-mention", Trees.text(artifact.path("type")));
                return Optional.empty();
            }
            put(input, "name", Trees.text(artifact.path("name")));
            return Optional.of(input);
        }

        private static void put(ObjectNode input, String key, String value) {
            if (!value.isEmpty()) {
                input.put(key, value);
            }
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            if (Trees.blank(wanted.get("inputs"))) {
                stage.remove(List.of("inputArtifacts", "inputArtifact"));
            }
        }
    }
}
