package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stages about artifacts alone. */
final class ArtifactStages {
    private static final String EXPECTED = "expectedArtifacts";

    private ArtifactStages() {}

    static List<StageType> all() {
        return List.of(
                FieldStage.of("spinFindArtifact", "findArtifactFromExecution", "findArtifactsFromExecution")
                        .with(new JobStages.PipelineJob(), Field.of("executionOptions"), new Expected())
                        .needs("pipeline")
                        .giving((stage, values) -> outputs(values)),
                // What it does is done at the end of every stage that expects artifacts.
                FieldStage.of("", "bindProducedArtifacts").over(Views.NONE));
    }

    private static ObjectNode outputs(List<JsonNode> values) {
        ObjectNode outputs = Outputs.none();
        JsonNode value = Outputs.first(values);
        for (String field : List.of("artifacts", "resolvedExpectedArtifacts")) {
            if (value.path(field).isArray()) {
                outputs.set(field, value.path(field));
            }
        }
        return outputs;
    }

    /** A list, or the one of older pipelines. */
    private static final class Expected implements Part {
        private static final String ONE = "expectedArtifact";

        @Override
        public List<String> arguments() {
            return List.of(EXPECTED);
        }

        @Override
        public void read(ObjectNode stage, Report report, Map<String, JsonNode> call) {
            if (!Trees.blank(stage.path(EXPECTED))) {
                call.put(EXPECTED, stage.path(EXPECTED));
            } else if (!Trees.blank(stage.path(ONE))) {
                call.put(EXPECTED, stage.arrayNode().add(stage.path(ONE)));
            } else {
                report.cannot("pipeline.stage-field-missing", EXPECTED);
            }
        }

        @Override
        public void write(ObjectNode stage, Map<String, JsonNode> wanted, Set<String> changed) {
            stage.remove(ONE);
            Trees.put(stage, EXPECTED, wanted.getOrDefault(EXPECTED, Trees.none()));
        }
    }
}
